use consultations::model::ConsultationId;
use futures::{StreamExt, stream};
use intents::{Intent, Left};
use runtime::{Error, Invocation};
use serde_json::{Value, json};
use table::Db;
use tutoring::model::SessionId;
use video::Chime;

/// Chime takes ten calls a second of most kinds.
const AT_ONCE: usize = 4;

/// Looks at all that is due. One that fails is due again at the next tick, and
/// keeps none of the others.
pub(crate) async fn sweep(chime: Chime, call: Invocation) -> Result<Value, Error> {
    let due = intents::due(&call.db, call.now).await?;
    let count = due.len();
    let mut swept = stream::iter(due)
        .map(|intent| clean_up(&chime, &call.db, intent))
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

async fn clean_up(chime: &Chime, db: &Db, intent: Intent) -> Result<(), Error> {
    match &intent.left {
        Left::MeetingOver { meeting_id } => chime.end_meeting(meeting_id).await?,
        Left::MeetingMade { token, owner } => {
            if is_abandoned(db, owner, token).await? {
                // Only the token tells which meeting it is, if there is one.
                let made = chime.create_meeting(token, owner).await?;
                chime.end_meeting(&made.meeting_id).await?;
            }
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
