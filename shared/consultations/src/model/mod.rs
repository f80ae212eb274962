//! What is stored, and where.

mod appointment;
mod audit;
mod availability;
mod consultation;
mod listing;
mod meeting;

pub use appointment::{AppointmentId, Booked, ClinicAppointment, TimeKeeper, Told};
pub use audit::AuditEvent;
pub use availability::*;
pub use consultation::{
    BookingType, Cancellation, Consultation, ConsultationId, EndRequest, Party, Presence,
};
pub(crate) use consultation::{GRACE, LONGEST_OVERRUN, SHARDS};
pub use events::EventId;
pub use events::consultation::{EventType, Status};
pub use listing::Listing;
pub use meeting::{LiveMeeting, MeetingPointer};

#[cfg(test)]
mod tests;
