use axum::extract::State;
use axum::response::Response;
use live::model::RoomName;
use live::{Refusal, rules, store};
use serde::Serialize;
use table::Tries;
use utoipa::ToSchema;
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, Call, Id, milliseconds, ok, refuse};

use crate::app::App;
use crate::recordings;

/// A recording that was stopped.
#[derive(Serialize, ToSchema)]
pub struct StoppedRecording {
    /// Daily's id of it; null where Daily has not said it yet.
    #[serde(rename = "recordingId")]
    recording_id: Option<String>,
    #[serde(rename = "stoppedAt")]
    #[schema(format = DateTime, example = "2027-12-25T11:00:00.000Z")]
    stopped_at: String,
    /// In seconds.
    #[schema(example = 3600)]
    duration: i64,
}

/// Stops the recording of a live session. For its instructor alone.
#[utoipa::path(
    post, path = "/live/sessions/{name}/stop-recording", tag = "live", security(("bearer" = [])),
    params(("name" = String, Path, description = "The room's name")),
    responses(
        (status = 200, body = StoppedRecording),
        (status = 403, body = LiveError, description = "The caller is not its instructor."),
        (status = 404, body = LiveError, description = "There is no such session, or no recording runs."),
        LiveRefused
    )
)]
pub async fn stop_recording(
    State(app): State<App>,
    call: Call,
    Id(name): Id<RoomName>,
) -> Result<Response, ApiError> {
    let daily = app.daily()?;
    let mut tries = Tries::new();
    let mut is_stopped = false;
    loop {
        let session = store::load_existing(&call.db, &name).await?;
        let running = rules::may_stop(&session, &call.caller.id).map_err(refuse)?;
        call.db.admitted().await?;
        let stop = daily.stop_recording(name.as_str(), &running.instance_id);
        is_stopped |= stop.await?;
        let found = match &running.recording_id {
            Some(_) if is_stopped => None,
            // That it cannot be found makes the stop no failure.
            _ => recordings::find(daily, &name, running).await.ok().flatten(),
        };
        // Daily takes its time to process what was just stopped: what is ready
        // has ended by itself before, and not by an earlier try of this call.
        let by_itself = found.as_ref().filter(|_| !is_stopped);
        let ended = by_itself.and_then(|found| recordings::ended(running, found, call.now));
        let had_ended = ended.is_some();
        let stopped = ended.unwrap_or_else(|| {
            let recording_id = found.map(|of| of.id);
            rules::stopped(running, recording_id, call.now)
        });
        let answer = StoppedRecording {
            duration: stopped.duration_seconds().unwrap_or_default(),
            recording_id: stopped.recording_id.clone(),
            stopped_at: milliseconds(call.now),
        };
        let ids = call.ids();
        let stored = store::stop_recording(&call.db, &session, stopped, &ids, call.now).await;
        if tries.settled(stored).await? {
            if had_ended {
                return Err(refuse(Refusal::NotRecorded));
            }
            return Ok(ok(answer));
        }
    }
}
