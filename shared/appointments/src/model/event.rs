use events::appointment::{self, AppointmentType, Kind};
use events::{EventId, OutboxItem};
use ids::Ids;
use jiff::Timestamp;
use outcome::Trouble;

use crate::model::{Appointment, SessionType};

/// The event that an appointment is booked, moved or cancelled.
///
/// # Errors
///
/// A detail that cannot be written: a fault of ours.
pub fn appointment_event(
    kind: Kind,
    of: &Appointment,
    ids: &Ids,
    now: Timestamp,
) -> Result<OutboxItem, Trouble> {
    let start = of.period.start;
    let told = appointment::Appointment {
        appointment_id: of.appointment_id.to_string(),
        patient_id: of.patient_id.clone(),
        doctor_id: of.psychologist_id.clone(),
        clinic_id: of.clinic_id,
        appointment_date: appointment::Appointment::day(start),
        appointment_type: match of.session_type {
            SessionType::Telehealth => AppointmentType::Virtual,
            SessionType::InPerson => AppointmentType::InPerson,
        },
        status: match kind {
            Kind::Booked | Kind::Rescheduled => appointment::AppointmentStatus::Booked,
            Kind::Cancelled => appointment::AppointmentStatus::Cancelled,
        },
        consultation_fee: of.fee_hundredths.map(units),
        start_time: start,
        duration_minutes: u16::try_from(of.minutes()).unwrap_or(u16::MAX),
    };
    let event_id: EventId = ids.next();
    let outgoing = told.outgoing(kind, event_id.to_string(), now)?;
    Ok(OutboxItem::new(of.appointment_id.partition(), outgoing))
}

#[allow(clippy::cast_precision_loss, reason = "fees are far below 2^53")]
fn units(hundredths: u64) -> f64 {
    hundredths as f64 / 100.0
}
