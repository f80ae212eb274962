use ids::UserId;
use jiff::Timestamp;
use outcome::Trouble;
use serde::{Deserialize, Serialize};

use super::{EventType, SOURCE};
use crate::{Detail, Outgoing, whole_seconds};

/// The `data` of `video.consultation.completed`, field for field and in the
/// order of seed 003, "Session Completion Event". What there is none of is
/// written as null; what is left out, as in the seed's shorter example, is
/// read as none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {
    /// The appointment that it was made for; null when it was booked directly.
    pub appointment_id: Option<String>,
    /// The consultation.
    pub session_id: String,
    /// Its doctor.
    pub doctor_id: UserId,
    /// Its patient.
    pub patient_id: UserId,
    /// From its actual start to its end, in whole minutes, rounded down.
    pub duration_minutes: u32,
    /// Its actual end.
    #[serde(with = "whole_seconds")]
    pub completed_at: Timestamp,
    /// The doctor's notes.
    pub session_notes: Option<String>,
    /// 1 (bad) to 5 (good).
    pub connection_quality_rating: Option<u8>,
}

impl Completed {
    /// The event, to be stored with the audit trail's entry, whose id and time
    /// it has.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn outgoing(self, event_id: String, at: Timestamp) -> Result<Outgoing, Trouble> {
        let detail = Detail {
            event_type: EventType::SessionCompleted.detail_type().to_owned(),
            timestamp: at,
            data: self,
        };
        detail.outgoing(event_id, SOURCE)
    }
}
