use std::fmt;

use outcome::Kind;

use crate::model::RoomName;

/// What the rules of live sessions say no to; the sentences are the seed's
/// where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each one's sentence stands below")]
pub enum Refusal {
    SessionNotFound,
    NotRecorded,
    MayNotDelete(RoomName),
    MayNotRecord(RoomName),
    MayNotStopRecording(RoomName),
    NobodyThere(RoomName),
    AlreadyRecording,
    ScheduledNotFound,
    MayNotUpdateScheduled,
    MayNotDeleteScheduled,
    MayNotLink(RoomName),
    StepBack,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SessionNotFound => f.write_str("Session not found"),
            Self::NotRecorded => f.write_str("This session has not been recorded"),
            Self::MayNotDelete(name) => write!(f, "Not authorized to delete session:{name}"),
            Self::MayNotRecord(name) => write!(f, "Not authorized to record session:{name}"),
            Self::MayNotStopRecording(name) => {
                write!(f, "Not authorized to stop recording session:{name}")
            }
            Self::NobodyThere(name) => write!(f, "Nobody is in session:{name}"),
            Self::AlreadyRecording => f.write_str("Recording already in progress"),
            Self::ScheduledNotFound => f.write_str("Scheduled session not found"),
            Self::MayNotUpdateScheduled => {
                f.write_str("Not authorized to update this scheduled session")
            }
            Self::MayNotDeleteScheduled => {
                f.write_str("Not authorized to delete this scheduled session")
            }
            Self::MayNotLink(name) => write!(f, "Not authorized to link session:{name}"),
            Self::StepBack => {
                f.write_str("The status only goes forward: scheduled, live, finished")
            }
        }
    }
}

impl std::error::Error for Refusal {}

impl outcome::Refusal for Refusal {
    fn kind(&self) -> Kind {
        match self {
            Self::SessionNotFound | Self::NotRecorded | Self::ScheduledNotFound => Kind::NotFound,
            Self::MayNotDelete(_)
            | Self::MayNotRecord(_)
            | Self::MayNotStopRecording(_)
            | Self::MayNotUpdateScheduled
            | Self::MayNotDeleteScheduled
            | Self::MayNotLink(_) => Kind::Forbidden,
            Self::NobodyThere(_) | Self::AlreadyRecording | Self::StepBack => Kind::Conflict,
        }
    }
}
