use axum::response::Response;
use tutoring::model::SessionId;
use tutoring::{Refusal, rules, store};
use web::openapi::{Refused, TutoringError};
use web::{ApiError, Call, Id, Tutors, ok, refuse};

use crate::view::SessionView;

/// A session, for those who take part in it.
#[utoipa::path(
    get, path = "/sessions/{id}", tag = "sessions", security(("bearer" = [])),
    params(("id" = String, Path, description = "The session's id")),
    responses((status = 200, body = SessionView), (status = 404, body = TutoringError), Refused)
)]
pub async fn get_session(call: Call<Tutors>, Id(id): Id<SessionId>) -> Result<Response, ApiError> {
    let found = store::load_session(&call.db, id.booking()).await?;
    let found = found.ok_or_else(|| refuse(Refusal::SessionNotFound))?;
    rules::takes_part(&found.booking, &call.caller.actor()).map_err(refuse)?;
    Ok(ok(SessionView::from(found)))
}
