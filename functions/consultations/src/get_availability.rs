use axum::response::Response;
use consultations::model::TimeOfDay;
use consultations::rules::availability::{OpenWindow, reach, windows};
use consultations::{Refusal, store};
use ids::UserId;
use input::{Fields, Read, TimeZone};
use jiff::civil::Date;
use jiff::tz;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use web::openapi::{ConsultationError, ConsultationInvalid};
use web::{ApiError, MaybeId, Params, Visit, hundredths, ok, refuse};

/// Without a date the answer is about so many days, from today on.
const DAYS_WITHOUT_DATE: u8 = 7;

/// Which day, and by whose clock.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GetAvailability {
    /// Only this day; without it today and the six days after it.
    #[param(value_type = Option<String>, format = Date, example = "2027-01-25")]
    date: Option<Date>,
    /// The IANA name of the zone whose clock and days the answer goes by.
    #[param(value_type = Option<String>, example = "Europe/Berlin", default = "UTC", format = "iana-time-zone")]
    timezone: tz::TimeZone,
}

impl Read for GetAvailability {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let date = fields.optional("date");
        let timezone = fields
            .optional::<TimeZone>("timezone")
            .map_or(tz::TimeZone::UTC, |zone| zone.zone().clone());
        Some(Self { date, timezone })
    }
}

/// When a doctor can be consulted.
#[derive(Serialize, ToSchema)]
pub struct DoctorAvailability {
    #[schema(value_type = String, example = "doc_123")]
    doctor_id: UserId,
    /// Soonest first.
    availability_slots: Vec<AvailabilityWindow>,
}

/// A window of a day, or the part of it that lies in that day.
#[derive(Serialize, ToSchema)]
pub struct AvailabilityWindow {
    #[schema(value_type = String, format = Date, example = "2027-01-25")]
    date: Date,
    #[schema(value_type = String, example = "09:00")]
    start_time: TimeOfDay,
    /// `24:00` at the end of the day.
    #[schema(value_type = String, example = "12:00")]
    end_time: TimeOfDay,
    #[schema(example = 30)]
    slot_duration_minutes: i64,
    /// How many whole slots that start in it are neither past nor taken.
    #[schema(example = 6)]
    available_slots: usize,
    #[schema(example = 50.0)]
    consultation_fee: f64,
    #[schema(example = "USD")]
    currency: String,
}

/// The windows in which a doctor can be consulted, and how many slots are left
/// in them. No token is needed; one that is sent must be valid. Seed 003,
/// section 8.
#[utoipa::path(
    get, path = "/api/video/doctors/{doctor_id}/availability", tag = "consultations",
    params(("doctor_id" = String, Path, description = "The doctor"), GetAvailability),
    security((), ("bearer" = [])),
    responses(
        (status = 200, body = DoctorAvailability),
        (status = 401, body = ConsultationError, description = "A token was sent that is not valid."),
        (status = 404, body = ConsultationError, description = "The doctor has set no availability."),
        (status = 422, body = ConsultationInvalid, description = "A parameter is wrong."),
        (status = 429, body = ConsultationError, description = "More requests in this minute than allowed; see `Retry-After`."),
        (status = 500, body = ConsultationError, description = "Something failed here."),
        (status = 503, body = ConsultationError, description = "The store does not answer; see `Retry-After`.")
    )
)]
pub async fn get_availability(
    visit: Visit,
    MaybeId(doctor): MaybeId<UserId>,
    Params(wanted): Params<GetAvailability>,
) -> Result<Response, ApiError> {
    let viewer = wanted.timezone;
    let (first, days) = match wanted.date {
        Some(date) => (date, 1),
        None => (viewer.to_datetime(visit.now).date(), DAYS_WITHOUT_DATE),
    };
    let reach = reach(&viewer, first, days)
        .ok_or_else(|| ApiError::query("date", "must not be at the end of the calendar"))?;
    let doctor = doctor.ok_or_else(|| refuse(Refusal::DoctorNotFound))?;
    let open = store::load_open(&visit.db, &doctor, reach)
        .await?
        .ok_or_else(|| refuse(Refusal::DoctorNotFound))?;
    let availability = open.availability;
    let windows = windows(&availability, &viewer, first, days, &open.busy, visit.now);
    let view = |window: OpenWindow| AvailabilityWindow {
        date: window.date,
        start_time: window.start_time,
        end_time: window.end_time,
        slot_duration_minutes: availability.slot_duration_minutes,
        available_slots: window.available_slots,
        consultation_fee: hundredths(availability.consultation_fee_hundredths),
        currency: availability.currency.clone(),
    };
    Ok(ok(DoctorAvailability {
        availability_slots: windows.into_iter().map(view).collect(),
        doctor_id: doctor,
    }))
}
