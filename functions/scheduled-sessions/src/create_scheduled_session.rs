use axum::response::Response;
use http::StatusCode;
use input::{Fields, Read, Reference};
use jiff::Timestamp;
use live::model::{LiveSessionId, ScheduledSession};
use live::rules::NewScheduled;
use live::store;
use utoipa::ToSchema;
use web::openapi::{LiveError, LiveRefused, LiveRefusedBody, LiveRefusedKey};
use web::{ApiError, Call, Instructors, Once, created};

use crate::starts_at::must_be_in_the_future;
use crate::view::ScheduledSessionView;

/// When a session is to be held.
#[derive(ToSchema)]
pub struct CreateScheduledSession {
    /// RFC 3339 with an offset, in the future.
    #[schema(rename = "startsAt", value_type = String, format = DateTime, example = "2027-12-26T15:00:00.000Z")]
    starts_at: Timestamp,
    /// A live session of one's own that it is linked to.
    #[schema(rename = "sessionId", value_type = Option<String>, format = "uuid")]
    session_id: Option<LiveSessionId>,
}

impl Read for CreateScheduledSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let starts_at = fields.required("startsAt");
        must_be_in_the_future(fields, starts_at);
        let session_id = fields.optional("sessionId");
        Some(Self {
            starts_at: starts_at?,
            session_id: session_id.map(|Reference(id)| id),
        })
    }
}

/// Schedules a session. For instructors and teachers alone.
#[utoipa::path(
    post, path = "/live/scheduled-sessions", tag = "live", request_body = CreateScheduledSession, security(("bearer" = [])),
    params(web::openapi::KeyOfRequest),
    responses(
        (status = 201, body = ScheduledSessionView),
        (status = 403, body = LiveError, description = "The caller is no instructor, or the live session is somebody else's."),
        (status = 404, body = LiveError, description = "There is no such live session."),
        LiveRefused, LiveRefusedBody, LiveRefusedKey
    )
)]
pub async fn create_scheduled_session(
    call: Call<Instructors>,
    Once(key, request): Once<CreateScheduledSession>,
) -> Result<Response, ApiError> {
    let new = NewScheduled {
        instructor: call.caller.id.clone(),
        starts_at: request.starts_at,
        session_id: request.session_id,
    };
    let claim = call.claim(key).await?;
    let view = |made: &ScheduledSession| ScheduledSessionView::from(made.clone());
    let completion = |made: &ScheduledSession| claim.completes(StatusCode::CREATED, &view(made));
    let made = store::create_scheduled(&call.db, &new, &call.ids(), call.now, completion).await?;
    Ok(created(view(&made)))
}
