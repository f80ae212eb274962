use axum::extract::State;
use axum::response::Response;
use input::{Fields, Name, Read};
use serde::Serialize;
use tutoring::{Refusal, rules, store};
use utoipa::ToSchema;
use video::Chime;
use web::openapi::{Refused, RefusedBody, TutoringError};
use web::{ApiError, Call, Input, Tutors, ok, refuse};

/// Which meeting.
#[derive(ToSchema)]
pub struct EndMeeting {
    #[schema(value_type = web::shape::Name, example = "2f1b0b0c-5c3f-4d0a-9d55-d8d1f1f50713")]
    meeting_id: Name,
}

impl Read for EndMeeting {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            meeting_id: fields.required("meeting_id")?,
        })
    }
}

/// The meeting is over.
#[derive(Serialize, ToSchema)]
pub struct MeetingEnded {
    #[schema(example = "Meeting ended successfully")]
    message: &'static str,
}

/// Ends a meeting. One that has ended is ended.
#[utoipa::path(
    delete, path = "/meetings", tag = "meetings", request_body = EndMeeting, security(("bearer" = [])),
    responses(
        (status = 200, body = MeetingEnded),
        (status = 404, body = TutoringError),
        (status = 502, body = TutoringError, description = "Chime failed."),
        Refused, RefusedBody
    )
)]
pub async fn end_meeting(
    State(chime): State<Chime>,
    call: Call<Tutors>,
    Input(request): Input<EndMeeting>,
) -> Result<Response, ApiError> {
    let meeting_id: String = request.meeting_id.into();
    let found = store::load_meeting(&call.db, &meeting_id).await?;
    let meeting = found
        .ok_or_else(|| refuse(Refusal::MeetingNotFound))?
        .meeting;
    rules::may_end(&meeting, &call.caller.actor()).map_err(refuse)?;
    if !meeting.ended {
        call.db.admitted().await?;
        chime.end_meeting(&meeting_id).await?;
        store::end_meeting(&call.db, &meeting).await?;
    }
    Ok(ok(MeetingEnded {
        message: "Meeting ended successfully",
    }))
}
