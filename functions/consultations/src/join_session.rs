use axum::extract::State;
use axum::response::Response;
use consultations::model::{Consultation, ConsultationId, LiveMeeting, Party};
use consultations::{Refusal, rules, store};
use input::{Field, Fields, Label, Read, Wrong};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use table::Tries;
use utoipa::ToSchema;
use video::{Attendee, Chime, Meeting};
use web::openapi::{ConsultationError, VideoRefused, VideoRefusedBody};
use web::{ApiError, Call, Consultants, Id, Input, no_store, ok, refuse};

use crate::meeting;

/// What the caller joins with. It is checked and not kept.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it is checked and not kept")]
pub struct JoinSession {
    /// `web`, `mobile` or `desktop`.
    #[schema(value_type = Option<String>, pattern = "^(web|mobile|desktop)$", example = "web")]
    device_type: Option<DeviceType>,
    /// At most 10,000 characters.
    #[schema(value_type = Option<web::shape::LongText>, example = "Chrome 120 on Windows 11")]
    browser_info: Option<input::LongText>,
}

struct DeviceType;

impl Field for DeviceType {
    fn read(value: &Value) -> Result<Self, Wrong> {
        match String::from(Label::read(value)?).as_str() {
            "web" | "mobile" | "desktop" => Ok(Self),
            _ => Err(Wrong::value("must be web, mobile or desktop")),
        }
    }
}

impl Read for JoinSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            device_type: fields.optional("device_type"),
            browser_info: fields.optional("browser_info"),
        })
    }
}

/// What the caller's browser needs to be in the meeting.
#[derive(Serialize, ToSchema)]
pub struct SessionJoined {
    #[schema(value_type = String)]
    session_id: ConsultationId,
    /// Chime's id.
    meeting_id: String,
    /// The session's id.
    #[schema(value_type = String)]
    external_meeting_id: ConsultationId,
    #[schema(example = "us-east-1")]
    media_region: Option<String>,
    media_placement: MediaPlacement,
    attendee: JoinedAttendee,
    #[schema(value_type = String, format = DateTime)]
    scheduled_start_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    scheduled_end_time: Timestamp,
}

/// Where the browser reaches the meeting's media. Chime no longer gives some of
/// these: they are null.
#[derive(Default, Serialize, ToSchema)]
struct MediaPlacement {
    audio_host_url: Option<String>,
    audio_fallback_url: Option<String>,
    signaling_url: Option<String>,
    turn_control_url: Option<String>,
    screen_data_url: Option<String>,
    screen_viewing_url: Option<String>,
    screen_sharing_url: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct JoinedAttendee {
    attendee_id: String,
    #[schema(value_type = String, example = "DOCTOR")]
    role: Party,
    /// A credential: it lets its holder into the meeting.
    attendee_token: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    joined_at: Option<Timestamp>,
}

/// Lets the caller into the meeting. The first one makes it; both at once make
/// the session active.
#[utoipa::path(
    post, path = "/api/video/sessions/{session_id}/join", tag = "consultations", request_body = JoinSession, security(("bearer" = [])),
    params(("session_id" = String, Path, description = "The session's id")),
    responses(
        (status = 200, body = SessionJoined),
        (status = 404, body = ConsultationError),
        (status = 409, body = ConsultationError, description = "It is earlier than 15 minutes before the start, or too late."),
        (status = 502, body = ConsultationError, description = "Chime failed."),
        VideoRefused, VideoRefusedBody
    )
)]
pub async fn join_session(
    State(chime): State<Chime>,
    call: Call<Consultants>,
    Id(id): Id<ConsultationId>,
    Input(_): Input<JoinSession>,
) -> Result<Response, ApiError> {
    let actor = call.caller.actor();
    let mut tries = Tries::new();
    loop {
        let before = store::load(&call.db, id).await?;
        let before = before.ok_or_else(|| refuse(Refusal::NotFound))?;
        let party = rules::may_join(&before, &actor, call.now).map_err(refuse)?;
        call.db.admitted().await?;
        let (meeting, attendee) =
            meeting::attend(&chime, &call.db, &before, party, call.now).await?;
        let joined = rules::join(
            &before,
            party,
            &meeting,
            &attendee.attendee_id,
            call.moment(),
        );
        let Some(change) = joined else {
            return Ok(no_store(ok(view(&before, party, &meeting, attendee)?)));
        };
        let committed = store::commit(&call.db, &before, &change, &call.ids()).await;
        if tries.settled(committed).await? {
            let answer = view(&change.after, party, &meeting, attendee)?;
            return Ok(no_store(ok(answer)));
        }
    }
}

fn view(
    consultation: &Consultation,
    party: Party,
    meeting: &LiveMeeting,
    attendee: Attendee,
) -> Result<SessionJoined, ApiError> {
    let data: Meeting = serde_json::from_str(&meeting.data).map_err(ApiError::internal)?;
    let urls = data.media_placement.map(|urls| MediaPlacement {
        audio_host_url: urls.audio_host_url,
        audio_fallback_url: urls.audio_fallback_url,
        signaling_url: urls.signaling_url,
        turn_control_url: urls.turn_control_url,
        screen_data_url: urls.screen_data_url,
        screen_viewing_url: urls.screen_viewing_url,
        screen_sharing_url: urls.screen_sharing_url,
    });
    Ok(SessionJoined {
        session_id: consultation.consultation_id,
        meeting_id: data.meeting_id,
        external_meeting_id: consultation.consultation_id,
        media_region: data.media_region,
        media_placement: urls.unwrap_or_default(),
        attendee: JoinedAttendee {
            attendee_id: attendee.attendee_id,
            role: party,
            attendee_token: attendee.join_token,
            joined_at: consultation.presence(party).joined_at,
        },
        scheduled_start_time: consultation.period.start,
        scheduled_end_time: consultation.period.end,
    })
}
