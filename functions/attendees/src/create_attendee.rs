use axum::extract::State;
use axum::response::Response;
use ids::UserId;
use input::{Fields, Name, Read};
use serde::Serialize;
use tutoring::{Refusal, rules, store};
use utoipa::ToSchema;
use video::{Attendee, Chime};
use web::openapi::{Refused, RefusedBody, TutoringError};
use web::{ApiError, Call, Input, Tutors, created, no_store, ok, refuse};

/// Who attends what.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body")]
pub struct CreateAttendee {
    #[schema(value_type = web::shape::Name, example = "2f1b0b0c-5c3f-4d0a-9d55-d8d1f1f50713")]
    meeting_id: Name,
    #[schema(value_type = web::shape::UserId, example = "student_1")]
    user_id: UserId,
    /// Checked, and not passed on: Chime wants no personal data.
    #[schema(value_type = Option<web::shape::Name>, example = "Ada Lovelace")]
    name: Option<Name>,
}

impl Read for CreateAttendee {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (meeting_id, user_id) = (fields.required("meeting_id"), fields.required("user_id"));
        let name = fields.optional("name");
        Some(Self {
            meeting_id: meeting_id?,
            user_id: user_id?,
            name,
        })
    }
}

/// An attendee.
#[derive(Serialize, ToSchema)]
pub struct AttendeeView {
    attendee_id: String,
    /// Chime's `Attendee` object with Chime's own names. Its `JoinToken` is a
    /// credential.
    #[schema(value_type = Object, example = json!({"AttendeeId": "…", "ExternalUserId": "student", "JoinToken": "…"}))]
    attendee_data: Attendee,
}

/// Makes the caller an attendee of a meeting; asked again it gives the same
/// one while the meeting is on.
#[utoipa::path(
    post, path = "/attendees", tag = "meetings", request_body = CreateAttendee, security(("bearer" = [])),
    responses(
        (status = 201, body = AttendeeView),
        (status = 200, body = AttendeeView, description = "It was there."),
        (status = 404, body = TutoringError, description = "There is no such meeting, or it is over."),
        (status = 502, body = TutoringError, description = "Chime failed."),
        Refused, RefusedBody
    )
)]
pub async fn create_attendee(
    State(chime): State<Chime>,
    call: Call<Tutors>,
    Input(request): Input<CreateAttendee>,
) -> Result<Response, ApiError> {
    let meeting_id: String = request.meeting_id.into();
    let found = store::load_meeting(&call.db, &meeting_id).await?;
    let found = found.ok_or_else(|| refuse(Refusal::MeetingNotFound))?;
    let external_id = rules::may_attend(&found.meeting, &request.user_id, &call.caller.actor())
        .map_err(refuse)?;
    call.db.admitted().await?;
    let attendee = chime.create_attendee(&meeting_id, external_id).await?;
    let attendee = attendee.ok_or_else(|| refuse(Refusal::MeetingNotFound))?;
    let remembered = tutoring::model::Attendee {
        meeting_id,
        attendee_id: attendee.attendee_id.clone(),
        external_user_id: external_id.to_owned(),
        stored_by: call.ids().uuid(),
    };
    let mut known = found.attendees.iter();
    let is_new = !known.any(|known| known.attendee_id == remembered.attendee_id)
        && store::save_attendee(&call.db, &remembered).await?;
    let view = AttendeeView {
        attendee_id: attendee.attendee_id.clone(),
        attendee_data: attendee,
    };
    Ok(no_store(if is_new { created(view) } else { ok(view) }))
}
