use axum::response::Response;
use http::StatusCode;
use input::{Fields, Read, Reference};
use serde::Serialize;
use tutoring::model::{BookingId, SessionId};
use tutoring::store;
use utoipa::ToSchema;
use web::openapi::{Refused, RefusedBody, RefusedKey, TutoringError};
use web::{ApiError, Call, Once, Tutors, created, ok};

/// Whose session.
#[derive(ToSchema)]
pub struct OpenSession {
    #[schema(value_type = String, example = "bkg_01890a5d5b6c7d8e9f00112233445566")]
    booking_id: BookingId,
}

impl Read for OpenSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields
            .required("booking_id")
            .map(|Reference(booking_id)| Self { booking_id })
    }
}

/// The session is there.
#[derive(Serialize, ToSchema)]
pub struct SessionOpened {
    #[schema(value_type = String)]
    session_id: SessionId,
    #[schema(example = "Session created successfully")]
    message: &'static str,
}

/// Opens the session of a booking. A booking has one: the second call gives it again.
#[utoipa::path(
    post, path = "/sessions", tag = "sessions", request_body = OpenSession, security(("bearer" = [])),
    params(web::openapi::KeyOfRequest),
    responses(
        (status = 201, body = SessionOpened),
        (status = 200, body = SessionOpened, description = "It was there."),
        (status = 404, body = TutoringError),
        Refused, RefusedBody, RefusedKey,
        (status = 409, body = TutoringError, description = "The booking is cancelled; or the first request with this `Idempotency-Key` is still running.")
    )
)]
pub async fn open_session(
    call: Call<Tutors>,
    Once(key, request): Once<OpenSession>,
) -> Result<Response, ApiError> {
    let booking = request.booking_id;
    let answer = SessionOpened {
        session_id: booking.session(),
        message: "Session created successfully",
    };
    let claim = call.claim(key).await?;
    let completion = claim.completes(StatusCode::CREATED, &answer)?;
    if store::open_session(
        &call.db,
        booking,
        &call.caller.actor(),
        call.now,
        completion,
    )
    .await?
    {
        return Ok(created(answer));
    }
    claim.complete(StatusCode::OK, &answer).await?;
    Ok(ok(answer))
}
