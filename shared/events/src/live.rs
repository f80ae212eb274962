//! The events of live sessions: rooms, their recordings, and what is scheduled.
//! Seed 004.

use ids::UserId;
use jiff::Timestamp;
use outcome::Trouble;
use serde::{Deserialize, Serialize};

use crate::{Detail, Outgoing, whole_seconds};

/// The bus's `source` of all of them.
pub const SOURCE: &str = "sessions.live";

/// What has happened to a live session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum SessionEvent {
    Created,
    Deleted,
}

impl SessionEvent {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Created, Self::Deleted];

    /// The bus's `detail-type`.
    pub const fn detail_type(self) -> &'static str {
        match self {
            Self::Created => "live.session.created",
            Self::Deleted => "live.session.deleted",
        }
    }
}

/// What has happened to a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum RecordingEvent {
    Started,
    Stopped,
}

impl RecordingEvent {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Started, Self::Stopped];

    /// The bus's `detail-type`.
    pub const fn detail_type(self) -> &'static str {
        match self {
            Self::Started => "live.recording.started",
            Self::Stopped => "live.recording.stopped",
        }
    }
}

/// What has happened to a scheduled session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ScheduledEvent {
    Created,
    Updated,
    Deleted,
}

impl ScheduledEvent {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Created, Self::Updated, Self::Deleted];

    /// The bus's `detail-type`.
    pub const fn detail_type(self) -> &'static str {
        match self {
            Self::Created => "live.scheduled.created",
            Self::Updated => "live.scheduled.updated",
            Self::Deleted => "live.scheduled.deleted",
        }
    }
}

/// The `data` of a live session's events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The event's own id, the same however often it is published.
    pub event_id: String,
    /// The session.
    pub session_id: String,
    /// The Daily room's name.
    pub room_name: String,
    /// Whose it is.
    pub instructor_id: UserId,
    /// Its title.
    pub title: String,
}

impl Session {
    /// The event, to be stored in the transaction of what it tells of.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn outgoing(self, what: SessionEvent, at: Timestamp) -> Result<Outgoing, Trouble> {
        let event_id = self.event_id.clone();
        detail(what.detail_type(), at, self).outgoing(event_id, SOURCE)
    }
}

/// The `data` of a recording's events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// The event's own id, the same however often it is published.
    pub event_id: String,
    /// The session.
    pub session_id: String,
    /// The Daily room's name.
    pub room_name: String,
    /// Whose it is.
    pub instructor_id: UserId,
    /// Daily's id of the recording; null where it is not known yet.
    pub recording_id: Option<String>,
    /// How long it ran, in seconds; only when it was stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<i64>,
}

impl Recording {
    /// The event, to be stored in the transaction of what it tells of.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn outgoing(self, what: RecordingEvent, at: Timestamp) -> Result<Outgoing, Trouble> {
        let event_id = self.event_id.clone();
        detail(what.detail_type(), at, self).outgoing(event_id, SOURCE)
    }
}

/// Where a scheduled session stands after the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "words of seed 004")]
pub enum ScheduledStatus {
    Scheduled,
    Live,
    Finished,
}

/// The `data` of a scheduled session's events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// The event's own id, the same however often it is published.
    pub event_id: String,
    /// The scheduled session.
    pub scheduled_session_id: String,
    /// Whose it is.
    pub instructor_id: UserId,
    /// When it is to start.
    #[serde(with = "whole_seconds")]
    pub starts_at: Timestamp,
    /// Where it stands.
    pub status: ScheduledStatus,
    /// The live session that it is linked to; null without one.
    pub session_id: Option<String>,
}

impl Scheduled {
    /// The event, to be stored in the transaction of what it tells of.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn outgoing(self, what: ScheduledEvent, at: Timestamp) -> Result<Outgoing, Trouble> {
        let event_id = self.event_id.clone();
        detail(what.detail_type(), at, self).outgoing(event_id, SOURCE)
    }
}

fn detail<T>(event_type: &str, timestamp: Timestamp, data: T) -> Detail<T> {
    Detail {
        event_type: event_type.to_owned(),
        timestamp,
        data,
    }
}
