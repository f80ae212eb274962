use events::live;
use ids::UserId;
use input::{Field, Wrong};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use table::{Entity, Key, Keys, Versioned};

use crate::model::{LiveSessionId, ScheduledSessionId};

/// In how many partitions of an index scheduled sessions stand, so that none
/// takes all traffic.
pub(crate) const SHARDS: u8 = 8;

/// Where a scheduled session stands. Its steps go forward only.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "words of seed 004")]
pub enum ScheduledStatus {
    #[default]
    Scheduled,
    Live,
    Finished,
}

impl Field for ScheduledStatus {
    fn read(value: &Value) -> Result<Self, Wrong> {
        match value.as_str() {
            Some("scheduled") => Ok(Self::Scheduled),
            Some("live") => Ok(Self::Live),
            Some("finished") => Ok(Self::Finished),
            _ => Err(Wrong::sentence(
                "Invalid status. Must be one of: scheduled, live, finished",
            )),
        }
    }
}

impl From<ScheduledStatus> for live::ScheduledStatus {
    fn from(status: ScheduledStatus) -> Self {
        match status {
            ScheduledStatus::Scheduled => Self::Scheduled,
            ScheduledStatus::Live => Self::Live,
            ScheduledStatus::Finished => Self::Finished,
        }
    }
}

/// A session that is to be held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledSession {
    /// Its id.
    pub scheduled_session_id: ScheduledSessionId,
    /// Whose it is.
    pub instructor: UserId,
    /// When it is to start.
    pub starts_at: Timestamp,
    /// Where it stands.
    pub status: ScheduledStatus,
    /// The live session that it is linked to, which may be gone.
    pub session_id: Option<LiveSessionId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes; 0 when it is not stored yet.
    #[serde(default)]
    pub version: u64,
}

impl ScheduledSession {
    /// Where one lives.
    pub fn key(id: ScheduledSessionId) -> Key {
        Key::new(Self::partition(id), "SCHEDULED")
    }

    pub(crate) fn partition(id: ScheduledSessionId) -> String {
        format!("SCHEDULED_SESSION#{id}")
    }

    /// The index partition of an instructor's.
    pub(crate) fn instructor_partition(instructor: &UserId) -> String {
        format!("SCHEDULED_OF#{instructor}")
    }

    /// The index partition of all, of a shard.
    pub(crate) fn all_partition(shard: u8) -> String {
        format!("SCHEDULED#{shard}")
    }

    pub(crate) fn shard(&self) -> u8 {
        self.scheduled_session_id.shard(SHARDS)
    }
}

impl Entity for ScheduledSession {
    fn keys(&self) -> Keys {
        let id = self.scheduled_session_id;
        // A start is whole seconds with `Z`, so its texts sort as the times do.
        let by_start = format!("{}#{id}", self.starts_at);
        Keys {
            first: Some(Key::new(
                Self::instructor_partition(&self.instructor),
                by_start.clone(),
            )),
            second: Some(Key::new(Self::all_partition(self.shard()), by_start)),
            ..Self::key(id).into()
        }
    }
}

impl Versioned for ScheduledSession {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}
