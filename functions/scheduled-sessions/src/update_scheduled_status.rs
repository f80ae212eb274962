use axum::response::Response;
use input::{Fields, Read};
use live::model::{ScheduledSessionId, ScheduledStatus};
use live::rules::Changes;
use live::store;
use utoipa::ToSchema;
use web::openapi::{LiveError, LiveRefused, LiveRefusedBody};
use web::{ApiError, Call, Id, Input, ok};

use crate::view::ScheduledSessionView;

/// A step.
#[derive(ToSchema)]
pub struct UpdateScheduledStatus {
    #[schema(value_type = String, pattern = "^(scheduled|live|finished)$")]
    status: ScheduledStatus,
}

impl Read for UpdateScheduledStatus {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let status = fields.required("status")?;
        Some(Self { status })
    }
}

/// Takes a scheduled session a step further; the same step again is fine. For
/// its instructor alone.
#[utoipa::path(
    patch, path = "/live/scheduled-sessions/{id}/status", tag = "live", request_body = UpdateScheduledStatus, security(("bearer" = [])),
    params(("id" = String, Path, description = "The scheduled session's id")),
    responses(
        (status = 200, body = ScheduledSessionView),
        (status = 403, body = LiveError, description = "It is somebody else's."),
        (status = 404, body = LiveError),
        (status = 409, body = LiveError, description = "A step back."),
        LiveRefused, LiveRefusedBody
    )
)]
pub async fn update_scheduled_status(
    call: Call,
    Id(id): Id<ScheduledSessionId>,
    Input(request): Input<UpdateScheduledStatus>,
) -> Result<Response, ApiError> {
    let changes = Changes {
        status: Some(request.status),
        ..Changes::default()
    };
    let caller = &call.caller.id;
    let changed =
        store::change_scheduled(&call.db, id, &changes, caller, &call.ids(), call.now).await?;
    Ok(ok(ScheduledSessionView::from(changed)))
}
