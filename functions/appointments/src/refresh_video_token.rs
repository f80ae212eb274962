use appointments::model::AppointmentId;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::openapi::{AppointmentError, PracticeRefused};
use web::{ApiError, Call, Consultants, Id, no_store, ok};

use crate::app::App;
use crate::get_video_token::{VideoToken, token};

/// A new token.
#[derive(Serialize, ToSchema)]
pub struct RefreshedToken {
    #[serde(flatten)]
    token: VideoToken,
    #[schema(value_type = String, format = DateTime)]
    refreshed_at: Timestamp,
}

/// A new Twilio access token, before the one at hand runs out.
#[utoipa::path(
    get, path = "/api/appointments/video-token-refresh/{id}", tag = "appointments", security(("bearer" = [])),
    params(("id" = u64, Path, description = "The appointment's number")),
    responses(
        (status = 200, body = RefreshedToken),
        (status = 404, body = AppointmentError),
        (status = 409, body = AppointmentError, description = "It is not over video, is completed or cancelled, or has ended."),
        PracticeRefused
    )
)]
pub async fn refresh_video_token(
    State(app): State<App>,
    call: Call<Consultants>,
    Id(id): Id<AppointmentId>,
) -> Result<Response, ApiError> {
    let token = token(&app, &call, id).await?;
    Ok(no_store(ok(RefreshedToken {
        token,
        refreshed_at: call.now,
    })))
}
