use ids::UserId;
use jiff::Timestamp;
use serde::Serialize;
use tutoring::model::{Booking, BookingId, BookingStatus};
use utoipa::ToSchema;

/// A booking.
#[derive(Serialize, ToSchema)]
pub struct BookingView {
    #[schema(value_type = String, example = "bkg_01890a5d5b6c7d8e9f00112233445566")]
    booking_id: BookingId,
    #[schema(value_type = String)]
    student_id: UserId,
    #[schema(value_type = String)]
    teacher_id: UserId,
    #[schema(value_type = String, format = DateTime)]
    start_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    end_time: Timestamp,
    #[schema(value_type = String, example = "pending", pattern = "^(pending|confirmed|completed|cancelled)$")]
    status: BookingStatus,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Booking> for BookingView {
    fn from(booking: Booking) -> Self {
        Self {
            booking_id: booking.booking_id,
            student_id: booking.student_id,
            teacher_id: booking.teacher_id,
            start_time: booking.period.start,
            end_time: booking.period.end,
            status: booking.status,
            created_at: booking.created_at,
        }
    }
}
