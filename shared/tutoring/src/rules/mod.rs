//! The rules of tutoring. They decide, and do no I/O: time and new ids are
//! arguments.

mod booking;
mod profile;
mod recurrence;
mod search;
mod session;
mod slot;

pub use booking::{Change, NewBooking, book, change};
pub use profile::{ProfilePatch, save_profile};
pub use recurrence::Rule;
pub use search::{Found, Place, find_teachers};
pub use session::{
    SessionUpdate, Updated, may_attend, may_end, may_meet, meeting_ended, meeting_started,
    open_session, rate, takes_part, update_session,
};
pub(crate) use slot::future_period;
pub use slot::{listed_slots, occurrences, recurrence, slot_period};
