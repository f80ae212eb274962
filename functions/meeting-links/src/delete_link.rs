use axum::response::Response;
use meeting_links::MeetingLinkId;
use web::openapi::{LinkError, LinkRefused};
use web::{ApiError, Call, Id, LinkKeepers, ok};

use crate::view::{Envelope, done};

/// Deletes a link.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "meeting links", security(("bearer" = [])),
    params(("id" = u64, Path, description = "The link's number")),
    responses(
        (status = 200, body = Envelope<Option<String>>),
        (status = 404, body = LinkError),
        LinkRefused
    )
)]
pub async fn delete_link(
    call: Call<LinkKeepers>,
    Id(id): Id<MeetingLinkId>,
) -> Result<Response, ApiError> {
    meeting_links::delete(&call.db, id, &call.caller.actor()).await?;
    Ok(ok(done("Session deleted successfully", None::<String>)))
}
