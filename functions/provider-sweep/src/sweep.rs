use consultations::model::ConsultationId;
use futures::{StreamExt, stream};
use ids::Ids;
use intents::{Intent, Left};
use jiff::Timestamp;
use live::model::RoomName;
use live::rules::Outcome;
use outcome::Failure;
use runtime::{Error, Invocation, SettingsError};
use serde_json::{Value, json};
use table::Db;
use tutoring::model::SessionId;
use video::{Chime, Daily};

/// Chime takes ten calls a second of most kinds.
const AT_ONCE: usize = 4;

/// Where something may be left. Without a key of Daily's only what is left
/// there fails.
#[derive(Clone)]
pub(crate) struct Providers {
    pub chime: Chime,
    pub daily: Result<Daily, SettingsError>,
}

impl Providers {
    fn daily(&self) -> Result<&Daily, SettingsError> {
        self.daily.as_ref().map_err(|missing| *missing)
    }
}

/// Looks at all that is due. One that fails is due again at the next tick, and
/// keeps none of the others.
pub(crate) async fn sweep(providers: Providers, call: Invocation) -> Result<Value, Error> {
    let due = intents::due(&call.db, call.now).await?;
    let count = due.len();
    let mut swept = stream::iter(due)
        .map(|intent| clean_up(&providers, &call.db, intent, call.now))
        .buffer_unordered(AT_ONCE);
    let mut failed = None;
    while let Some(outcome) = swept.next().await {
        failed = outcome.err().or(failed);
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(json!({ "due": count })),
    }
}

async fn clean_up(
    providers: &Providers,
    db: &Db,
    intent: Intent,
    now: Timestamp,
) -> Result<(), Error> {
    let chime = &providers.chime;
    match &intent.left {
        Left::MeetingOver { meeting_id } => chime.end_meeting(meeting_id).await?,
        Left::MeetingMade { token, owner } => {
            if is_abandoned(db, owner, token).await? {
                // Only the token tells which meeting it is, if there is one.
                let made = chime.create_meeting(token, owner).await?;
                chime.end_meeting(&made.meeting_id).await?;
            }
        }
        Left::RoomMade { name } => {
            let room: RoomName = name.parse()?;
            if live::store::load(db, &room).await?.is_none() {
                providers.daily()?.delete_room(name).await?;
            }
        }
        Left::RecordingMade {
            room_name,
            instance_id,
        } => {
            let daily = providers.daily()?;
            daily.stop_recording(room_name, instance_id).await?;
            settle_recording(db, &room_name.parse()?, instance_id, now).await?;
        }
    }
    Ok(intents::forget(db, &intent).await?)
}

/// Whether nobody is in the meeting of a token, nor will be.
async fn is_abandoned(db: &Db, owner: &str, token: &str) -> Result<bool, Error> {
    if let Ok(id) = owner.parse::<ConsultationId>() {
        return Ok(consultations::store::abandon_meeting(db, id, token).await?);
    }
    match owner.parse::<SessionId>() {
        Ok(id) => Ok(tutoring::store::abandon_meeting(db, id, token).await?),
        Err(_) => Ok(true),
    }
}

/// Stores that a recording of which nobody knew is stopped. A session that is
/// gone has nothing to store.
async fn settle_recording(
    db: &Db,
    room: &RoomName,
    instance_id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let (outcome, ids) = (Outcome::NotStarted, Ids::at(now));
    match live::store::settle_recording(db, room, instance_id, &outcome, &ids, now).await {
        Ok(_) | Err(Failure::Refused(_)) => Ok(()),
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}
