use appointments::model::{Appointment, SessionType};
use appointments::rules::NewAppointment;
use appointments::{Refusal, store};
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use ids::UserId;
use input::{Amount, Between, Currency, Fields, Name, Title, Wrong};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use utoipa::ToSchema;
use web::openapi::{AppointmentError, PracticeRefused, PracticeRefusedBody, PracticeRefusedKey};
use web::{ApiError, Call, Consultants, Identity, Once, ReadBy, Role, created, refuse};

use crate::app::App;
use crate::start::must_be_ahead;
use crate::view::{AppointmentDetails, Shown};

const DEFAULT_MINUTES: i64 = 60;

/// Who is to meet whom, when and what for.
#[derive(ToSchema)]
pub struct CreateAppointment {
    /// May be left out by the psychologist.
    #[schema(value_type = Option<web::shape::UserId>, example = "19")]
    psychologist_id: UserId,
    /// May be left out by the patient.
    #[schema(value_type = Option<web::shape::UserId>, example = "2")]
    patient_id: UserId,
    #[schema(value_type = web::shape::Name, example = "Individual Therapy")]
    service_name: Title,
    /// The start: RFC 3339 with an offset, not in the past.
    #[schema(value_type = String, format = DateTime, example = "2027-11-16T08:00:00Z")]
    appointment_date: Timestamp,
    /// 15 to 240, default 60.
    #[schema(value_type = Option<u8>, minimum = 15, maximum = 240)]
    duration_minutes: Option<Between<15, 240>>,
    #[schema(value_type = Option<String>, pattern = "^(telehealth|in_person)$")]
    session_type: Option<SessionType>,
    /// Default: the name of the patient's profile.
    #[schema(value_type = Option<web::shape::Name>)]
    patient_name: Option<Name>,
    clinic_id: Option<i64>,
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 1_000_000_000)]
    consultation_fee: Option<Amount>,
    #[schema(value_type = Option<web::shape::Currency>, example = "USD")]
    currency: Option<Currency>,
}

impl ReadBy for CreateAppointment {
    fn read_by(fields: &mut Fields<'_>, caller: Option<&Identity>) -> Option<Self> {
        let (psychologist, patient) = (fields.has("psychologist_id"), fields.has("patient_id"));
        let own = |left_out: bool, may: fn(&Identity) -> bool| {
            let own = caller.filter(|caller| left_out && may(caller));
            own.map(|caller| caller.id.clone())
        };
        // One who is both says by naming the other who of the two it is.
        let psychologist_id = match own(!psychologist, is_psychologist) {
            Some(own) if patient || !caller.is_some_and(is_patient) => Some(own),
            _ => fields.required("psychologist_id"),
        };
        let patient_id = match own(!patient, is_patient) {
            Some(own) => Some(own),
            None => fields.required("patient_id"),
        };
        if psychologist_id.is_some() && psychologist_id == patient_id {
            let wrong = Wrong::value("must be somebody else than the psychologist");
            fields.rule::<()>("patient_id", Err(wrong));
        }
        let service_name = fields.required("service_name");
        let appointment_date = fields.required("appointment_date");
        must_be_ahead(fields, appointment_date);
        let (duration_minutes, session_type) = (
            fields.optional("duration_minutes"),
            fields.optional("session_type"),
        );
        let (patient_name, clinic_id) = (
            fields.optional("patient_name"),
            fields.optional("clinic_id"),
        );
        let (consultation_fee, currency) = (
            fields.optional("consultation_fee"),
            fields.optional("currency"),
        );
        Some(Self {
            psychologist_id: psychologist_id?,
            patient_id: patient_id?,
            service_name: service_name?,
            appointment_date: appointment_date?,
            duration_minutes,
            session_type,
            patient_name,
            clinic_id,
            consultation_fee,
            currency,
        })
    }
}

/// Makes an appointment: a patient or psychologist for oneself, an admin for
/// anybody.
#[utoipa::path(
    post, path = "/api/appointments", tag = "appointments", request_body = CreateAppointment, security(("bearer" = [])),
    params(web::openapi::KeyOfRequest),
    responses(
        (status = 201, body = AppointmentDetails),
        PracticeRefused, PracticeRefusedBody, PracticeRefusedKey,
        (status = 409, body = AppointmentError, description = "One of the two is not free; or the first request with this `Idempotency-Key` is still running.")
    )
)]
pub async fn create_appointment(
    State(app): State<App>,
    call: Call<Consultants>,
    Once(key, request): Once<CreateAppointment>,
) -> Result<Response, ApiError> {
    let new = request.by(&call.caller)?;
    let shown = Shown {
        zone: &TimeZone::UTC,
        now: call.now,
        meeting_base_url: app.meeting_base_url(),
    };
    let claim = call.claim(key).await?;
    let details = |made: &Appointment| shown.details(made.clone(), true);
    let completion = |made: &Appointment| claim.completes(StatusCode::CREATED, &details(made));
    let made = store::create(&call.db, &new, &call.ids(), call.now, completion).await?;
    Ok(created(details(&made)))
}

fn is_psychologist(caller: &Identity) -> bool {
    caller.is(Role::Doctor) || caller.is(Role::Psychologist)
}

fn is_patient(caller: &Identity) -> bool {
    caller.is(Role::Patient)
}

impl CreateAppointment {
    /// The appointment that the caller may make.
    fn by(self, caller: &Identity) -> Result<NewAppointment, ApiError> {
        let Self {
            psychologist_id,
            patient_id,
            ..
        } = self;
        let may = caller.is_admin()
            || (is_psychologist(caller) && psychologist_id == caller.id)
            || (is_patient(caller) && patient_id == caller.id);
        if !may {
            return Err(refuse(Refusal::NotYourself));
        }
        Ok(NewAppointment {
            psychologist_id,
            patient_id,
            patient_name: self.patient_name.map(String::from),
            service_name: self.service_name.into(),
            start: self.appointment_date,
            minutes: self.duration_minutes.map_or(DEFAULT_MINUTES, Between::get),
            session_type: self.session_type.unwrap_or_default(),
            clinic_id: self.clinic_id,
            fee_hundredths: self.consultation_fee.map(Amount::hundredths),
            currency: self.currency.map(String::from),
        })
    }
}
