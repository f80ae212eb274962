use axum::response::Response;
use tutoring::model::BookingId;
use tutoring::{Refusal, rules, store};
use web::openapi::{Refused, TutoringError};
use web::{ApiError, Call, Id, Tutors, ok, refuse};

use crate::view::BookingSessionView;

/// The session of a booking, for those who take part in it.
#[utoipa::path(
    get, path = "/bookings/{booking_id}/session", tag = "sessions", security(("bearer" = [])),
    params(("booking_id" = String, Path, description = "The booking's id")),
    responses((status = 200, body = BookingSessionView), (status = 404, body = TutoringError), Refused)
)]
pub async fn get_booking_session(
    call: Call<Tutors>,
    Id(id): Id<BookingId>,
) -> Result<Response, ApiError> {
    let (booking, found) = store::load_booking_session(&call.db, id).await?;
    let booking = booking.ok_or_else(|| refuse(Refusal::BookingNotFound))?;
    rules::takes_part(&booking, &call.caller.actor()).map_err(refuse)?;
    let found = found.ok_or_else(|| refuse(Refusal::SessionNotFound))?;
    Ok(ok(BookingSessionView::from(found)))
}
