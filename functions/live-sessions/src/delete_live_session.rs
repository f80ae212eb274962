use axum::extract::State;
use axum::response::Response;
use live::model::RoomName;
use live::store;
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, Call, Id, ok};

use crate::app::App;
use crate::view::LiveSessionView;

/// Deletes a live session and its Daily room. For its instructor alone.
///
/// The session goes first, with an intent for its room: what fails at Daily is
/// done again by `provider-sweep`.
#[utoipa::path(
    delete, path = "/live/sessions/{name}", tag = "live", security(("bearer" = [])),
    params(("name" = String, Path, description = "The room's name")),
    responses(
        (status = 200, body = LiveSessionView),
        (status = 403, body = LiveError, description = "The caller is not its instructor."),
        (status = 404, body = LiveError),
        LiveRefused
    )
)]
pub async fn delete_live_session(
    State(app): State<App>,
    call: Call,
    Id(name): Id<RoomName>,
) -> Result<Response, ApiError> {
    let daily = app.daily()?;
    let deleted = store::delete(&call.db, &name, &call.caller.id, &call.ids(), call.now).await?;
    runtime::afterwards("DeleteRoom", daily.delete_room(name.as_str())).await;
    Ok(ok(LiveSessionView::from(deleted)))
}
