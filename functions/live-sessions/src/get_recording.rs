use axum::extract::State;
use axum::response::Response;
use live::model::{Recording, RoomName};
use live::{rules, store};
use outcome::Trouble;
use serde::Serialize;
use utoipa::ToSchema;
use video::Daily;
use video::daily::{self, RecordingStatus};
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, Call, Id, milliseconds, no_store, ok, refuse};

use crate::app::App;
use crate::recordings;

/// So long a link to a recording is good: Daily's longest.
const LINK_SECONDS: u32 = 12 * 60 * 60;

/// The latest recording of a session.
#[derive(Serialize, ToSchema)]
pub struct RecordingView {
    /// Daily's id of it; null where Daily has not said it yet.
    #[serde(rename = "recordingId")]
    recording_id: Option<String>,
    #[serde(rename = "startedAt")]
    #[schema(format = DateTime, example = "2027-12-25T10:00:00.000Z")]
    started_at: String,
    /// Null while it runs.
    #[serde(rename = "stoppedAt")]
    #[schema(format = DateTime, example = "2027-12-25T11:00:00.000Z")]
    stopped_at: Option<String>,
    /// In seconds; null while it runs.
    #[schema(example = 3600)]
    duration: Option<i64>,
    /// `in-progress` until Daily has processed it, then `finished`; or
    /// `canceled`.
    #[schema(value_type = String, example = "finished")]
    status: RecordingStatus,
    /// Where the file is; null until it is finished.
    #[serde(rename = "downloadLink")]
    download_link: Option<String>,
    /// The same with its end; null until it is finished.
    #[serde(rename = "accessLink")]
    access_link: Option<AccessLinkView>,
}

/// A link to a recording's file.
#[derive(Serialize, ToSchema)]
struct AccessLinkView {
    url: String,
    #[serde(rename = "expiresAt")]
    #[schema(format = DateTime, example = "2027-12-26T10:00:00.000Z")]
    expires_at: String,
}

/// The latest recording of a live session, and a link to it once it is
/// finished. For the session's instructor alone.
#[utoipa::path(
    get, path = "/live/sessions/{name}/recording", tag = "live", security(("bearer" = [])),
    params(("name" = String, Path, description = "The room's name")),
    responses(
        (status = 200, body = RecordingView),
        (status = 403, body = LiveError, description = "The caller is not its instructor."),
        (status = 404, body = LiveError, description = "There is no such session, or it has not been recorded."),
        LiveRefused
    )
)]
pub async fn get_recording(
    State(app): State<App>,
    call: Call,
    Id(name): Id<RoomName>,
) -> Result<Response, ApiError> {
    let session = store::load_existing(&call.db, &name).await?;
    let recording = rules::may_see_recording(&session, &call.caller.id).map_err(refuse)?;
    call.db.admitted().await?;
    let daily = app.daily()?;
    let found = recordings::find(daily, &name, recording).await?;
    let link = access_link(daily, found.as_ref()).await?;
    Ok(no_store(ok(view(recording, found, link))))
}

async fn access_link(
    daily: &Daily,
    found: Option<&daily::Recording>,
) -> Result<Option<daily::AccessLink>, Trouble> {
    match found.filter(|of| of.status == RecordingStatus::Finished) {
        Some(finished) => daily.access_link(&finished.id, LINK_SECONDS).await,
        None => Ok(None),
    }
}

/// What is stored, and what Daily knows better once the recording is finished.
fn view(
    recording: &Recording,
    found: Option<daily::Recording>,
    link: Option<daily::AccessLink>,
) -> RecordingView {
    let status = found
        .as_ref()
        .map_or(RecordingStatus::InProgress, |of| of.status);
    let length = found.as_ref().and_then(|of| of.duration_seconds);
    let link = link.map(|link| AccessLinkView {
        url: link.url,
        expires_at: milliseconds(link.expires_at),
    });
    RecordingView {
        recording_id: found.map(|of| of.id).or(recording.recording_id.clone()),
        started_at: milliseconds(recording.started_at),
        stopped_at: rules::over_at(recording, length).map(milliseconds),
        duration: length.or(recording.duration_seconds()),
        status,
        download_link: link.as_ref().map(|link| link.url.clone()),
        access_link: link,
    }
}
