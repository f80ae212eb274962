use axum::response::Response;
use meeting_links::MeetingLinkId;
use web::openapi::{LinkError, LinkRefused};
use web::{ApiError, Call, Id, LinkKeepers, ok};

use crate::view::{Envelope, LinkView, done};

/// Puts a link in use, or out of it.
#[utoipa::path(
    put, path = "/api/v1/sessions/{id}/toggle-status", tag = "meeting links", security(("bearer" = [])),
    params(("id" = u64, Path, description = "The link's number")),
    responses(
        (status = 200, body = Envelope<LinkView>),
        (status = 404, body = LinkError),
        LinkRefused
    )
)]
pub async fn toggle_link(
    call: Call<LinkKeepers>,
    Id(id): Id<MeetingLinkId>,
) -> Result<Response, ApiError> {
    let link = meeting_links::toggle(&call.db, id, &call.caller.actor(), call.now).await?;
    Ok(ok(done(
        "Session status updated successfully",
        LinkView::from(link),
    )))
}
