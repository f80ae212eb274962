use consultations::rules::{Signal, SignalKind};
use outcome::Failure;
use table::Db;
use tutoring::model::Meeting;
use tutoring::{Refusal, store};

/// Takes over that a lesson's meeting is over. Who is in it when, tutoring does
/// not keep.
pub(crate) async fn apply(
    db: &Db,
    meeting: &Meeting,
    signal: &Signal,
) -> Result<(), Failure<Refusal>> {
    if signal.kind == SignalKind::Ended && !meeting.ended {
        store::end_meeting(db, meeting).await?;
    }
    Ok(())
}
