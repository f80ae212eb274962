use axum::extract::State;
use axum::response::Response;
use consultations::model::{Consultation, ConsultationId, Party, Status};
use consultations::{Refusal, rules, store};
use jiff::Timestamp;
use serde::Serialize;
use table::Tries;
use utoipa::ToSchema;
use video::Chime;
use web::openapi::{ConsultationError, VideoRefused};
use web::{ApiError, Call, Consultants, Id, ok, refuse};

use crate::meeting;

/// The caller is out.
#[derive(Serialize, ToSchema)]
pub struct SessionLeft {
    #[schema(value_type = String)]
    session_id: ConsultationId,
    #[schema(value_type = String, example = "ACTIVE")]
    status: Status,
    /// When the caller is the doctor.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    doctor_left_at: Option<Timestamp>,
    /// When the caller is the patient.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    patient_left_at: Option<Timestamp>,
}

/// Takes the caller out of the meeting. The last one to leave a session that
/// was active completes it.
#[utoipa::path(
    post, path = "/api/video/sessions/{session_id}/leave", tag = "consultations", security(("bearer" = [])),
    params(("session_id" = String, Path, description = "The session's id")),
    responses(
        (status = 200, body = SessionLeft),
        (status = 404, body = ConsultationError),
        (status = 409, body = ConsultationError, description = "The caller has never joined."),
        (status = 502, body = ConsultationError, description = "Chime failed."),
        VideoRefused
    )
)]
pub async fn leave_session(
    State(chime): State<Chime>,
    call: Call<Consultants>,
    Id(id): Id<ConsultationId>,
) -> Result<Response, ApiError> {
    let actor = call.caller.actor();
    let mut tries = Tries::new();
    loop {
        let before = store::load(&call.db, id).await?;
        let before = before.ok_or_else(|| refuse(Refusal::NotFound))?;
        let (party, change) = rules::leave(&before, &actor, call.moment()).map_err(refuse)?;
        let Some(change) = change else {
            return Ok(ok(view(&before, party)));
        };
        if change.over.is_none() {
            call.db.admitted().await?;
            take_out(&chime, &before, party).await?;
        }
        let committed = store::commit(&call.db, &before, &change, &call.ids()).await;
        if tries.settled(committed).await? {
            meeting::end(&chime, change.over.as_deref()).await;
            return Ok(ok(view(&change.after, party)));
        }
    }
}

/// Comes before the commit, since nothing does it again later. Where the
/// meeting is over too, its end takes everybody out.
async fn take_out(chime: &Chime, before: &Consultation, party: Party) -> Result<(), ApiError> {
    let attendee_id = &before.presence(party).attendee_id;
    if let (Some(on), Some(attendee_id)) = (&before.meeting, attendee_id) {
        chime.delete_attendee(&on.meeting_id, attendee_id).await?;
    }
    Ok(())
}

fn view(consultation: &Consultation, party: Party) -> SessionLeft {
    let left_at = |of: Party| (of == party).then(|| consultation.presence(of).left_at);
    SessionLeft {
        session_id: consultation.consultation_id,
        status: consultation.status,
        doctor_left_at: left_at(Party::Doctor).flatten(),
        patient_left_at: left_at(Party::Patient).flatten(),
    }
}
