use appointments::model::{Appointment, AppointmentId};
use appointments::{Refusal, rules, store};
use axum::extract::State;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use web::openapi::{AppointmentError, PracticeRefused};
use web::{ApiError, Call, Consultants, Id, no_store, ok, refuse};

use crate::app::App;

/// A token outlives the appointment by so much.
const BUFFER_MINUTES: i64 = 30;

/// What lets the caller into the Twilio room.
#[derive(Serialize, ToSchema)]
pub struct VideoToken {
    /// A credential: it lets its holder into the room.
    access_token: String,
    #[schema(example = "apt-47-1763138954-46eb915c")]
    room_name: String,
    /// The caller's id and e-mail address.
    #[schema(example = "19-sarah@example.com")]
    user_identity: String,
    /// In seconds.
    #[schema(example = 5400)]
    expires_in: i64,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    #[schema(value_type = u64, example = 47)]
    appointment_id: AppointmentId,
    appointment_duration_minutes: i64,
    #[schema(example = "90 minutes (1 hours)")]
    token_valid_until: String,
}

/// A Twilio access token for the appointment's room, valid for its length and
/// 30 minutes.
#[utoipa::path(
    get, path = "/api/appointments/video-token/{id}", tag = "appointments", security(("bearer" = [])),
    params(("id" = u64, Path, description = "The appointment's number")),
    responses(
        (status = 200, body = VideoToken),
        (status = 404, body = AppointmentError),
        (status = 409, body = AppointmentError, description = "It is not over video, is completed or cancelled, or has ended."),
        PracticeRefused
    )
)]
pub async fn get_video_token(
    State(app): State<App>,
    call: Call<Consultants>,
    Id(id): Id<AppointmentId>,
) -> Result<Response, ApiError> {
    Ok(no_store(ok(token(&app, &call, id).await?)))
}

/// The token of a caller who may attend.
pub(crate) async fn token(
    app: &App,
    call: &Call<Consultants>,
    id: AppointmentId,
) -> Result<VideoToken, ApiError> {
    let found = store::load(&call.db, id).await?;
    let appointment: Appointment = found.ok_or_else(|| refuse(Refusal::NotFound))?;
    let room = rules::may_attend(&appointment, &call.caller.actor(), call.now).map_err(refuse)?;
    let minutes = appointment.minutes() + BUFFER_MINUTES;
    let valid = SignedDuration::from_mins(minutes);
    let identity = match &call.caller.email {
        Some(email) => format!("{}-{email}", call.caller.id),
        None => call.caller.id.to_string(),
    };
    let seconds = u32::try_from(valid.as_secs()).map_err(ApiError::internal)?;
    let access_token = app
        .twilio()?
        .access_token(&identity, room, call.now, seconds)?;
    Ok(VideoToken {
        access_token,
        room_name: room.to_owned(),
        user_identity: identity,
        expires_in: valid.as_secs(),
        expires_at: call.now.saturating_add(valid).unwrap_or(Timestamp::MAX),
        appointment_id: id,
        appointment_duration_minutes: appointment.minutes(),
        token_valid_until: format!("{minutes} minutes ({} hours)", minutes / 60),
    })
}
