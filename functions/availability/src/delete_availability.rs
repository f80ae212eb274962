use axum::response::Response;
use calendar::SlotId;
use serde::Serialize;
use tutoring::{Refusal, store};
use utoipa::ToSchema;
use web::openapi::{Refused, TutoringError};
use web::{ApiError, Call, MaybeId, Teachers, ok, refuse};

/// The slot is gone.
#[derive(Serialize, ToSchema)]
pub struct AvailabilityDeleted {
    #[schema(example = "Availability slot deleted successfully")]
    message: &'static str,
}

/// Takes a free slot back.
#[utoipa::path(
    delete, path = "/availability/{id}", tag = "availability", security(("bearer" = [])),
    params(("id" = String, Path, description = "The slot's id")),
    responses(
        (status = 200, body = AvailabilityDeleted),
        (status = 404, body = TutoringError),
        (status = 409, body = TutoringError, description = "The slot is booked."),
        Refused
    )
)]
pub async fn delete_availability(
    call: Call<Teachers>,
    MaybeId(id): MaybeId<SlotId>,
) -> Result<Response, ApiError> {
    let id = id.ok_or_else(|| refuse(Refusal::SlotNotFound))?;
    store::withdraw(&call.db, &id, &call.caller.actor(), &call.ids()).await?;
    Ok(ok(AvailabilityDeleted {
        message: "Availability slot deleted successfully",
    }))
}
