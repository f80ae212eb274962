use axum::extract::State;
use axum::response::Response;
use consultations::model::{ConsultationId, Status};
use consultations::store;
use ids::UserId;
use input::{Fields, Read, Reason};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use video::Chime;
use web::openapi::{ConsultationError, VideoRefused, VideoRefusedBody};
use web::{ApiError, Call, Consultants, Id, Input, ok};

use crate::meeting;

/// Why.
#[derive(ToSchema)]
pub struct CancelSession {
    /// At most 2,000 characters.
    #[schema(value_type = Option<web::shape::Reason>)]
    cancellation_reason: Option<Reason>,
}

impl Read for CancelSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            cancellation_reason: fields.optional("cancellation_reason"),
        })
    }
}

/// It is cancelled.
#[derive(Serialize, ToSchema)]
pub struct SessionCancelled {
    #[schema(value_type = String)]
    session_id: ConsultationId,
    #[schema(value_type = String, example = "CANCELLED")]
    status: Status,
    #[schema(value_type = String, format = DateTime)]
    cancelled_at: Timestamp,
    cancellation_reason: Option<String>,
    #[schema(value_type = String)]
    cancelled_by: UserId,
}

/// Cancels a session before it is active; an admin may do so while it is. Its
/// appointment is cancelled with it, and the time of both is free again.
#[utoipa::path(
    post, path = "/api/video/sessions/{session_id}/cancel", tag = "consultations", request_body = CancelSession, security(("bearer" = [])),
    params(("session_id" = String, Path, description = "The session's id")),
    responses(
        (status = 200, body = SessionCancelled),
        (status = 404, body = ConsultationError),
        (status = 409, body = ConsultationError, description = "It is under way or over."),
        VideoRefused, VideoRefusedBody
    )
)]
pub async fn cancel_session(
    State(chime): State<Chime>,
    call: Call<Consultants>,
    Id(id): Id<ConsultationId>,
    Input(request): Input<CancelSession>,
) -> Result<Response, ApiError> {
    let reason = request.cancellation_reason.map(String::from);
    let actor = call.caller.actor();
    let cancelled = store::cancel(
        &call.db,
        id,
        &actor,
        reason.clone(),
        &call.ids(),
        call.moment(),
    )
    .await?;
    meeting::end(&chime, cancelled.over.as_deref()).await;
    Ok(ok(SessionCancelled {
        session_id: id,
        status: cancelled.after.status,
        cancelled_at: cancelled.at,
        cancellation_reason: reason,
        cancelled_by: actor.id,
    }))
}
