//! Keeps who is in a meeting true when a browser just closes: Chime tells on
//! the bus who came, left or dropped, and which meetings are over. Its events
//! are best effort and in any order; those of meetings that are not ours are
//! left alone.

mod chime_event;
mod consultation;
mod lesson;

use consultations::model::MeetingPointer;
use runtime::{Base, Error, EventHandler, Invocation};
use serde_json::{Value, json};
use tutoring::model::Meeting;
use video::Chime;

/// What it does with an event of Chime.
pub fn handler(base: &Base) -> EventHandler {
    let chime = runtime::chime(base);
    EventHandler::new("chime-events", base, move |call| {
        chime_events(chime.clone(), call)
    })
}

async fn chime_events(chime: Chime, call: Invocation) -> Result<Value, Error> {
    let Some(signal) = chime_event::read(&call.event, call.now) else {
        return Ok(json!({}));
    };
    let keys = [
        MeetingPointer::key(&signal.meeting_id),
        Meeting::key(&signal.meeting_id),
    ];
    let found = call.db.get_many(keys.to_vec()).await?;
    if let Some(pointer) = found.read::<MeetingPointer>(&keys[0])? {
        consultation::apply(&chime, &call.db, pointer.consultation_id, &signal, call.now).await?;
    } else if let Some(meeting) = found.read::<Meeting>(&keys[1])? {
        lesson::apply(&call.db, &meeting, &signal).await?;
    }
    Ok(json!({}))
}
