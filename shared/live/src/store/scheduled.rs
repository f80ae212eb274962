use events::live::ScheduledEvent;
use ids::{Ids, UserId};
use jiff::Timestamp;
use outcome::Trouble;
use table::{Db, Transaction, Tries, Write};

use crate::Refusal;
use crate::model::{
    LiveSessionId, ScheduledSession, ScheduledSessionId, SessionPointer, Tally, scheduled_event,
};
use crate::rules::{self, Changes, NewScheduled};
use crate::store::Result;

/// A scheduled session, and whether what it is linked to is still there.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The scheduled session.
    pub scheduled: ScheduledSession,
    /// The live session that it is linked to, unless that is gone.
    pub session_id: Option<LiveSessionId>,
}

/// Makes a scheduled session. One transaction, and one read before it when it
/// is linked. `completion` is the record that answers a repeated request with
/// what was made.
///
/// # Errors
///
/// It cannot be linked so, or the store's.
pub async fn create_scheduled(
    db: &Db,
    new: &NewScheduled,
    ids: &Ids,
    now: Timestamp,
    completion: impl Fn(&ScheduledSession) -> std::result::Result<Option<Write>, Trouble>,
) -> Result<ScheduledSession> {
    let made = rules::create_scheduled(new, ids, now);
    let event = scheduled_event(ScheduledEvent::Created, &made, ids, now)?;
    let mut tries = Tries::new();
    loop {
        let session = pointer(db, made.session_id).await?;
        let mut transaction = Transaction::new();
        if made.session_id.is_some() {
            rules::may_link(session.as_ref(), &made.instructor)?;
        }
        require(&mut transaction, session.as_ref());
        transaction.save(&made);
        transaction.put(&event);
        Tally::count(&mut transaction, &made, 1);
        transaction.complete(completion(&made)?);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(made);
        }
    }
}

/// Changes a scheduled session. One read, another for its link, and one
/// transaction when something changes.
///
/// # Errors
///
/// There is none, the caller may not, a step back, it cannot be linked so, or
/// the store's.
pub async fn change_scheduled(
    db: &Db,
    id: ScheduledSessionId,
    changes: &Changes,
    caller: &UserId,
    ids: &Ids,
    now: Timestamp,
) -> Result<Linked> {
    let mut tries = Tries::new();
    loop {
        let before = load_scheduled(db, id).await?;
        rules::may_update(&before, caller)?;
        let linked = changes.session_id.unwrap_or(before.session_id);
        let session = pointer(db, linked).await?;
        if changes.session_id.flatten().is_some() {
            rules::may_link(session.as_ref(), caller)?;
        }
        let session_id = session.as_ref().map(|session| session.session_id);
        let Some(after) = rules::change(&before, changes)? else {
            return Ok(Linked {
                scheduled: before,
                session_id,
            });
        };
        let updated = ScheduledEvent::Updated;
        let mut transaction = Transaction::new();
        if changes.session_id.is_some() {
            require(&mut transaction, session.as_ref());
        }
        transaction.save(&after);
        transaction.put(&scheduled_event(updated, &after, ids, now)?);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(Linked {
                scheduled: after,
                session_id,
            });
        }
    }
}

/// Deletes a scheduled session. One read and one transaction.
///
/// # Errors
///
/// There is none, the caller may not, or the store's.
pub async fn delete_scheduled(
    db: &Db,
    id: ScheduledSessionId,
    caller: &UserId,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    let mut tries = Tries::new();
    loop {
        let scheduled = load_scheduled(db, id).await?;
        rules::may_delete_scheduled(&scheduled, caller)?;
        let deleted = ScheduledEvent::Deleted;
        let mut transaction = Transaction::new();
        transaction.remove(ScheduledSession::key(id), scheduled.version);
        transaction.put(&scheduled_event(deleted, &scheduled, ids, now)?);
        Tally::count(&mut transaction, &scheduled, -1);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
    }
}

pub(super) async fn load_scheduled(db: &Db, id: ScheduledSessionId) -> Result<ScheduledSession> {
    let found: Option<ScheduledSession> = db.get(ScheduledSession::key(id)).await?;
    Ok(found.ok_or(Refusal::ScheduledNotFound)?)
}

async fn pointer(
    db: &Db,
    id: Option<LiveSessionId>,
) -> std::result::Result<Option<SessionPointer>, Trouble> {
    match id {
        Some(id) => db.get(SessionPointer::key(id)).await,
        None => Ok(None),
    }
}

/// Requires that a session that was found is still there.
fn require(transaction: &mut Transaction, found: Option<&SessionPointer>) {
    if let Some(found) = found {
        transaction.unchanged(SessionPointer::key(found.session_id), found.version);
    }
}
