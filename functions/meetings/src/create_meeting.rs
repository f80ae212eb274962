use axum::extract::State;
use axum::response::Response;
use input::{Fields, Read, Reference};
use intents::Intent;
use table::Tries;
use tutoring::model::{LiveMeeting, Session, SessionId};
use tutoring::{Refusal, rules, store};
use utoipa::ToSchema;
use video::{Chime, Meeting};
use web::openapi::{Refused, RefusedBody, TutoringError};
use web::{ApiError, Call, Input, Tutors, created, no_store, ok, refuse};

use crate::view::MeetingView;

/// How many meetings in a row may be over that the store never knew of.
const OVER_AT_MOST: usize = 5;

/// Whose meeting.
#[derive(ToSchema)]
pub struct CreateMeeting {
    #[schema(value_type = String, example = "ses_01890a5d5b6c7d8e9f00112233445566")]
    session_id: SessionId,
}

impl Read for CreateMeeting {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields
            .required("session_id")
            .map(|Reference(session_id)| Self { session_id })
    }
}

/// Makes the meeting of a session. A session has one at a time: while it is on
/// it is given again, and when Chime has let it expire a new one is made.
#[utoipa::path(
    post, path = "/meetings", tag = "meetings", request_body = CreateMeeting, security(("bearer" = [])),
    responses(
        (status = 201, body = MeetingView),
        (status = 200, body = MeetingView, description = "It was on."),
        (status = 404, body = TutoringError),
        (status = 409, body = TutoringError, description = "The session is completed, or its booking cancelled."),
        (status = 502, body = TutoringError, description = "Chime failed."),
        Refused, RefusedBody
    )
)]
pub async fn create_meeting(
    State(chime): State<Chime>,
    call: Call<Tutors>,
    Input(request): Input<CreateMeeting>,
) -> Result<Response, ApiError> {
    let booking_id = request.session_id.booking();
    let mut tries = Tries::new();
    loop {
        let Some((booking, Some(session))) = store::load_head(&call.db, booking_id).await? else {
            return Err(refuse(Refusal::SessionNotFound));
        };
        rules::may_meet(&booking, &session, &call.caller.actor()).map_err(refuse)?;
        call.db.admitted().await?;
        let before = match on_now(&chime, &session).await? {
            Some(meeting) => return Ok(no_store(ok(MeetingView::from(meeting)))),
            None => rules::meeting_ended(&session),
        };
        let (before, meeting) = new_meeting(&chime, &call, before).await?;
        let after = rules::meeting_started(&before, live(&meeting)?);
        if tries
            .settled(store::start_meeting(&call.db, &booking, &session, &after).await)
            .await?
        {
            return Ok(no_store(created(MeetingView::from(meeting))));
        }
    }
}

/// The session's meeting, if Chime still has it.
async fn on_now(chime: &Chime, session: &Session) -> Result<Option<Meeting>, ApiError> {
    match &session.meeting {
        Some(on) => Ok(chime.meeting(&on.meeting_id).await?),
        None => Ok(None),
    }
}

/// The next meeting of a session. The token comes from what is stored, so
/// whoever tries at the same time, or again after a crash, is given the same
/// one; when that has ended meanwhile, unknown to the store, the next is due.
/// One that nobody comes back for is known from its intent.
async fn new_meeting(
    chime: &Chime,
    call: &Call<Tutors>,
    mut session: Session,
) -> Result<(Session, Meeting), ApiError> {
    let owner = session.id().to_string();
    for _ in 0..OVER_AT_MOST {
        let token = session.meeting_token();
        let intent = Intent::make_meeting(token.clone(), owner.clone(), call.now);
        call.db.put(&intent).await?;
        let made = chime.create_meeting(&token, &owner).await?;
        if let Some(meeting) = chime.meeting(&made.meeting_id).await? {
            return Ok((session, meeting));
        }
        session.meetings_ended += 1;
    }
    Err(ApiError::unavailable(
        "each meeting that Chime gave is over",
    ))
}

fn live(meeting: &Meeting) -> Result<LiveMeeting, ApiError> {
    let data = serde_json::to_string(meeting).map_err(ApiError::internal)?;
    Ok(LiveMeeting {
        meeting_id: meeting.meeting_id.clone(),
        data,
    })
}
