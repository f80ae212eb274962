//! An instructor's live session, and what she has scheduled.

use ids::{Ids, UserId};
use intents::Intent;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use live::rules::{self, NewScheduled, NewSession};
use live::store;
use table::Db;

use crate::Result;
use crate::cases::FIRST_DAY;

const INSTRUCTOR: &str = "ada";
const ROOM: &str = "introduction-to-node-js-a1b2c3";
/// More than a page of the list has.
const SCHEDULED: i64 = 12;

pub async fn fill(db: &Db, now: Timestamp) -> Result<()> {
    let (ids, instructor): (Ids, UserId) = (Ids::at(now), INSTRUCTOR.parse()?);
    let new = NewSession {
        instructor: instructor.clone(),
        title: "Introduction to Node.js".to_owned(),
        description: Some("The first steps.".to_owned()),
    };
    let session = rules::create(&new, ROOM.parse()?, ids.uuid().to_string(), &ids, now);
    let intent = Intent::make_room(ROOM.to_owned(), now);
    db.put(&intent).await?;
    store::create(db, &session, &intent, &ids, None)
        .await
        .map_err(|_| "the live session was refused")?;
    let first = FIRST_DAY.to_zoned(TimeZone::UTC)?.timestamp();
    for day in 0..SCHEDULED {
        let new = NewScheduled {
            instructor: instructor.clone(),
            starts_at: first + (24 * day).hours(),
            session_id: Some(session.session_id),
        };
        store::create_scheduled(db, &new, &ids, now, |_| Ok(None))
            .await
            .map_err(|_| "a scheduled session was refused")?;
    }
    Ok(())
}
