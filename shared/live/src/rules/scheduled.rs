use ids::{Ids, UserId};
use jiff::Timestamp;

use crate::Refusal;
use crate::model::{
    LiveSessionId, ScheduledSession, ScheduledSessionId, ScheduledStatus, SessionPointer,
};

/// A session that an instructor wants to hold.
#[derive(Clone, Debug)]
pub struct NewScheduled {
    /// Whose it is to be.
    pub instructor: UserId,
    /// When it is to start.
    pub starts_at: Timestamp,
    /// The live session that it is linked to.
    pub session_id: Option<LiveSessionId>,
}

/// What is to be changed of a scheduled session.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Another start.
    pub starts_at: Option<Timestamp>,
    /// A step.
    pub status: Option<ScheduledStatus>,
    /// Another link; `Some(None)` for none any more.
    pub session_id: Option<Option<LiveSessionId>>,
}

/// A new scheduled session.
pub fn create_scheduled(new: &NewScheduled, ids: &Ids, now: Timestamp) -> ScheduledSession {
    ScheduledSession {
        scheduled_session_id: ScheduledSessionId::new(ids),
        instructor: new.instructor.clone(),
        starts_at: new.starts_at,
        status: ScheduledStatus::default(),
        session_id: new.session_id,
        created_at: now,
        version: 0,
    }
}

/// Whether the caller may change a scheduled session.
///
/// # Errors
///
/// The caller is not its instructor.
pub fn may_update(scheduled: &ScheduledSession, caller: &UserId) -> Result<(), Refusal> {
    if scheduled.instructor == *caller {
        Ok(())
    } else {
        Err(Refusal::MayNotUpdateScheduled)
    }
}

/// Whether the caller may delete a scheduled session.
///
/// # Errors
///
/// The caller is not its instructor.
pub fn may_delete_scheduled(scheduled: &ScheduledSession, caller: &UserId) -> Result<(), Refusal> {
    if scheduled.instructor == *caller {
        Ok(())
    } else {
        Err(Refusal::MayNotDeleteScheduled)
    }
}

/// Whether an instructor's scheduled session may be linked to what an id leads
/// to.
///
/// # Errors
///
/// There is no such live session, or it is somebody else's.
pub fn may_link(found: Option<&SessionPointer>, instructor: &UserId) -> Result<(), Refusal> {
    let session = found.ok_or(Refusal::SessionNotFound)?;
    if session.instructor == *instructor {
        Ok(())
    } else {
        Err(Refusal::MayNotLink(session.room_name.clone()))
    }
}

/// The scheduled session after changes; `None` when they change nothing.
///
/// # Errors
///
/// A step back.
pub fn change(
    before: &ScheduledSession,
    changes: &Changes,
) -> Result<Option<ScheduledSession>, Refusal> {
    let status = changes.status.unwrap_or(before.status);
    if status < before.status {
        return Err(Refusal::StepBack);
    }
    let after = ScheduledSession {
        starts_at: changes.starts_at.unwrap_or(before.starts_at),
        status,
        session_id: changes.session_id.unwrap_or(before.session_id),
        ..before.clone()
    };
    Ok((after != *before).then_some(after))
}
