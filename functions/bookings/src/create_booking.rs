use axum::response::Response;
use http::StatusCode;
use ids::UserId;
use input::{Fields, Read};
use jiff::Timestamp;
use serde::Serialize;
use tutoring::model::BookingId;
use tutoring::rules::NewBooking;
use tutoring::{Refusal, store};
use utoipa::ToSchema;
use web::openapi::{Refused, RefusedBody, RefusedKey, TutoringError};
use web::{ApiError, Call, Once, Students, created, refuse};

/// What is to be booked.
#[derive(ToSchema)]
pub struct CreateBooking {
    #[schema(value_type = web::shape::UserId, example = "student_1")]
    student_id: UserId,
    #[schema(value_type = web::shape::UserId, example = "teacher_1")]
    teacher_id: UserId,
    /// RFC 3339 with an offset.
    #[schema(value_type = String, format = DateTime, example = "2027-01-25T10:00:00Z")]
    start_time: Timestamp,
    /// At least 5 minutes after the start.
    #[schema(value_type = String, format = DateTime, example = "2027-01-25T11:00:00Z")]
    end_time: Timestamp,
}

impl Read for CreateBooking {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (student_id, teacher_id) =
            (fields.required("student_id"), fields.required("teacher_id"));
        let (start_time, end_time) = (fields.required("start_time"), fields.required("end_time"));
        Some(Self {
            student_id: student_id?,
            teacher_id: teacher_id?,
            start_time: start_time?,
            end_time: end_time?,
        })
    }
}

/// The booking is made.
#[derive(Serialize, ToSchema)]
pub struct BookingCreated {
    #[schema(value_type = String)]
    booking_id: BookingId,
    #[schema(example = "Booking created successfully")]
    message: &'static str,
}

/// Books a time inside one free slot of a teacher's.
#[utoipa::path(
    post, path = "/bookings", tag = "bookings", request_body = CreateBooking, security(("bearer" = [])),
    params(web::openapi::KeyOfRequest),
    responses(
        (status = 201, body = BookingCreated),
        (status = 404, body = TutoringError, description = "The student or the teacher has no profile."),
        Refused, RefusedBody, RefusedKey,
        (status = 409, body = TutoringError, description = "No free slot holds this time, or one of the two is not free; or the first request with this `Idempotency-Key` is still running.")
    )
)]
pub async fn create_booking(
    call: Call<Students>,
    Once(key, request): Once<CreateBooking>,
) -> Result<Response, ApiError> {
    let new = NewBooking {
        booking_id: call.ids().next(),
        student_id: request.student_id,
        teacher_id: request.teacher_id,
        start: request.start_time,
        end: request.end_time,
    };
    new.period(call.now).map_err(refuse)?;
    if !call.caller.actor().may_act_for(&new.student_id) {
        return Err(refuse(Refusal::NotYourself));
    }
    let answer = BookingCreated {
        booking_id: new.booking_id,
        message: "Booking created successfully",
    };
    let claim = call.claim(key).await?;
    let completion = claim.completes(StatusCode::CREATED, &answer)?;
    store::book(&call.db, &new, &call.ids(), call.now, completion).await?;
    Ok(created(answer))
}
