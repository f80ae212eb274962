use axum::response::Response;
use consultations::model::{
    AppointmentId, BookingType, Cancellation, Consultation, ConsultationId, Party, Status,
};
use consultations::rules::By;
use consultations::{Refusal, rules, store};
use ids::UserId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::openapi::{ConsultationError, VideoRefused};
use web::{ApiError, Call, Consultants, Id, ok, refuse};

/// A session, whole.
#[derive(Serialize, ToSchema)]
pub struct SessionDetails {
    #[schema(value_type = String)]
    session_id: ConsultationId,
    #[schema(value_type = String, example = "CLINIC_BASED")]
    booking_type: BookingType,
    #[schema(value_type = Option<String>)]
    appointment_id: Option<AppointmentId>,
    #[schema(value_type = String)]
    doctor_id: UserId,
    #[schema(value_type = String)]
    patient_id: UserId,
    clinic_id: Option<i64>,
    #[schema(value_type = String, example = "ACTIVE")]
    status: Status,
    #[schema(value_type = String, format = DateTime)]
    scheduled_start_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    scheduled_end_time: Timestamp,
    consultation_duration_minutes: i64,
    chief_complaint: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    actual_start_time: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    actual_end_time: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    doctor_joined_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    patient_joined_at: Option<Timestamp>,
    /// Null while the doctor is in.
    #[schema(value_type = Option<String>, format = DateTime)]
    doctor_left_at: Option<Timestamp>,
    /// Null while the patient is in.
    #[schema(value_type = Option<String>, format = DateTime)]
    patient_left_at: Option<Timestamp>,
    /// Who has joined, the doctor first.
    attendees: Vec<AttendeeDetails>,
    #[schema(value_type = Option<String>, format = DateTime)]
    cancelled_at: Option<Timestamp>,
    cancellation_reason: Option<String>,
    /// `system` when its appointment was cancelled.
    cancelled_by: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// For the doctor and admins alone.
    #[serde(flatten)]
    for_the_doctor: Option<DoctorDetails>,
}

#[derive(Serialize, ToSchema)]
struct AttendeeDetails {
    attendee_id: Option<String>,
    #[schema(value_type = String)]
    user_id: UserId,
    #[schema(value_type = String, example = "DOCTOR")]
    role: Party,
    #[schema(value_type = Option<String>, format = DateTime)]
    joined_at: Option<Timestamp>,
    /// Null while in.
    #[schema(value_type = Option<String>, format = DateTime)]
    left_at: Option<Timestamp>,
}

/// What the patient does not see.
#[derive(Serialize, ToSchema)]
struct DoctorDetails {
    session_notes: Option<String>,
    connection_quality_rating: Option<u8>,
}

/// A session, with who was there and when.
#[utoipa::path(
    get, path = "/api/video/sessions/{session_id}", operation_id = "get_video_session", tag = "consultations", security(("bearer" = [])),
    params(("session_id" = String, Path, description = "The session's id")),
    responses(
        (status = 200, body = SessionDetails),
        (status = 404, body = ConsultationError),
        VideoRefused
    )
)]
pub async fn get_session(
    call: Call<Consultants>,
    Id(id): Id<ConsultationId>,
) -> Result<Response, ApiError> {
    let found = store::load(&call.db, id).await?;
    let consultation = found.ok_or_else(|| refuse(Refusal::NotFound))?;
    let viewer = rules::may_see(&consultation, &call.caller.actor()).map_err(refuse)?;
    Ok(ok(view(consultation, &viewer)))
}

fn view(of: Consultation, viewer: &By) -> SessionDetails {
    let is_patient = matches!(viewer, By::Party(Party::Patient, _));
    let attendees = [Party::Doctor, Party::Patient]
        .into_iter()
        .filter(|party| of.presence(*party).joined_at.is_some());
    let attendees = attendees.map(|party| attendee(&of, party)).collect();
    let cancellation = of.cancellation.as_ref();
    SessionDetails {
        session_id: of.consultation_id,
        booking_type: of.booking_type(),
        scheduled_start_time: of.period.start,
        scheduled_end_time: of.period.end,
        consultation_duration_minutes: of.scheduled_minutes(),
        attendees,
        cancelled_at: cancellation.map(|cancellation| cancellation.at),
        cancellation_reason: cancellation.and_then(|cancellation| cancellation.reason.clone()),
        cancelled_by: cancellation.map(cancelled_by),
        for_the_doctor: (!is_patient).then_some(DoctorDetails {
            session_notes: of.session_notes,
            connection_quality_rating: of.connection_quality_rating,
        }),
        appointment_id: of.appointment_id,
        doctor_id: of.doctor_id,
        patient_id: of.patient_id,
        clinic_id: of.clinic_id,
        status: of.status,
        chief_complaint: of.chief_complaint,
        actual_start_time: of.actual_start,
        actual_end_time: of.actual_end,
        doctor_joined_at: of.doctor.joined_at,
        patient_joined_at: of.patient.joined_at,
        doctor_left_at: of.doctor.left_at,
        patient_left_at: of.patient.left_at,
        created_at: of.created_at,
        updated_at: of.updated_at,
    }
}

fn cancelled_by(cancellation: &Cancellation) -> String {
    let by = cancellation.by.as_ref();
    by.map_or("system", UserId::as_str).to_owned()
}

fn attendee(of: &Consultation, party: Party) -> AttendeeDetails {
    let presence = of.presence(party);
    AttendeeDetails {
        attendee_id: presence.attendee_id.clone(),
        user_id: of.user(party).clone(),
        role: party,
        joined_at: presence.joined_at,
        left_at: presence.left_at,
    }
}
