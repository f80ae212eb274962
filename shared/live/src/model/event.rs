use events::live::{self, RecordingEvent, ScheduledEvent, SessionEvent};
use events::{EventId, OutboxItem};
use ids::Ids;
use jiff::Timestamp;
use outcome::Trouble;

use crate::model::{LiveSession, Recording, ScheduledSession};

/// The event that a session is made or deleted.
///
/// # Errors
///
/// A detail that cannot be written: a fault of ours.
pub fn session_event(
    what: SessionEvent,
    of: &LiveSession,
    ids: &Ids,
    now: Timestamp,
) -> Result<OutboxItem, Trouble> {
    let told = live::Session {
        event_id: ids.next::<EventId>().to_string(),
        session_id: of.session_id.to_string(),
        room_name: of.room_name.to_string(),
        instructor_id: of.instructor.clone(),
        title: of.title.clone(),
    };
    Ok(OutboxItem::new(
        LiveSession::partition(&of.room_name),
        told.outgoing(what, now)?,
    ))
}

/// The event that a recording of a session is started or stopped.
///
/// # Errors
///
/// A detail that cannot be written: a fault of ours.
pub fn recording_event(
    what: RecordingEvent,
    of: &LiveSession,
    recording: &Recording,
    ids: &Ids,
    now: Timestamp,
) -> Result<OutboxItem, Trouble> {
    let told = live::Recording {
        event_id: ids.next::<EventId>().to_string(),
        session_id: of.session_id.to_string(),
        room_name: of.room_name.to_string(),
        instructor_id: of.instructor.clone(),
        recording_id: recording.recording_id.clone(),
        duration_seconds: recording.duration_seconds(),
    };
    Ok(OutboxItem::new(
        LiveSession::partition(&of.room_name),
        told.outgoing(what, now)?,
    ))
}

/// The event that a scheduled session is made, changed or deleted.
///
/// # Errors
///
/// A detail that cannot be written: a fault of ours.
pub fn scheduled_event(
    what: ScheduledEvent,
    of: &ScheduledSession,
    ids: &Ids,
    now: Timestamp,
) -> Result<OutboxItem, Trouble> {
    let told = live::Scheduled {
        event_id: ids.next::<EventId>().to_string(),
        scheduled_session_id: of.scheduled_session_id.to_string(),
        instructor_id: of.instructor.clone(),
        starts_at: of.starts_at,
        status: of.status.into(),
        session_id: of.session_id.map(|id| id.to_string()),
    };
    Ok(OutboxItem::new(
        ScheduledSession::partition(of.scheduled_session_id),
        told.outgoing(what, now)?,
    ))
}
