use jiff::Timestamp;
use live::model::{Recording, RoomName};
use live::rules;
use outcome::Trouble;
use video::Daily;
use video::daily::{self, RecordingStatus};

/// Clocks may differ by so many seconds.
const SKEW_SECONDS: i64 = 5;

/// A recording as Daily has it. Where Daily has not said its id, it is the one
/// of the room that began closest to when it was asked for.
pub(crate) async fn find(
    daily: &Daily,
    room: &RoomName,
    recording: &Recording,
) -> Result<Option<daily::Recording>, Trouble> {
    if let Some(id) = &recording.recording_id {
        return daily.recording(id).await;
    }
    let asked_at = recording.started_at.as_second();
    let listed = daily.recordings(room.as_str()).await?;
    let since = listed
        .into_iter()
        .filter(|of| of.start_ts >= asked_at - SKEW_SECONDS);
    Ok(since.min_by_key(|of| of.start_ts.abs_diff(asked_at)))
}

/// A recording that was not stopped, and has ended by itself, which only Daily
/// knows; `None` while it runs.
pub(crate) fn ended(
    recording: &Recording,
    found: &daily::Recording,
    now: Timestamp,
) -> Option<Recording> {
    if found.status == RecordingStatus::InProgress {
        return None;
    }
    let over_at = rules::over_at(recording, found.duration_seconds).unwrap_or(now);
    Some(rules::stopped(recording, Some(found.id.clone()), over_at))
}
