use calendar::{Entry, Period};
use events::consultation::Status;
use ids::{ThingId, UserId, thing_id};
use input::{Field, Wrong};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use table::{Entity, Key, Keys, Versioned};

use crate::model::{AppointmentId, LiveMeeting};

thing_id!(
    /// The id of a consultation; seed 003 calls it the session's.
    ConsultationId,
    "sess"
);

/// In how many partitions of an index consultations stand, so that none takes
/// all traffic.
pub(crate) const SHARDS: u8 = 8;

impl ConsultationId {
    pub(crate) fn partition(self) -> String {
        format!("CONSULTATION#{}", self.uuid().simple())
    }

    fn shard(self) -> u8 {
        self.uuid().as_bytes()[15] % SHARDS
    }

    /// The `ClientRequestToken` of a consultation's meeting, by how many of its
    /// meetings have ended before.
    pub fn meeting_token(self, meetings_ended: u32) -> String {
        format!("{self}-{meetings_ended}")
    }
}

/// How it was booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "words of seed 003")]
pub enum BookingType {
    ClinicBased,
    DirectDoctor,
}

impl BookingType {
    /// The seed's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::ClinicBased => "CLINIC_BASED",
            Self::DirectDoctor => "DIRECT_DOCTOR",
        }
    }
}

impl Field for BookingType {
    fn read(value: &Value) -> Result<Self, Wrong> {
        [Self::ClinicBased, Self::DirectDoctor]
            .into_iter()
            .find(|known| value == known.word())
            .ok_or_else(|| Wrong::value("must be CLINIC_BASED or DIRECT_DOCTOR"))
    }
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "words of seed 003")]
pub enum Party {
    Doctor,
    Patient,
}

impl Party {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Doctor => Self::Patient,
            Self::Patient => Self::Doctor,
        }
    }

    /// What Chime knows the attendee as: it has to be without personal data.
    pub fn external_user_id(self) -> &'static str {
        match self {
            Self::Doctor => "doctor",
            Self::Patient => "patient",
        }
    }
}

/// When one of the two was there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Chime's id of the attendee that was given last.
    pub attendee_id: Option<String>,
    /// Whether leaving has taken that one out of the meeting.
    #[serde(default)]
    pub is_taken_out: bool,
    /// The first time.
    pub joined_at: Option<Timestamp>,
    /// The last time; none while in.
    pub left_at: Option<Timestamp>,
    /// The last coming or going, as exactly as it is known. What Chime tells
    /// of a time before comes late and means nothing any more.
    pub changed_at: Option<Timestamp>,
}

impl Presence {
    /// Whether this one is in.
    pub fn is_in(&self) -> bool {
        self.joined_at.is_some() && self.left_at.is_none()
    }
}

/// What the doctor said at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndRequest {
    /// Notes, where there are any.
    pub session_notes: Option<String>,
    /// 1 to 5.
    pub connection_quality_rating: Option<u8>,
}

/// How it was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// When.
    pub at: Timestamp,
    /// By whom; none for an event of the appointments.
    pub by: Option<UserId>,
    /// Why.
    pub reason: Option<String>,
}

/// A video consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// Its id.
    pub consultation_id: ConsultationId,
    /// The appointment that it belongs to, when it is clinic-based.
    pub appointment_id: Option<AppointmentId>,
    /// The doctor.
    pub doctor_id: UserId,
    /// The patient.
    pub patient_id: UserId,
    /// The clinic, by the number that others know it by.
    pub clinic_id: Option<i64>,
    /// What it is about.
    pub chief_complaint: Option<String>,
    /// When it is to be.
    #[serde(flatten)]
    pub period: Period,
    /// Where it stands.
    pub status: Status,
    /// When the doctor was there.
    pub doctor: Presence,
    /// When the patient was there.
    pub patient: Presence,
    /// The Chime meeting that is on.
    pub meeting: Option<LiveMeeting>,
    /// How many meetings have ended.
    pub meetings_ended: u32,
    /// The first join.
    pub actual_start: Option<Timestamp>,
    /// When it was over.
    pub actual_end: Option<Timestamp>,
    /// Notes of the doctor.
    pub session_notes: Option<String>,
    /// 1 to 5.
    pub connection_quality_rating: Option<u8>,
    /// The request that ended it, so that it is known when it comes again.
    pub ended_with: Option<EndRequest>,
    /// How it was cancelled.
    pub cancellation: Option<Cancellation>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// How many audit events it has.
    pub events: u32,
    /// Counts its changes; 0 when it is not stored yet.
    #[serde(default)]
    pub version: u64,
}

