use events::Outgoing;
use events::appointment::{self, AppointmentType, Kind};
use ids::Ids;
use jiff::{SignedDuration, Timestamp};
use outcome::Trouble;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

use crate::model::{Appointment, AppointmentId, SessionType};

/// The bus takes an event within seconds; for so long it can be looked up.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An event, stored in the transaction of what it tells of and published from
/// there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentEvent {
    /// The appointment that it tells of.
    pub appointment_id: AppointmentId,
    /// What is published.
    pub outbox: Outgoing,
}

impl AppointmentEvent {
    /// The event that an appointment is booked, moved or cancelled.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn new(kind: Kind, of: &Appointment, ids: &Ids, now: Timestamp) -> Result<Self, Trouble> {
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
        let event_id = format!("evt_{}", ids.uuid().simple());
        Ok(Self {
            appointment_id: of.appointment_id,
            outbox: told.outgoing(kind, event_id, now)?,
        })
    }
}

#[allow(clippy::cast_precision_loss, reason = "fees are far below 2^53")]
fn units(hundredths: u64) -> f64 {
    hundredths as f64 / 100.0
}

impl Entity for AppointmentEvent {
    fn keys(&self) -> Keys {
        let sk = format!("EVENT#{}", self.outbox.event_id);
        let expires = self.outbox.time.saturating_add(KEPT);
        Keys {
            expires_at: expires.ok().map(Timestamp::as_second),
            ..Key::new(self.appointment_id.partition(), sk).into()
        }
    }
}
