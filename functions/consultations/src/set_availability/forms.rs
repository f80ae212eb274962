//! The forms of the lists, for the description of the API: they are read by
//! `consultations::model`.

use utoipa::ToSchema;

/// A window of every week, by the doctor's clock.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it stands for its form only")]
pub struct WindowOfWeek {
    /// The English name, without regard to case.
    #[schema(
        pattern = "^(monday|tuesday|wednesday|thursday|friday|saturday|sunday)$",
        example = "monday"
    )]
    weekday: String,
    #[schema(value_type = web::shape::TimeOfDay, example = "09:00")]
    start_time: String,
    /// After the start; `24:00` is the end of the day.
    #[schema(value_type = web::shape::TimeOfDay, example = "12:00")]
    end_time: String,
}

/// A day with windows of its own instead of its weekday's.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it stands for its form only")]
pub struct ExceptionOfDate {
    #[schema(format = Date, example = "2027-12-24")]
    date: String,
    /// None where the doctor is away.
    #[schema(max_items = 24)]
    windows: Vec<WindowOfDate>,
}

/// A window of one day, by the doctor's clock.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it stands for its form only")]
pub struct WindowOfDate {
    #[schema(value_type = web::shape::TimeOfDay, example = "14:00")]
    start_time: String,
    /// After the start; `24:00` is the end of the day.
    #[schema(value_type = web::shape::TimeOfDay, example = "17:00")]
    end_time: String,
}
