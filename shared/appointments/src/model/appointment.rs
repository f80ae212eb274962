use calendar::{Entry, Period};
use ids::{Ids, UserId, number_id};
use input::{Field, Wrong};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use table::{Entity, Key, Keys, Versioned};

/// In how many partitions of an index appointments stand, so that none takes
/// all traffic.
pub(crate) const SHARDS: u64 = 8;

number_id!(
    /// The number of an appointment.
    AppointmentId
);

impl AppointmentId {
    pub(crate) fn partition(self) -> String {
        format!("APPOINTMENT#{self}")
    }

    fn shard(self) -> u64 {
        // The lowest bits are by chance.
        self.number() % SHARDS
    }
}

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "words of seed 002")]
pub enum AppointmentStatus {
    Scheduled,
    Confirmed,
    Completed,
    Cancelled,
}

impl AppointmentStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Scheduled,
        Self::Confirmed,
        Self::Completed,
        Self::Cancelled,
    ];

    /// The seed's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Confirmed => "confirmed",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it is still to be held.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Scheduled | Self::Confirmed)
    }
}

impl Field for AppointmentStatus {
    fn read(value: &Value) -> Result<Self, Wrong> {
        Self::ALL
            .into_iter()
            .find(|known| value == known.word())
            .ok_or_else(|| Wrong::value("must be scheduled, confirmed, completed or cancelled"))
    }
}

/// Where the two meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionType {
    /// Over video.
    #[default]
    Telehealth,
    /// In the practice.
    InPerson,
}

impl Field for SessionType {
    fn read(value: &Value) -> Result<Self, Wrong> {
        match value.as_str() {
            Some("telehealth") => Ok(Self::Telehealth),
            Some("in_person") => Ok(Self::InPerson),
            _ => Err(Wrong::value("must be telehealth or in_person")),
        }
    }
}

/// The Twilio room of a telehealth appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Its unique name.
    pub name: String,
    /// Twilio's id of it, once it was seen: a room that is over is not found
    /// by its name.
    pub sid: Option<String>,
}

impl Room {
    /// The room of a new appointment.
    pub(crate) fn of(id: AppointmentId, ids: &Ids, now: Timestamp) -> Self {
        let chance = ids.uuid().simple().to_string();
        let tail = &chance[chance.len() - 8..];
        Self {
            name: format!("apt-{id}-{}-{tail}", now.as_second()),
            sid: None,
        }
    }
}

/// What its consultation came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took, in whole minutes.
    pub duration_minutes: u32,
    /// The consultation.
    pub video_session_id: String,
    /// The doctor's notes.
    pub notes: Option<String>,
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Its number.
    pub appointment_id: AppointmentId,
    /// The psychologist.
    pub psychologist_id: UserId,
    /// The patient.
    pub patient_id: UserId,
    /// What the patient is called.
    pub patient_name: Option<String>,
    /// What for.
    pub service_name: String,
    /// When it is to be.
    #[serde(flatten)]
    pub period: Period,
    /// Where the two meet.
    pub session_type: SessionType,
    /// The clinic, by the number that others know it by.
    pub clinic_id: Option<i64>,
    /// What it costs, in hundredths.
    pub fee_hundredths: Option<u64>,
    /// In what: three letters.
    pub currency: Option<String>,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Its room, when it is over video.
    pub room: Option<Room>,
    /// What its consultation came to, once it is known.
    pub consulted: Option<Consulted>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// Counts its changes; 0 when it is not stored yet.
    #[serde(default)]
    pub version: u64,
}

impl Appointment {
    /// Where one lives.
    pub fn key(id: AppointmentId) -> Key {
        Key::new(id.partition(), "APPOINTMENT")
    }

    /// What takes the time of the two in the calendar; its consultation takes
    /// it by the same entry.
    pub fn entry(&self) -> Entry {
        Entry::new("appointment", self.appointment_id)
    }

    /// Its length, in whole minutes.
    pub fn minutes(&self) -> i64 {
        self.period.length().as_mins()
    }

    /// The index partition of all appointments, of a shard.
    pub(crate) fn all_partition(shard: u64) -> String {
        format!("APPOINTMENTS#{shard}")
    }
}

impl Entity for Appointment {
    fn keys(&self) -> Keys {
        let id = self.appointment_id;
        let by_start = format!("{}#{id}", self.period.start);
        Keys {
            second: Some(Key::new(Self::all_partition(id.shard()), by_start)),
            ..Self::key(id).into()
        }
    }
}

impl Versioned for Appointment {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}
