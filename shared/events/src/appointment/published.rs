use ids::UserId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use outcome::Trouble;
use serde::Serialize;

use super::{Kind, SOURCE};
use crate::{Outgoing, whole_seconds};

/// How doctor and patient meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "words of seed 003")]
pub enum AppointmentType {
    Virtual,
    InPerson,
}

/// Where an appointment stands, as far as its events tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "words of seed 003")]
pub enum AppointmentStatus {
    Booked,
    Cancelled,
}

/// The `detail` of what our own appointments publish: the appointment of seed
/// 003 with its time and length. What there is none of is written as null.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Appointment {
    /// The appointment's number, as text.
    pub appointment_id: String,
    /// Its patient.
    pub patient_id: UserId,
    /// Its doctor.
    pub doctor_id: UserId,
    /// Where it is.
    pub clinic_id: Option<i64>,
    /// The UTC day of the start: [`Appointment::day`].
    pub appointment_date: Date,
    /// How the two meet.
    pub appointment_type: AppointmentType,
    /// `CANCELLED` in a cancellation, else `BOOKED`.
    pub status: AppointmentStatus,
    /// What it costs, in units of a currency that the event does not name.
    pub consultation_fee: Option<f64>,
    /// When it starts.
    #[serde(with = "whole_seconds")]
    pub start_time: Timestamp,
    /// How long it is, in minutes: 15 to 240.
    pub duration_minutes: u16,
}

impl Appointment {
    /// The `appointment_date` of a start: its day in UTC.
    pub fn day(start: Timestamp) -> Date {
        start.to_zoned(TimeZone::UTC).date()
    }

    /// The event, to be stored with the appointment.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn outgoing(
        &self,
        kind: Kind,
        event_id: String,
        at: Timestamp,
    ) -> Result<Outgoing, Trouble> {
        Outgoing::new(event_id, SOURCE, kind.detail_type(), at, self)
            .map_err(|error| Trouble::Internal(error.into()))
    }
}
