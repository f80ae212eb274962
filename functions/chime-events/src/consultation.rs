use consultations::model::ConsultationId;
use consultations::rules::{self, Signal};
use consultations::{Refusal, store};
use ids::Ids;
use jiff::Timestamp;
use outcome::Failure;
use table::Db;
use video::Chime;

/// Takes over what Chime says of a consultation's meeting.
pub(crate) async fn apply(
    chime: &Chime,
    db: &Db,
    id: ConsultationId,
    signal: &Signal,
    now: Timestamp,
) -> Result<(), Failure<Refusal>> {
    let judged = store::change(db, id, &Ids::at(now), |before| {
        Ok(rules::signal(before, signal, now))
    })
    .await?;
    if let Some(over) = judged.over {
        runtime::afterwards("DeleteMeeting", chime.end_meeting(&over)).await;
    }
    Ok(())
}
