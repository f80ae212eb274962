use axum::response::Response;
use input::{Fields, Read, Reference};
use jiff::Timestamp;
use live::model::{LiveSessionId, ScheduledSessionId, ScheduledStatus};
use live::rules::Changes;
use live::store;
use utoipa::ToSchema;
use web::openapi::{LiveError, LiveRefused, LiveRefusedBody};
use web::{ApiError, Call, Id, Input, ok};

use crate::starts_at::must_be_in_the_future;
use crate::view::ScheduledSessionView;

/// Another start, a step, another link, or all of them.
#[derive(ToSchema)]
pub struct UpdateScheduledSession {
    /// RFC 3339 with an offset, in the future.
    #[schema(rename = "startsAt", value_type = Option<String>, format = DateTime, example = "2027-12-26T16:00:00.000Z")]
    starts_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, pattern = "^(scheduled|live|finished)$")]
    status: Option<ScheduledStatus>,
    /// A live session of one's own; null unlinks.
    #[schema(rename = "sessionId", value_type = Option<String>, format = "uuid")]
    session_id: Option<Option<LiveSessionId>>,
}

impl Read for UpdateScheduledSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let starts_at = fields.optional("startsAt");
        must_be_in_the_future(fields, starts_at);
        let status = fields.optional("status");
        let session_id = fields.patched("sessionId");
        Some(Self {
            starts_at,
            status,
            session_id: session_id.map(|given| given.map(|Reference(id)| id)),
        })
    }
}

/// Changes a scheduled session. For its instructor alone.
#[utoipa::path(
    put, path = "/live/scheduled-sessions/{id}", tag = "live", request_body = UpdateScheduledSession, security(("bearer" = [])),
    params(("id" = String, Path, description = "The scheduled session's id")),
    responses(
        (status = 200, body = ScheduledSessionView),
        (status = 403, body = LiveError, description = "It, or the live session, is somebody else's."),
        (status = 404, body = LiveError, description = "There is no such scheduled or live session."),
        (status = 409, body = LiveError, description = "A step back."),
        LiveRefused, LiveRefusedBody
    )
)]
pub async fn update_scheduled_session(
    call: Call,
    Id(id): Id<ScheduledSessionId>,
    Input(request): Input<UpdateScheduledSession>,
) -> Result<Response, ApiError> {
    let changes = Changes {
        starts_at: request.starts_at,
        status: request.status,
        session_id: request.session_id,
    };
    let caller = &call.caller.id;
    let changed =
        store::change_scheduled(&call.db, id, &changes, caller, &call.ids(), call.now).await?;
    Ok(ok(ScheduledSessionView::from(changed)))
}