/// So long after the scheduled end a consultation may still be joined.
pub(crate) const GRACE: SignedDuration = SignedDuration::from_mins(5);
/// So long after the scheduled end every consultation is over.
pub(crate) const LONGEST_OVERRUN: SignedDuration = SignedDuration::from_mins(60);

impl Consultation {
    /// Where one lives.
    pub fn key(id: ConsultationId) -> Key {
        Key::new(id.partition(), "CONSULTATION")
    }

    /// How it was booked.
    pub fn booking_type(&self) -> BookingType {
        match self.appointment_id {
            Some(_) => BookingType::ClinicBased,
            None => BookingType::DirectDoctor,
        }
    }

    /// What takes the time of the two in the calendar. An appointment and its
    /// consultation are one entry.
    pub fn entry(&self) -> Entry {
        match &self.appointment_id {
            Some(appointment) => appointment.entry(),
            None => Entry::new("consultation", self.consultation_id),
        }
    }

    /// Which of the two a user is, if any.
    pub fn party_of(&self, user: &UserId) -> Option<Party> {
        if self.doctor_id == *user {
            Some(Party::Doctor)
        } else if self.patient_id == *user {
            Some(Party::Patient)
        } else {
            None
        }
    }

    /// The user on a side.
    pub fn user(&self, party: Party) -> &UserId {
        match party {
            Party::Doctor => &self.doctor_id,
            Party::Patient => &self.patient_id,
        }
    }

    /// When one of the two was there.
    pub fn presence(&self, party: Party) -> &Presence {
        match party {
            Party::Doctor => &self.doctor,
            Party::Patient => &self.patient,
        }
    }

    pub(crate) fn presence_mut(&mut self, party: Party) -> &mut Presence {
        match party {
            Party::Doctor => &mut self.doctor,
            Party::Patient => &mut self.patient,
        }
    }

    /// Whether anybody is in.
    pub fn anybody_in(&self) -> bool {
        self.doctor.is_in() || self.patient.is_in()
    }

    /// The scheduled length, in whole minutes.
    pub fn scheduled_minutes(&self) -> i64 {
        self.period.length().as_mins()
    }

    /// How long it took, in whole minutes, rounded down.
    pub fn actual_minutes(&self) -> u32 {
        let (Some(start), Some(end)) = (self.actual_start, self.actual_end) else {
            return 0;
        };
        u32::try_from(end.duration_since(start).as_mins()).unwrap_or_default()
    }

    /// Whether something may still become of it.
    pub fn is_open(&self) -> bool {
        matches!(
            self.status,
            Status::Scheduled | Status::Waiting | Status::Active
        )
    }

    /// When time alone changes it next.
    pub fn due(&self) -> Option<Timestamp> {
        let wait = match self.status {
            Status::Scheduled | Status::Waiting => GRACE,
            Status::Active if self.anybody_in() => LONGEST_OVERRUN,
            Status::Active => GRACE,
            Status::Completed | Status::Cancelled | Status::NoShow => return None,
        };
        Some(
            self.period
                .end
                .saturating_add(wait)
                .unwrap_or(Timestamp::MAX),
        )
    }

    /// The index partition of what is due, of a shard.
    pub(crate) fn due_partition(shard: u8) -> String {
        format!("DUE#{shard}")
    }

    /// The index partition of all consultations, of a shard.
    pub(crate) fn all_partition(shard: u8) -> String {
        format!("CONSULTATIONS#{shard}")
    }
}

impl Entity for Consultation {
    fn keys(&self) -> Keys {
        let id = self.consultation_id;
        let due = self
            .due()
            .map(|due| Key::new(Self::due_partition(id.shard()), format!("{due}#{id}")));
        let by_start = format!("{}#{id}", self.period.start);
        Keys {
            first: due,
            second: Some(Key::new(Self::all_partition(id.shard()), by_start)),
            ..Self::key(id).into()
        }
    }
}

impl Versioned for Consultation {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}
