use axum::response::Response;
use meeting_links::Scope;
use web::openapi::LinkRefused;
use web::{ApiError, Call, Params, SuperAdmins};

use crate::page::{LinkList, ListLinks};
use crate::view::Envelope;

/// All links; for super admins alone.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "meeting links", security(("bearer" = [])),
    params(ListLinks),
    responses((status = 200, body = Envelope<LinkList>), LinkRefused)
)]
pub async fn list_links(
    call: Call<SuperAdmins>,
    Params(asked): Params<ListLinks>,
) -> Result<Response, ApiError> {
    asked.answer(&call.db, &Scope::All).await
}
