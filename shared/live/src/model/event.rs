use events::Outgoing;
use events::live::{self, RecordingEvent, ScheduledEvent, SessionEvent};
use ids::Ids;
use jiff::{SignedDuration, Timestamp};
use outcome::Trouble;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

use crate::model::{LiveSession, Recording, ScheduledSession};

/// The bus takes an event within seconds; for so long it can be looked up.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An event, stored in the transaction of what it tells of and published from
/// there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEvent {
    /// The partition of what it tells of.
    of: String,
    /// What is published.
    outbox: Outgoing,
}

impl LiveEvent {
    /// The event that a session is made or deleted.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn of_session(
        what: SessionEvent,
        of: &LiveSession,
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Self, Trouble> {
        let told = live::Session {
            event_id: event_id(ids),
            session_id: of.session_id.to_string(),
            room_name: of.room_name.to_string(),
            instructor_id: of.instructor.clone(),
            title: of.title.clone(),
        };
        Ok(Self {
            of: LiveSession::partition(&of.room_name),
            outbox: told.outgoing(what, now)?,
        })
    }

    /// The event that a recording of a session is started or stopped.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn of_recording(
        what: RecordingEvent,
        of: &LiveSession,
        recording: &Recording,
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Self, Trouble> {
        let told = live::Recording {
            event_id: event_id(ids),
            session_id: of.session_id.to_string(),
            room_name: of.room_name.to_string(),
            instructor_id: of.instructor.clone(),
            recording_id: recording.recording_id.clone(),
            duration_seconds: recording.duration_seconds(),
        };
        Ok(Self {
            of: LiveSession::partition(&of.room_name),
            outbox: told.outgoing(what, now)?,
        })
    }

    /// The event that a scheduled session is made, changed or deleted.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn of_scheduled(
        what: ScheduledEvent,
        of: &ScheduledSession,
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Self, Trouble> {
        let told = live::Scheduled {
            event_id: event_id(ids),
            scheduled_session_id: of.scheduled_session_id.to_string(),
            instructor_id: of.instructor.clone(),
            starts_at: of.starts_at,
            status: of.status.into(),
            session_id: of.session_id.map(|id| id.to_string()),
        };
        Ok(Self {
            of: ScheduledSession::partition(of.scheduled_session_id),
            outbox: told.outgoing(what, now)?,
        })
    }
}

fn event_id(ids: &Ids) -> String {
    format!("evt_{}", ids.uuid().simple())
}

impl Entity for LiveEvent {
    fn keys(&self) -> Keys {
        let sk = format!("EVENT#{}", self.outbox.event_id);
        let expires = self.outbox.time.saturating_add(KEPT);
        Keys {
            expires_at: expires.ok().map(Timestamp::as_second),
            ..Key::new(self.of.clone(), sk).into()
        }
    }
}
