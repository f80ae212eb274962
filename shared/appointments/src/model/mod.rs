//! What is stored, and where.

mod appointment;
mod event;
mod listing;

pub(crate) use appointment::SHARDS;
pub use appointment::{
    Appointment, AppointmentId, AppointmentStatus, Consulted, Room, SessionType,
};
pub use event::appointment_event;
pub use listing::Listing;

#[cfg(test)]
mod tests;
