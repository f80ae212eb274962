use consultations::model::ConsultationId;
use consultations::{Refusal, rules, store};
use futures::{StreamExt, stream};
use ids::Ids;
use outcome::Failure;
use runtime::{Error, Invocation};
use serde_json::{Value, json};
use video::Chime;

/// How many are looked at together.
const AT_ONCE: usize = 16;

/// Looks at all that is due. One that fails is due again at the next tick, and
/// keeps none of the others.
pub(crate) async fn sweep(chime: Chime, call: Invocation) -> Result<Value, Error> {
    let due = store::due(&call.db, call.now).await?;
    let count = due.len();
    let mut swept = stream::iter(due)
        .map(|id| close(&chime, &call, id))
        .buffer_unordered(AT_ONCE);
    let (mut closed, mut failed) = (0, None);
    while let Some(outcome) = swept.next().await {
        match outcome {
            Ok(did) => closed += usize::from(did),
            Err(failure) => failed = Some(failure),
        }
    }
    match failed {
        Some(failure) => Err(failure.into()),
        None => Ok(json!({ "due": count, "closed": closed })),
    }
}

/// Closes one that is still due; `false` when it is not.
async fn close(
    chime: &Chime,
    call: &Invocation,
    id: ConsultationId,
) -> Result<bool, Failure<Refusal>> {
    let closed = store::change(&call.db, id, &Ids::at(call.now), |before| {
        Ok(rules::sweep(before, call.now))
    })
    .await?;
    if let Some(over) = closed.over {
        runtime::afterwards("DeleteMeeting", chime.end_meeting(&over)).await;
    }
    Ok(closed.has_changed)
}
