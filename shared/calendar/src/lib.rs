//! A person is in one place at a time. One item for each person and UTC day
//! holds the busy intervals of that day, over all contexts, and the slots that
//! a teacher offers in it. Whoever takes or frees time writes back the days it
//! touches on condition of their versions, so nobody is booked twice.

mod day;
mod period;
mod plan;
mod slot;

pub use day::{Busy, Day, Entry, day_range};
pub use period::{Period, utc_date};
pub use plan::{Needed, Plan};
pub use slot::{InvalidSlotId, LONGEST_SLOT, Slot, SlotId};
