//! The events of appointments: what our own publish, and what is taken from
//! whoever keeps appointments. Seed 003, "Key Data Flow", 1.

mod incoming;
mod kind;
mod malformed;
mod published;
mod read;

pub use incoming::{Booking, Ignored, Incoming};
pub use kind::Kind;
pub use malformed::Malformed;
pub use published::{Appointment, AppointmentStatus, AppointmentType};

/// The bus's `source` of our own ones.
pub const SOURCE: &str = "sessions.appointments";

/// How long an appointment is whose event does not say, in minutes.
pub const DEFAULT_DURATION_MINUTES: u16 = 30;
