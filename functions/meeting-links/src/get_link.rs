use axum::response::Response;
use meeting_links::MeetingLinkId;
use web::openapi::{LinkError, LinkRefused};
use web::{ApiError, Call, Id, LinkKeepers, ok};

use crate::view::{Envelope, LinkView, done};

/// A link.
#[utoipa::path(
    get, path = "/api/v1/sessions/{id}", tag = "meeting links", security(("bearer" = [])),
    params(("id" = u64, Path, description = "The link's number")),
    responses(
        (status = 200, body = Envelope<LinkView>),
        (status = 404, body = LinkError),
        LinkRefused
    )
)]
pub async fn get_link(
    call: Call<LinkKeepers>,
    Id(id): Id<MeetingLinkId>,
) -> Result<Response, ApiError> {
    let link = meeting_links::load_for(&call.db, id, &call.caller.actor()).await?;
    Ok(ok(done(
        "Session retrieved successfully",
        LinkView::from(link),
    )))
}
