//! Loads and commits. One command is one transaction; what a rule read before
//! is a condition in it, and whoever loses a race is judged anew.

mod availability;
mod bookings;
mod meetings;
mod profiles;
mod search;
mod sessions;

pub use availability::{Offer, SlotFilter, SlotPlace, SlotsFound, list_slots, offer, withdraw};
pub use bookings::{
    BookingFilter, BookingsFound, book, change_booking, list_bookings, load_booking,
};
pub use meetings::{
    MeetingFound, abandon_meeting, end_meeting, load_meeting, save_attendee, start_meeting,
};
pub use profiles::{load_profile, load_profile_for, save_profile};
pub use search::search_teachers;
pub use sessions::{
    SessionFound, commit_update, load_booking_session, load_head, load_session, open_session, rate,
};

use outcome::Failure;

use crate::Refusal;

type Result<T> = std::result::Result<T, Failure<Refusal>>;
