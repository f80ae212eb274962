use std::fmt;

use serde::{Deserialize, Serialize};

/// What an entry of the audit trail tells. Seed 003, "Other Events", and two
/// more: a no-show, and notes that were changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "words of seed 003")]
pub enum EventType {
    SessionCreated,
    DoctorJoined,
    PatientJoined,
    DoctorLeft,
    PatientLeft,
    SessionCancelled,
    SessionCompleted,
    SessionNoShow,
    NotesUpdated,
}

impl EventType {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::SessionCreated,
        Self::DoctorJoined,
        Self::PatientJoined,
        Self::DoctorLeft,
        Self::PatientLeft,
        Self::SessionCancelled,
        Self::SessionCompleted,
        Self::SessionNoShow,
        Self::NotesUpdated,
    ];

    /// As the audit trail shows it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionCreated => "SESSION_CREATED",
            Self::DoctorJoined => "DOCTOR_JOINED",
            Self::PatientJoined => "PATIENT_JOINED",
            Self::DoctorLeft => "DOCTOR_LEFT",
            Self::PatientLeft => "PATIENT_LEFT",
            Self::SessionCancelled => "SESSION_CANCELLED",
            Self::SessionCompleted => "SESSION_COMPLETED",
            Self::SessionNoShow => "SESSION_NO_SHOW",
            Self::NotesUpdated => "NOTES_UPDATED",
        }
    }

    /// The bus's `detail-type`: the seed's routing key for a completion, and
    /// names formed alike for the others.
    pub const fn detail_type(self) -> &'static str {
        match self {
            Self::SessionCreated => "video.consultation.session-created",
            Self::DoctorJoined => "video.consultation.doctor-joined",
            Self::PatientJoined => "video.consultation.patient-joined",
            Self::DoctorLeft => "video.consultation.doctor-left",
            Self::PatientLeft => "video.consultation.patient-left",
            Self::SessionCancelled => "video.consultation.session-cancelled",
            Self::SessionCompleted => "video.consultation.completed",
            Self::SessionNoShow => "video.consultation.session-no-show",
            Self::NotesUpdated => "video.consultation.notes-updated",
        }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a consultation stands. Seed 003, "Status Transitions".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "words of seed 003")]
pub enum Status {
    Scheduled,
    Waiting,
    Active,
    Completed,
    Cancelled,
    NoShow,
}
