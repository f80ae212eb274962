use axum::response::Response;
use input::{Fields, Read};
use meeting_links::rules::Changes;
use meeting_links::{Link, LinkType, MeetingLinkId, MeetingUrl};
use utoipa::ToSchema;
use web::openapi::{LinkError, LinkRefused, LinkRefusedBody};
use web::{ApiError, Call, Id, Input, LinkKeepers, ok, refuse};

use crate::view::{Envelope, LinkView, done};

/// Either field alone, or both; what the link is then has to be of its type.
#[derive(ToSchema)]
pub struct UpdateLink {
    #[schema(value_type = Option<String>, format = "uri", max_length = 2_048, example = "https://zoom.us/j/123")]
    link: Option<MeetingUrl>,
    #[schema(value_type = Option<String>, pattern = "^(google_meet|whatsapp|zoom|teams|other)$", example = "zoom")]
    link_type: Option<LinkType>,
}

impl Read for UpdateLink {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            link: fields.optional("link"),
            link_type: fields.optional("link_type"),
        })
    }
}

/// Changes a link.
#[utoipa::path(
    put, path = "/api/v1/sessions/{id}", tag = "meeting links", request_body = UpdateLink, security(("bearer" = [])),
    params(("id" = u64, Path, description = "The link's number")),
    responses(
        (status = 200, body = Envelope<LinkView>),
        (status = 404, body = LinkError),
        LinkRefused, LinkRefusedBody
    )
)]
pub async fn update_link(
    call: Call<LinkKeepers>,
    Id(id): Id<MeetingLinkId>,
    Input(request): Input<UpdateLink>,
) -> Result<Response, ApiError> {
    // Two that do not go together do so whatever link they are for.
    if let (Some(link), Some(link_type)) = (&request.link, request.link_type) {
        Link::new(link.clone(), link_type).map_err(refuse)?;
    }
    let changes = Changes {
        link: request.link,
        link_type: request.link_type,
    };
    let actor = call.caller.actor();
    let link = meeting_links::update(&call.db, id, &changes, &actor, call.now).await?;
    Ok(ok(done(
        "Session updated successfully",
        LinkView::from(link),
    )))
}
