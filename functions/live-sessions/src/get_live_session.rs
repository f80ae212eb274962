use axum::response::Response;
use live::model::RoomName;
use live::store;
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, Id, Visit, ok};

use crate::view::LiveSessionView;

/// A live session, by its room's name. Needs no token.
#[utoipa::path(
    get, path = "/live/sessions/{name}", tag = "live",
    params(("name" = String, Path, description = "The room's name")),
    responses(
        (status = 200, body = LiveSessionView),
        (status = 404, body = LiveError),
        LiveRefused
    )
)]
pub async fn get_live_session(visit: Visit, Id(name): Id<RoomName>) -> Result<Response, ApiError> {
    let session = store::load_existing(&visit.db, &name).await?;
    Ok(ok(LiveSessionView::from(session)))
}
