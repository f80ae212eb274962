use axum::response::Response;
use tutoring::model::BookingId;
use tutoring::{Refusal, rules, store};
use web::openapi::{Refused, TutoringError};
use web::{ApiError, Call, Id, Tutors, ok, refuse};

use crate::view::BookingView;

/// A booking, for those who take part in it.
#[utoipa::path(
    get, path = "/bookings/{booking_id}", tag = "bookings", security(("bearer" = [])),
    params(("booking_id" = String, Path, description = "The booking's id")),
    responses((status = 200, body = BookingView), (status = 404, body = TutoringError), Refused)
)]
pub async fn get_booking(call: Call<Tutors>, Id(id): Id<BookingId>) -> Result<Response, ApiError> {
    let booking = store::load_booking(&call.db, id)
        .await?
        .ok_or_else(|| refuse(Refusal::BookingNotFound))?;
    rules::takes_part(&booking, &call.caller.actor()).map_err(refuse)?;
    Ok(ok(BookingView::from(booking)))
}
