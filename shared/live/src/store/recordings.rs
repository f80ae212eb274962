use events::live::RecordingEvent;
use ids::Ids;
use intents::Intent;
use jiff::Timestamp;
use outcome::Trouble;
use table::{Db, Lost, Transaction, Tries};

use crate::model::{LiveSession, Recording, RoomName, recording_event};
use crate::rules::{self, Outcome};
use crate::store::{Result, load_existing};

/// Stores that Daily is about to be asked to record a session by an instance
/// id, with the intent that makes sure of it. `ended` is the session's recording
/// that ran, and has ended by itself. One transaction.
///
/// # Errors
///
/// See [`Lost`].
pub async fn ask_recording(
    db: &Db,
    session: &LiveSession,
    instance_id: &str,
    ended: Option<&Recording>,
    ids: &Ids,
    now: Timestamp,
) -> std::result::Result<(), Lost> {
    let asked = rules::ask_recording(session, instance_id.to_owned(), ended, now);
    let room = session.room_name.to_string();
    let mut transaction = Transaction::new();
    transaction.save(&asked);
    transaction.put(&Intent::make_recording(room, instance_id.to_owned(), now));
    if let Some(older) = &session.attempt {
        transaction.delete(Intent::key_of_recording(&older.instance_id));
    }
    if let Some(ended) = ended {
        let stopped = RecordingEvent::Stopped;
        transaction.put(&recording_event(stopped, &asked, ended, ids, now)?);
    }
    db.commit(transaction).await
}

/// Stores what came of asking Daily to record. One read and one transaction.
/// What somebody else has settled meanwhile stays as it is, and is no start.
///
/// # Errors
///
/// There is no such session any more, or the store's.
pub async fn settle_recording(
    db: &Db,
    room: &RoomName,
    instance_id: &str,
    outcome: &Outcome,
    ids: &Ids,
    now: Timestamp,
) -> Result<LiveSession> {
    let mut tries = Tries::new();
    loop {
        let before = load_existing(db, room).await?;
        let Some(after) = rules::settle(&before, instance_id, outcome) else {
            return match outcome {
                Outcome::Started(_) => Err(Trouble::Contended.into()),
                Outcome::NotStarted | Outcome::Unknown => Ok(before),
            };
        };
        let mut transaction = Transaction::new();
        transaction.save(&after);
        if *outcome != Outcome::Unknown {
            transaction.delete(Intent::key_of_recording(instance_id));
        }
        if let (Outcome::Started(_), Some(recording)) = (outcome, &after.recording) {
            let started = RecordingEvent::Started;
            let event = recording_event(started, &after, recording, ids, now)?;
            transaction.put(&event);
        }
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(after);
        }
    }
}

/// Stores that a session's recording is over, if the session still is as it
/// was read. One transaction.
///
/// # Errors
///
/// See [`Lost`].
pub async fn stop_recording(
    db: &Db,
    session: &LiveSession,
    stopped: Recording,
    ids: &Ids,
    now: Timestamp,
) -> std::result::Result<(), Lost> {
    let what = RecordingEvent::Stopped;
    let event = recording_event(what, session, &stopped, ids, now)?;
    let mut transaction = Transaction::new();
    transaction.save(&LiveSession {
        recording: Some(stopped),
        ..session.clone()
    });
    transaction.put(&event);
    db.commit(transaction).await
}
