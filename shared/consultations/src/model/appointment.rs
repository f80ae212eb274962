use std::fmt;

use calendar::{Entry, Period};
use ids::UserId;
use input::{Field, Wrong};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use table::{Entity, Key, Keys, Versioned};

use crate::model::ConsultationId;

/// The id of an appointment, from whatever system it comes: 1 to 128 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppointmentId(String);

impl AppointmentId {
    /// The id that is written so; `None` when it is too long or not readable.
    pub fn new(text: &str) -> Option<Self> {
        let length = text.chars().count();
        let readable = !text.chars().any(char::is_control);
        ((1..=128).contains(&length) && readable).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What takes the time of doctor and patient in the calendar.
    pub fn entry(&self) -> Entry {
        Entry::new("appointment", self)
    }
}

impl fmt::Display for AppointmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Field for AppointmentId {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) if number.is_u64() => number.to_string(),
            _ => return Err(Wrong::type_error("must be a string or a number")),
        };
        Self::new(&text).ok_or_else(|| Wrong::value("must have 1 to 128 readable characters"))
    }
}

/// What an appointment's booking says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// The doctor.
    pub doctor_id: UserId,
    /// The patient.
    pub patient_id: UserId,
    /// The clinic, by the number that others know it by.
    pub clinic_id: Option<i64>,
    /// When it is to be.
    #[serde(flatten)]
    pub period: Period,
}

/// What puts things told of an appointment in order: its version, where that is
/// known, else when it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Told {
    /// The version of one of our own; 0 of all others.
    pub version: u64,
    /// When it was told.
    pub at: Timestamp,
}

/// Who keeps the time of an appointment free of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeKeeper {
    /// The appointment, which is one of our own.
    Appointment,
    /// Its consultation.
    Consultation,
}

/// An appointment as the events about it have made it known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClinicAppointment {
    /// Its id.
    pub appointment_id: AppointmentId,
    /// What was booked, or moved before its booking came; none while only its
    /// cancellation is known.
    pub booked: Option<Booked>,
    /// When the move that counts was told of: one told of before is late.
    pub moved: Option<Told>,
    /// Whether it is cancelled.
    pub cancelled: bool,
    /// Its consultation, once its booking has made one. It never gets another.
    pub consultation_id: Option<ConsultationId>,
    /// Counts its changes; 0 when it is not stored yet.
    #[serde(default)]
    pub version: u64,
}

impl ClinicAppointment {
    /// One of which nothing is known yet.
    pub fn unknown(appointment_id: AppointmentId) -> Self {
        Self {
            appointment_id,
            booked: None,
            moved: None,
            cancelled: false,
            consultation_id: None,
            version: 0,
        }
    }

    /// Where one lives.
    pub fn key(id: &AppointmentId) -> Key {
        Key::new(format!("CLINIC_APPOINTMENT#{id}"), "APPOINTMENT")
    }
}

impl Entity for ClinicAppointment {
    fn keys(&self) -> Keys {
        Self::key(&self.appointment_id).into()
    }
}

impl Versioned for ClinicAppointment {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}
