use axum::response::Response;
use input::{Fields, Read, Wrong};
use jiff::Timestamp;
use tutoring::model::BookingId;
use tutoring::rules::Change;
use tutoring::store;
use utoipa::ToSchema;
use web::openapi::{Refused, RefusedBody, TutoringError};
use web::{ApiError, Call, Id, Input, Tutors, ok};

use crate::view::BookingView;

/// One change: a status, or a new time.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body")]
pub struct ChangeBooking {
    /// `confirmed` by the teacher, `cancelled` by either.
    #[schema(value_type = Option<String>, example = "confirmed", pattern = "^(confirmed|cancelled)$")]
    status: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    start_time: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    end_time: Option<Timestamp>,
}

/// The body, read.
pub struct GivenChange(Change);

impl Read for GivenChange {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let status: Option<String> = fields.optional("status");
        let moves = fields.has("start_time") || fields.has("end_time");
        match (status.as_deref(), moves) {
            (Some(_), true) => {
                let wrong = Wrong::value("cannot be changed together with start_time and end_time");
                fields.rule("status", Err(wrong))
            }
            (Some("confirmed"), false) => Some(Self(Change::Confirm)),
            (Some("cancelled"), false) => Some(Self(Change::Cancel)),
            (Some(_), false) => fields.rule(
                "status",
                Err(Wrong::value("must be confirmed or cancelled")),
            ),
            (None, true) => {
                let (start, end) = (fields.required("start_time"), fields.required("end_time"));
                Some(Self(Change::Move {
                    start: start?,
                    end: end?,
                }))
            }
            // A status of the wrong type has been noted already.
            (None, false) if fields.has("status") => None,
            (None, false) => {
                let wrong = Wrong::value("is required, or start_time and end_time are");
                fields.rule("status", Err(wrong))
            }
        }
    }
}

/// Confirms, cancels or moves a booking.
#[utoipa::path(
    patch, path = "/bookings/{booking_id}", tag = "bookings", request_body = ChangeBooking, security(("bearer" = [])),
    params(("booking_id" = String, Path, description = "The booking's id")),
    responses(
        (status = 200, body = BookingView),
        (status = 404, body = TutoringError),
        (status = 409, body = TutoringError, description = "The booking's state or the calendars do not allow it."),
        Refused, RefusedBody
    )
)]
pub async fn change_booking(
    call: Call<Tutors>,
    Id(id): Id<BookingId>,
    Input(GivenChange(change)): Input<GivenChange>,
) -> Result<Response, ApiError> {
    let actor = call.caller.actor();
    let booking =
        store::change_booking(&call.db, id, change, &actor, &call.ids(), call.now).await?;
    Ok(ok(BookingView::from(booking)))
}
