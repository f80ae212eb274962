use axum::response::Response;
use live::model::ScheduledSessionId;
use live::store;
use serde::Serialize;
use utoipa::ToSchema;
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, Call, Id, ok};

/// That it is deleted.
#[derive(Serialize, ToSchema)]
pub struct DeletedScheduledSession {
    #[schema(example = "Scheduled session deleted successfully")]
    message: &'static str,
}

/// Deletes a scheduled session. For its instructor alone.
#[utoipa::path(
    delete, path = "/live/scheduled-sessions/{id}", tag = "live", security(("bearer" = [])),
    params(("id" = String, Path, description = "The scheduled session's id")),
    responses(
        (status = 200, body = DeletedScheduledSession),
        (status = 403, body = LiveError, description = "It is somebody else's."),
        (status = 404, body = LiveError),
        LiveRefused
    )
)]
pub async fn delete_scheduled_session(
    call: Call,
    Id(id): Id<ScheduledSessionId>,
) -> Result<Response, ApiError> {
    store::delete_scheduled(&call.db, id, &call.caller.id, &call.ids(), call.now).await?;
    Ok(ok(DeletedScheduledSession {
        message: "Scheduled session deleted successfully",
    }))
}
