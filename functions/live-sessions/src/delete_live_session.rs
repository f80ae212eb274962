use axum::extract::State;
use axum::response::Response;
use live::model::RoomName;
use live::{rules, store};
use table::Tries;
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, Call, Id, ok, refuse};

use crate::app::App;
use crate::view::LiveSessionView;

/// Deletes a live session and its Daily room. For its instructor alone.
///
/// The room goes first: where that fails nothing has changed. A room that is
/// gone already is fine, so the same call again completes what was not stored.
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
    let mut tries = Tries::new();
    loop {
        let session = store::load_existing(&call.db, &name).await?;
        rules::may_delete(&session, &call.caller.id).map_err(refuse)?;
        call.db.admitted().await?;
        daily.delete_room(name.as_str()).await?;
        let deleted = store::delete(&call.db, &session, &call.ids(), call.now).await;
        if tries.settled(deleted).await? {
            return Ok(ok(LiveSessionView::from(session)));
        }
    }
}
