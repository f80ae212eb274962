mod forms;

use axum::response::Response;
use consultations::model::{DateException, DoctorAvailability, WeeklyWindow};
use consultations::{Refusal, store};
use ids::UserId;
use input::{Amount, Between, Currency, Fields, Read, TimeZone};
use serde::Serialize;
use utoipa::ToSchema;
use web::openapi::{ConsultationError, VideoRefused, VideoRefusedBody};
use web::{ApiError, Call, Doctors, Input, MaybeId, hundredths, ok, refuse};

use forms::{ExceptionOfDate, WindowOfWeek};

/// When a doctor can be consulted, in place of what was set before.
#[derive(ToSchema)]
pub struct SetAvailability {
    /// The IANA name of the zone whose clock the windows go by.
    #[schema(value_type = String, example = "Europe/Berlin", format = "iana-time-zone")]
    time_zone: TimeZone,
    /// How long a slot is.
    #[schema(value_type = i64, minimum = 15, maximum = 120, example = 30)]
    slot_duration_minutes: Between<15, 120>,
    /// The windows of every week; those of a day do not overlap.
    #[schema(value_type = Vec<WindowOfWeek>, max_items = 168)]
    weekly: Vec<WeeklyWindow>,
    /// What a consultation costs: at most two decimals, default 0.
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 1_000_000_000, example = 50.0)]
    consultation_fee: Amount,
    /// Three letters, default USD.
    #[schema(value_type = Option<web::shape::Currency>, example = "USD")]
    currency: Currency,
    /// Days that are not as their weekday is, each at most once.
    #[schema(value_type = Option<Vec<ExceptionOfDate>>, max_items = 366)]
    exceptions: Vec<DateException>,
}

impl Read for SetAvailability {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (time_zone, slot) = (
            fields.required("time_zone"),
            fields.required("slot_duration_minutes"),
        );
        let weekly = WeeklyWindow::read_all(fields);
        let (consultation_fee, currency) = (
            fields.optional("consultation_fee"),
            fields.optional("currency"),
        );
        let exceptions = DateException::read_all(fields);
        Some(Self {
            time_zone: time_zone?,
            slot_duration_minutes: slot?,
            weekly: weekly?,
            consultation_fee: consultation_fee.unwrap_or_default(),
            currency: currency.unwrap_or_default(),
            exceptions,
        })
    }
}

impl SetAvailability {
    fn of(self, doctor: UserId) -> DoctorAvailability {
        DoctorAvailability {
            doctor_id: doctor,
            time_zone: self.time_zone.into(),
            slot_duration_minutes: self.slot_duration_minutes.get(),
            weekly: self.weekly,
            consultation_fee_hundredths: self.consultation_fee.hundredths(),
            currency: self.currency.into(),
            exceptions: self.exceptions,
            version: 0,
        }
    }
}

/// The availability as it is stored.
#[derive(Serialize, ToSchema)]
pub struct AvailabilitySet {
    #[schema(value_type = String, example = "doc_123")]
    doctor_id: UserId,
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    #[schema(example = 30)]
    slot_duration_minutes: i64,
    #[schema(value_type = Vec<WindowOfWeek>)]
    weekly: Vec<WeeklyWindow>,
    #[schema(example = 50.0)]
    consultation_fee: f64,
    #[schema(example = "USD")]
    currency: String,
    #[schema(value_type = Vec<ExceptionOfDate>)]
    exceptions: Vec<DateException>,
}

impl From<DoctorAvailability> for AvailabilitySet {
    fn from(stored: DoctorAvailability) -> Self {
        Self {
            doctor_id: stored.doctor_id,
            time_zone: stored.time_zone,
            slot_duration_minutes: stored.slot_duration_minutes,
            weekly: stored.weekly,
            consultation_fee: hundredths(stored.consultation_fee_hundredths),
            currency: stored.currency,
            exceptions: stored.exceptions,
        }
    }
}

/// Sets when a doctor can be consulted, in place of what was set before: for
/// the doctor, or an admin. Seed 003 has only the reading of it, in section 8.
#[utoipa::path(
    put, path = "/api/video/doctors/{doctor_id}/availability", tag = "consultations",
    params(("doctor_id" = String, Path, description = "The doctor")),
    request_body = SetAvailability, security(("bearer" = [])),
    responses(
        (status = 200, body = AvailabilitySet),
        (status = 404, body = ConsultationError, description = "The id is no user id."),
        VideoRefused, VideoRefusedBody
    )
)]
pub async fn set_availability(
    call: Call<Doctors>,
    MaybeId(doctor): MaybeId<UserId>,
    Input(request): Input<SetAvailability>,
) -> Result<Response, ApiError> {
    let doctor = doctor.ok_or_else(|| refuse(Refusal::DoctorNotFound))?;
    if !call.caller.actor().may_act_for(&doctor) {
        return Err(refuse(Refusal::NotYourAvailability));
    }
    let availability = request.of(doctor);
    store::save_availability(&call.db, &availability).await?;
    Ok(ok(AvailabilitySet::from(availability)))
}
