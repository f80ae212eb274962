use events::live::SessionEvent;
use ids::Ids;
use intents::Intent;
use jiff::Timestamp;
use outcome::Trouble;
use table::{Db, Lost, Transaction, Write};

use crate::Refusal;
use crate::model::{LiveSession, RoomName, SessionPointer, session_event};
use crate::store::Result;

/// The session of a room, as it is now. One call.
///
/// # Errors
///
/// The store's.
pub async fn load(db: &Db, room: &RoomName) -> std::result::Result<Option<LiveSession>, Trouble> {
    db.get(LiveSession::key(room)).await
}

/// The session of a room, which has to have one. One call.
///
/// # Errors
///
/// There is none, or the store's.
pub async fn load_existing(db: &Db, room: &RoomName) -> Result<LiveSession> {
    Ok(load(db, room).await?.ok_or(Refusal::SessionNotFound)?)
}

/// Stores the session of a room that Daily has made, and takes the room's
/// intent away, which has to be as it was stored. That it is not, or that the
/// name is taken, is told by [`Lost::Anew`]. `completion` is the record that
/// answers a repeated request with what was made.
///
/// # Errors
///
/// See [`Lost`].
pub async fn create(
    db: &Db,
    made: &LiveSession,
    intent: &Intent,
    ids: &Ids,
    completion: Option<Write>,
) -> std::result::Result<(), Lost> {
    let event = session_event(SessionEvent::Created, made, ids, made.created_at)?;
    let mut transaction = Transaction::new();
    transaction.save(made);
    transaction.save(&SessionPointer::to(made));
    transaction.put(&event);
    let intent_key = Intent::key_of_room(made.room_name.as_str());
    transaction.remove(intent_key, intent.version);
    transaction.complete(completion);
    db.commit(transaction).await
}

/// Deletes a session whose room is gone, if it still is as it was read. One
/// transaction.
///
/// # Errors
///
/// See [`Lost`].
pub async fn delete(
    db: &Db,
    session: &LiveSession,
    ids: &Ids,
    now: Timestamp,
) -> std::result::Result<(), Lost> {
    let event = session_event(SessionEvent::Deleted, session, ids, now)?;
    let mut transaction = Transaction::new();
    transaction.remove(LiveSession::key(&session.room_name), session.version);
    transaction.delete(SessionPointer::key(session.session_id));
    transaction.put(&event);
    db.commit(transaction).await
}
