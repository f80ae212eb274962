use consultations::model::ConsultationId;
use consultations::rules::{self, Signal};
use consultations::{Refusal, store};
use ids::Ids;
use jiff::Timestamp;
use outcome::Failure;
use table::{Db, Tries};
use video::Chime;

/// Takes over what Chime says of a consultation's meeting.
pub(crate) async fn apply(
    chime: &Chime,
    db: &Db,
    id: ConsultationId,
    signal: &Signal,
    now: Timestamp,
) -> Result<(), Failure<Refusal>> {
    let mut tries = Tries::new();
    loop {
        let Some(before) = store::load(db, id).await? else {
            return Ok(());
        };
        let Some(change) = rules::signal(&before, signal, now) else {
            return Ok(());
        };
        let committed = store::commit(db, &before, &change, &Ids::at(now)).await;
        if tries.settled(committed).await? {
            if let Some(over) = &change.over {
                runtime::afterwards("DeleteMeeting", chime.end_meeting(over)).await;
            }
            return Ok(());
        }
    }
}
