use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

use crate::model::ConsultationId;

/// A Chime meeting lasts at most a day; its events come soon after.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The Chime meeting that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveMeeting {
    /// Chime's id.
    pub meeting_id: String,
    /// How many meetings of the consultation have ended before it.
    pub ended_before: u32,
    /// Chime's own description of it, as JSON.
    pub data: String,
}

/// Which consultation a Chime meeting belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingPointer {
    /// Chime's id.
    pub meeting_id: String,
    /// The consultation.
    pub consultation_id: ConsultationId,
    /// When it was made.
    pub made_at: Timestamp,
}

impl MeetingPointer {
    /// Where one lives.
    pub fn key(meeting_id: &str) -> Key {
        Key::new(format!("CONSULTATION_MEETING#{meeting_id}"), "MEETING")
    }
}

impl Entity for MeetingPointer {
    fn keys(&self) -> Keys {
        let expires = self.made_at.saturating_add(KEPT).ok();
        Keys {
            expires_at: expires.map(Timestamp::as_second),
            ..Self::key(&self.meeting_id).into()
        }
    }
}
