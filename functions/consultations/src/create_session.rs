use axum::response::Response;
use calendar::Period;
use consultations::model::{AppointmentId, BookingType, Consultation, ConsultationId, Status};
use consultations::rules::NewConsultation;
use consultations::{Refusal, rules, store};
use http::StatusCode;
use ids::UserId;
use input::{Between, Fields, LongText, Read, Wrong};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::openapi::{ConsultationError, VideoRefused, VideoRefusedBody, VideoRefusedKey};
use web::{ApiError, Call, Consultants, Identity, Once, Role, created, ok, refuse};

const DEFAULT_MINUTES: i64 = 30;

/// Who is to meet whom, and when.
#[derive(ToSchema)]
pub struct CreateSession {
    #[schema(value_type = String, pattern = "^(CLINIC_BASED|DIRECT_DOCTOR)$", example = "DIRECT_DOCTOR")]
    #[allow(dead_code, reason = "whether there is an appointment tells it")]
    booking_type: BookingType,
    /// Required for CLINIC_BASED, and only there.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0\s][^\x00-\x1f\x7f-\x9f]*$")]
    appointment_id: Option<AppointmentId>,
    #[schema(value_type = web::shape::UserId, example = "doc_123")]
    doctor_id: UserId,
    #[schema(value_type = web::shape::UserId, example = "pat_456")]
    patient_id: UserId,
    #[schema(example = 1)]
    clinic_id: Option<i64>,
    /// RFC 3339 with an offset, not in the past.
    #[schema(value_type = String, format = DateTime, example = "2027-01-25T14:30:00Z")]
    scheduled_start_time: Timestamp,
    /// 15 to 120, default 30.
    // Kept as the end that it makes.
    #[schema(rename = "consultation_duration_minutes", value_type = Option<u8>, minimum = 15, maximum = 120)]
    scheduled_end_time: Timestamp,
    /// At most 10,000 characters.
    #[schema(value_type = Option<web::shape::LongText>)]
    chief_complaint: Option<LongText>,
}

impl Read for CreateSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let booking_type = fields.required("booking_type");
        let appointment_id = match booking_type {
            Some(BookingType::ClinicBased) => fields.required("appointment_id"),
            Some(BookingType::DirectDoctor) if fields.has("appointment_id") => {
                let wrong = Wrong::value("must be left out for DIRECT_DOCTOR");
                fields.rule("appointment_id", Err(wrong))
            }
            _ => fields.optional("appointment_id"),
        };
        let (doctor_id, patient_id) = (fields.required("doctor_id"), fields.required("patient_id"));
        if let (Some(doctor), Some(patient)) = (&doctor_id, &patient_id) {
            fields.rule("patient_id", rules::are_two(doctor, patient));
        }
        let scheduled_start_time = fields.required("scheduled_start_time");
        let minutes: Option<Between<15, 120>> = fields.optional("consultation_duration_minutes");
        let minutes = minutes.map_or(DEFAULT_MINUTES, Between::get);
        let scheduled_end_time = scheduled_start_time.and_then(|start| {
            let end = rules::is_ahead(start, fields.now())
                .and_then(|()| rules::scheduled_end(start, minutes));
            fields.rule("scheduled_start_time", end)
        });
        let clinic_id = fields.optional("clinic_id");
        let chief_complaint = fields.optional("chief_complaint");
        Some(Self {
            booking_type: booking_type?,
            appointment_id,
            doctor_id: doctor_id?,
            patient_id: patient_id?,
            clinic_id,
            scheduled_start_time: scheduled_start_time?,
            scheduled_end_time: scheduled_end_time?,
            chief_complaint,
        })
    }
}

impl CreateSession {
    fn consultation(self, consultation_id: ConsultationId) -> NewConsultation {
        NewConsultation {
            consultation_id,
            appointment_id: self.appointment_id,
            doctor_id: self.doctor_id,
            patient_id: self.patient_id,
            clinic_id: self.clinic_id,
            chief_complaint: self.chief_complaint.map(String::from),
            period: Period {
                start: self.scheduled_start_time,
                end: self.scheduled_end_time,
            },
        }
    }
}

/// A consultation as it was made.
#[derive(Serialize, ToSchema)]
pub struct SessionCreated {
    #[schema(value_type = String, example = "sess_01890a5d5b6c7d8e9f00112233445566")]
    session_id: ConsultationId,
    #[schema(value_type = String, example = "DIRECT_DOCTOR")]
    booking_type: BookingType,
    #[schema(value_type = String)]
    doctor_id: UserId,
    #[schema(value_type = String)]
    patient_id: UserId,
    #[schema(value_type = String, example = "SCHEDULED")]
    status: Status,
    #[schema(value_type = String, format = DateTime)]
    scheduled_start_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    scheduled_end_time: Timestamp,
    consultation_duration_minutes: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<&Consultation> for SessionCreated {
    fn from(consultation: &Consultation) -> Self {
        Self {
            session_id: consultation.consultation_id,
            booking_type: consultation.booking_type(),
            doctor_id: consultation.doctor_id.clone(),
            patient_id: consultation.patient_id.clone(),
            status: consultation.status,
            scheduled_start_time: consultation.period.start,
            scheduled_end_time: consultation.period.end,
            consultation_duration_minutes: consultation.scheduled_minutes(),
            created_at: consultation.created_at,
        }
    }
}

/// Makes a consultation. One of an appointment is made by its booking: while it
/// is open it is given.
#[utoipa::path(
    post, path = "/api/video/sessions", tag = "consultations", request_body = CreateSession, security(("bearer" = [])),
    params(web::openapi::KeyOfRequest),
    responses(
        (status = 201, body = SessionCreated),
        (status = 200, body = SessionCreated, description = "The one of the appointment, which is open."),
        (status = 404, body = ConsultationError, description = "There is no such appointment."),
        VideoRefused, VideoRefusedBody, VideoRefusedKey,
        (status = 409, body = ConsultationError, description = "One of the two is not free, the doctor is not available, or the appointment is not booked, differs, or is over; or the first request with this `Idempotency-Key` is still running.")
    )
)]
pub async fn create_session(
    call: Call<Consultants>,
    Once(key, request): Once<CreateSession>,
) -> Result<Response, ApiError> {
    let ids = call.ids();
    let new = request.consultation(ids.next());
    let may_set_any_time = acts_as_doctor(&call.caller, &new);
    if !may_set_any_time && !acts_as_patient(&call.caller, &new) {
        return Err(refuse(Refusal::NotYourself));
    }
    let claim = call.claim(key).await?;
    if let Some(appointment_id) = &new.appointment_id {
        let there = store::of_appointment(&call.db, appointment_id, &new).await?;
        let answer = SessionCreated::from(&there);
        claim.complete(StatusCode::OK, &answer).await?;
        return Ok(ok(answer));
    }
    let made = rules::create(&new, Some(&call.caller.id), call.now);
    let answer = SessionCreated::from(&made.after);
    let completion = claim.completes(StatusCode::CREATED, &answer)?;
    let within_availability = !may_set_any_time;
    store::create(&call.db, &new, &made, within_availability, &ids, completion).await?;
    Ok(created(answer))
}

fn acts_as_doctor(caller: &Identity, new: &NewConsultation) -> bool {
    let is_doctor = caller.is(Role::Doctor) || caller.is(Role::Psychologist);
    caller.is_admin() || (is_doctor && caller.id == new.doctor_id)
}

fn acts_as_patient(caller: &Identity, new: &NewConsultation) -> bool {
    caller.is(Role::Patient) && caller.id == new.patient_id
}
