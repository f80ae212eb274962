//! What tutoring keeps, and where: each type alone knows its keys.

mod booking;
mod event;
mod meeting;
mod profile;
mod session;

pub use booking::{Booking, BookingId, BookingStatus, Side};
pub use event::{Happened, booking_event};
pub use meeting::{Attendee, Meeting};
pub use profile::{Acquaintance, Profile, ProfileRole, TeacherTopic, words_of};
pub use session::{
    Contribution, FileEntry, LiveMeeting, NoteEntry, Rating, Session, SessionId, SessionStatus,
};

#[cfg(test)]
mod tests;
