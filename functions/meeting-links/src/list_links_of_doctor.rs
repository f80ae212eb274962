use axum::response::Response;
use http::StatusCode;
use ids::UserId;
use meeting_links::{Scope, rules};
use web::openapi::{LinkError, LinkRefused};
use web::{ApiError, Call, LinkKeepers, MaybeId, Params, refuse};

use crate::page::{LinkList, ListLinks};
use crate::view::Envelope;

/// A doctor's links: the doctor's own, an admin anybody's.
#[utoipa::path(
    get, path = "/api/v1/sessions/doctor/{doctor_id}", tag = "meeting links", security(("bearer" = [])),
    params(("doctor_id" = String, Path, description = "The doctor's id"), ListLinks),
    responses(
        (status = 200, body = Envelope<LinkList>),
        (status = 404, body = LinkError, description = "That is no user's id."),
        LinkRefused
    )
)]
pub async fn list_links_of_doctor(
    call: Call<LinkKeepers>,
    MaybeId(doctor): MaybeId<UserId>,
    Params(asked): Params<ListLinks>,
) -> Result<Response, ApiError> {
    let doctor = doctor.ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "Doctor not found"))?;
    rules::may_act(&call.caller.actor(), &doctor).map_err(refuse)?;
    asked.answer(&call.db, &Scope::Doctor(doctor)).await
}
