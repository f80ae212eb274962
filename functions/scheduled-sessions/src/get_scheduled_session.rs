use axum::response::Response;
use live::model::ScheduledSessionId;
use live::store;
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, Id, Visit, ok};

use crate::view::ScheduledDetails;

/// A scheduled session, with its instructor and the live session that it is
/// linked to. Needs no token.
#[utoipa::path(
    get, path = "/live/scheduled-sessions/{id}", tag = "live",
    params(("id" = String, Path, description = "The scheduled session's id")),
    responses(
        (status = 200, body = ScheduledDetails),
        (status = 404, body = LiveError),
        LiveRefused
    )
)]
pub async fn get_scheduled_session(
    visit: Visit,
    Id(id): Id<ScheduledSessionId>,
) -> Result<Response, ApiError> {
    let seen = store::load_seen(&visit.db, id).await?;
    Ok(ok(ScheduledDetails::of(seen, visit.caller.as_ref())))
}
