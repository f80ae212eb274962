use axum::extract::State;
use axum::response::Response;
use tutoring::model::SessionId;
use tutoring::{Refusal, rules, store};
use video::Chime;
use web::openapi::{Refused, TutoringError};
use web::{ApiError, Call, Id, Tutors, no_store, ok, refuse};

use crate::view::MeetingView;

/// The meeting that is on in a session.
#[utoipa::path(
    get, path = "/meetings/{session_id}", tag = "meetings", security(("bearer" = [])),
    params(("session_id" = String, Path, description = "The session's id")),
    responses(
        (status = 200, body = MeetingView),
        (status = 404, body = TutoringError, description = "There is no such session, or no meeting is on in it."),
        (status = 502, body = TutoringError, description = "Chime failed."),
        Refused
    )
)]
pub async fn get_meeting(
    State(chime): State<Chime>,
    call: Call<Tutors>,
    Id(id): Id<SessionId>,
) -> Result<Response, ApiError> {
    let Some((booking, Some(session))) = store::load_head(&call.db, id.booking()).await? else {
        return Err(refuse(Refusal::SessionNotFound));
    };
    rules::takes_part(&booking, &call.caller.actor()).map_err(refuse)?;
    let on = session
        .meeting
        .ok_or_else(|| refuse(Refusal::MeetingNotFound))?;
    // Only Chime knows whether it has let the meeting expire.
    let meeting = chime
        .meeting(&on.meeting_id)
        .await?
        .ok_or_else(|| refuse(Refusal::MeetingNotFound))?;
    Ok(no_store(ok(MeetingView::from(meeting))))
}
