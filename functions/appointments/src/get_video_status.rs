use appointments::model::{AppointmentId, Room};
use appointments::{Refusal, rules, store};
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use outcome::Trouble;
use serde::Serialize;
use utoipa::ToSchema;
use video::Twilio;
use video::twilio::{self, ParticipantStatus, RoomStatus};
use web::openapi::{AppointmentError, PracticeRefused};
use web::{ApiError, Call, Consultants, Id, ok, refuse};

use crate::app::App;

/// Who is in the room.
#[derive(Serialize, ToSchema)]
pub struct VideoStatus {
    #[schema(example = "apt-47-1763138954-46eb915c")]
    room_name: String,
    /// Twilio's id of the room; null before it has started.
    #[schema(example = "RM…")]
    room_sid: Option<String>,
    /// `not-started`, `in-progress`, `completed` or `failed`.
    #[schema(example = "in-progress")]
    status: &'static str,
    /// Those that are connected.
    participants_count: usize,
    participants: Vec<ParticipantView>,
    /// In seconds.
    duration: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    created_at: Option<Timestamp>,
    #[schema(value_type = u64, example = 47)]
    appointment_id: AppointmentId,
}

/// Somebody who is or was in the room.
#[derive(Serialize, ToSchema)]
struct ParticipantView {
    #[schema(example = "PA…")]
    sid: String,
    #[schema(example = "19-sarah@example.com")]
    identity: String,
    /// `connected`, `disconnected` or `reconnecting`.
    #[schema(value_type = String, example = "connected")]
    status: ParticipantStatus,
    /// In seconds.
    duration: Option<i64>,
    #[schema(value_type = Option<String>, format = DateTime)]
    connected_at: Option<Timestamp>,
}

/// How the appointment's Twilio room stands.
#[utoipa::path(
    get, path = "/api/appointments/video-status/{id}", tag = "appointments", security(("bearer" = [])),
    params(("id" = u64, Path, description = "The appointment's number")),
    responses(
        (status = 200, body = VideoStatus),
        (status = 404, body = AppointmentError),
        (status = 409, body = AppointmentError, description = "It is not over video."),
        (status = 502, body = AppointmentError, description = "Twilio failed."),
        PracticeRefused
    )
)]
pub async fn get_video_status(
    State(app): State<App>,
    call: Call<Consultants>,
    Id(id): Id<AppointmentId>,
) -> Result<Response, ApiError> {
    let found = store::load(&call.db, id).await?;
    let appointment = found.ok_or_else(|| refuse(Refusal::NotFound))?;
    rules::may_see(&appointment, &call.caller.actor()).map_err(refuse)?;
    let known = appointment.room.clone();
    let known = known.ok_or_else(|| refuse(Refusal::NotTelehealth))?;
    call.db.admitted().await?;
    let twilio = app.twilio()?;
    let Some(room) = seen(twilio, &known).await? else {
        return Ok(ok(not_started(known, id)));
    };
    let participants = twilio.participants(&room.sid);
    let participants = if known.sid.as_ref() == Some(&room.sid) {
        participants.await?
    } else {
        let remembered = async { Ok(store::saw_room(&call.db, &appointment, &room.sid).await?) };
        let listed = async { participants.await.map_err(ApiError::from) };
        let ((), participants) = futures::try_join!(remembered, listed)?;
        participants
    };
    Ok(ok(view(known, room, participants, id, call.now)))
}

/// The room as Twilio has it. One that is over is not found by its name; one
/// that was entered anew after that is, under another id.
async fn seen(twilio: &Twilio, room: &Room) -> Result<Option<twilio::Room>, Trouble> {
    let running = twilio.room(&room.name).await?;
    match (&running, &room.sid) {
        (None, Some(sid)) => twilio.room(sid).await,
        _ => Ok(running),
    }
}

fn not_started(room: Room, appointment_id: AppointmentId) -> VideoStatus {
    VideoStatus {
        room_name: room.name,
        room_sid: None,
        status: "not-started",
        participants_count: 0,
        participants: Vec::new(),
        duration: 0,
        created_at: None,
        appointment_id,
    }
}

fn view(
    known: Room,
    room: twilio::Room,
    participants: Vec<twilio::Participant>,
    appointment_id: AppointmentId,
    now: Timestamp,
) -> VideoStatus {
    // Twilio tells how long it was only once it is over.
    let since = |start: Timestamp| now.duration_since(start).as_secs().max(0);
    let connected = |of: &&twilio::Participant| of.status == ParticipantStatus::Connected;
    VideoStatus {
        room_name: known.name,
        status: match room.status {
            RoomStatus::InProgress => "in-progress",
            RoomStatus::Completed => "completed",
            RoomStatus::Failed => "failed",
        },
        participants_count: participants.iter().filter(connected).count(),
        duration: room
            .duration_seconds
            .unwrap_or_else(|| since(room.created_at)),
        created_at: Some(room.created_at),
        room_sid: Some(room.sid),
        participants: participants
            .into_iter()
            .map(|of| ParticipantView {
                duration: of.duration_seconds.or(of.started_at.map(since)),
                sid: of.sid,
                identity: of.identity,
                status: of.status,
                connected_at: of.started_at,
            })
            .collect(),
        appointment_id,
    }
}
