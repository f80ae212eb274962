//! The events of the bus: what each one carries, and how an item of the table
//! keeps one to be published.
//!
//! | source | detail-type | detail | schema |
//! | --- | --- | --- | --- |
//! | `sessions.tutoring` | `tutoring.booking.created`, `.confirmed`, `.rescheduled`, `.cancelled`, `tutoring.session.completed`, `.rated` | [`Detail`]`<`[`tutoring::Booking`]`>` | `tutoring.event` |
//! | `sessions.appointments` | `appointment.booked`, `.rescheduled`, `.cancelled` | [`appointment::Appointment`] | `appointment.published` |
//! | any | the same three | [`appointment::Incoming`] | one for each |
//! | `sessions.consultations` | `video.consultation.completed` | [`Detail`]`<`[`consultation::Completed`]`>` | `video.consultation.completed` |
//! | `sessions.consultations` | `video.consultation.session-created`, `.doctor-joined`, `.patient-joined`, `.doctor-left`, `.patient-left`, `.session-cancelled`, `.session-no-show`, `.notes-updated` | [`Detail`]`<`[`consultation::Audit`]`>` | `video.consultation.event` |
//! | `sessions.live` | `live.session.created`, `.deleted` | [`Detail`]`<`[`live::Session`]`>` | `live.session` |
//! | `sessions.live` | `live.recording.started`, `.stopped` | [`Detail`]`<`[`live::Recording`]`>` | `live.recording` |
//! | `sessions.live` | `live.scheduled.created`, `.updated`, `.deleted` | [`Detail`]`<`[`live::Scheduled`]`>` | `live.scheduled` |
//!
//! The JSON Schemas in `schemas/` describe the `detail`. Those of what is
//! published allow no other fields; those of what comes from outside do.

pub mod appointment;
pub mod consultation;
mod detail;
pub mod live;
mod outbox_item;
mod outgoing;
pub mod tutoring;
mod whole_seconds;

pub use detail::Detail;
pub use outbox_item::{EventId, OutboxItem};
pub use outgoing::{ATTRIBUTE, Outgoing};

#[cfg(test)]
mod tests;
