use axum::response::Response;
use http::StatusCode;
use ids::UserId;
use input::{Fields, Read};
use meeting_links::{Link, LinkType, MeetingLink, MeetingUrl, rules};
use utoipa::ToSchema;
use web::openapi::{LinkRefused, LinkRefusedBody, LinkRefusedKey};
use web::{ApiError, Call, LinkKeepers, Once, Role, created, refuse};

use crate::view::{Envelope, LinkView, done};

/// A doctor's link.
#[derive(ToSchema)]
pub struct CreateLink {
    /// An https URL of the type's hosts, at most 2,048 characters.
    #[schema(value_type = String, format = "uri", max_length = 2_048, example = "https://meet.google.com/abc-defg-hij")]
    link: MeetingUrl,
    #[schema(value_type = String, pattern = "^(google_meet|whatsapp|zoom|teams|other)$")]
    link_type: LinkType,
    /// Whose; a doctor may leave it out, an admin may not.
    #[schema(value_type = Option<web::shape::UserId>, example = 1)]
    doctor_id: Option<UserId>,
}

impl Read for CreateLink {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (link, link_type) = (fields.required("link"), fields.required("link_type"));
        let doctor_id = fields.optional("doctor_id");
        Some(Self {
            link: link?,
            link_type: link_type?,
            doctor_id,
        })
    }
}

/// Keeps a link: a doctor's own, an admin anybody's.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "meeting links", request_body = CreateLink, security(("bearer" = [])),
    params(web::openapi::KeyOfRequest),
    responses((status = 201, body = Envelope<LinkView>), LinkRefused, LinkRefusedBody, LinkRefusedKey)
)]
pub async fn create_link(
    call: Call<LinkKeepers>,
    Once(key, request): Once<CreateLink>,
) -> Result<Response, ApiError> {
    let link = Link::new(request.link, request.link_type).map_err(refuse)?;
    let doctor = match request.doctor_id {
        Some(doctor) => doctor,
        None if call.caller.is_admin() || !call.caller.is(Role::Doctor) => {
            return Err(ApiError::missing("doctor_id"));
        }
        None => call.caller.id.clone(),
    };
    rules::may_act(&call.caller.actor(), &doctor).map_err(refuse)?;
    let claim = call.claim(key).await?;
    let answer =
        |made: &MeetingLink| done("Session created successfully", LinkView::from(made.clone()));
    let completion = |made: &MeetingLink| claim.completes(StatusCode::CREATED, &answer(made));
    let made =
        meeting_links::create(&call.db, &link, &doctor, &call.ids(), call.now, completion).await?;
    Ok(created(answer(&made)))
}
