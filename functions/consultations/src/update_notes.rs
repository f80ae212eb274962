use axum::response::Response;
use consultations::model::{Consultation, ConsultationId};
use consultations::{rules, store};
use input::{Fields, LongText, Read};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::openapi::{ConsultationError, VideoRefused, VideoRefusedBody};
use web::{ApiError, Call, Consultants, Id, Input, ok};

/// The notes.
#[derive(ToSchema)]
pub struct UpdateNotes {
    /// At most 10,000 characters.
    #[schema(value_type = web::shape::LongText)]
    session_notes: LongText,
}

impl Read for UpdateNotes {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            session_notes: fields.required("session_notes")?,
        })
    }
}

/// The notes as they are now.
#[derive(Serialize, ToSchema)]
pub struct NotesUpdated {
    #[schema(value_type = String)]
    session_id: ConsultationId,
    session_notes: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<Consultation> for NotesUpdated {
    fn from(consultation: Consultation) -> Self {
        Self {
            session_id: consultation.consultation_id,
            session_notes: consultation.session_notes,
            updated_at: consultation.updated_at,
        }
    }
}

/// The doctor writes the notes, before, during or after the session. What was
/// there is replaced.
#[utoipa::path(
    put, path = "/api/video/sessions/{session_id}/notes", tag = "consultations", request_body = UpdateNotes, security(("bearer" = [])),
    params(("session_id" = String, Path, description = "The session's id")),
    responses(
        (status = 200, body = NotesUpdated),
        (status = 404, body = ConsultationError),
        VideoRefused, VideoRefusedBody
    )
)]
pub async fn update_notes(
    call: Call<Consultants>,
    Id(id): Id<ConsultationId>,
    Input(request): Input<UpdateNotes>,
) -> Result<Response, ApiError> {
    let (actor, notes) = (call.caller.actor(), String::from(request.session_notes));
    let updated = store::change(&call.db, id, &call.ids(), |before| {
        rules::update_notes(before, &actor, &notes, call.now)
    })
    .await?;
    Ok(ok(NotesUpdated::from(updated.consultation)))
}
