use ids::UserId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys, Versioned};

use crate::model::{LiveSessionId, RoomName};

/// A recording that Daily was asked for, and of which nobody knows yet whether
/// it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The instance id that it was asked for with: it stops this recording and
    /// no other.
    pub instance_id: String,
    /// When.
    pub asked_at: Timestamp,
    /// Whether who asked has given up, not knowing.
    #[serde(default)]
    pub is_given_up: bool,
}

/// The latest recording of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// The instance id that it was started with.
    pub instance_id: String,
    /// Daily's id of it, once that is known.
    pub recording_id: Option<String>,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was stopped; `None` while it runs.
    pub stopped_at: Option<Timestamp>,
}

impl Recording {
    /// Whether it runs, as far as is known here.
    pub fn is_running(&self) -> bool {
        self.stopped_at.is_none()
    }

    /// How long it ran, once it was stopped.
    pub fn duration_seconds(&self) -> Option<i64> {
        let stopped_at = self.stopped_at?;
        Some(stopped_at.duration_since(self.started_at).as_secs().max(0))
    }
}

/// A live session: an instructor's Daily room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveSession {
    /// Its id.
    pub session_id: LiveSessionId,
    /// Daily's id of the room.
    pub room_id: String,
    /// The room's name, by which the session is asked for.
    pub room_name: RoomName,
    /// Whose it is.
    pub instructor: UserId,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// A recording that is being started.
    pub attempt: Option<Attempt>,
    /// The latest recording.
    pub recording: Option<Recording>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes; 0 when it is not stored yet.
    #[serde(default)]
    pub version: u64,
}

impl LiveSession {
    /// Where the session of a room lives.
    pub fn key(room: &RoomName) -> Key {
        Key::new(Self::partition(room), "LIVE")
    }

    pub(crate) fn partition(room: &RoomName) -> String {
        format!("LIVE#{room}")
    }

    /// The recording that runs, as far as is known here.
    pub fn running(&self) -> Option<&Recording> {
        self.recording.as_ref().filter(|of| of.is_running())
    }
}

impl Entity for LiveSession {
    fn keys(&self) -> Keys {
        Self::key(&self.room_name).into()
    }
}

impl Versioned for LiveSession {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

/// What a session's id leads to. Nothing of it ever changes; it goes with the
/// session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "fields of LiveSession")]
pub struct SessionPointer {
    pub session_id: LiveSessionId,
    pub room_name: RoomName,
    pub instructor: UserId,
    pub title: String,
    #[serde(default)]
    pub version: u64,
}

impl SessionPointer {
    /// Where the pointer of an id lives.
    pub fn key(id: LiveSessionId) -> Key {
        Key::new(format!("LIVE_ID#{id}"), "LIVE_ID")
    }

    /// The pointer to a session.
    pub fn to(session: &LiveSession) -> Self {
        Self {
            session_id: session.session_id,
            room_name: session.room_name.clone(),
            instructor: session.instructor.clone(),
            title: session.title.clone(),
            version: 0,
        }
    }
}

impl Entity for SessionPointer {
    fn keys(&self) -> Keys {
        Self::key(self.session_id).into()
    }
}

impl Versioned for SessionPointer {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}
