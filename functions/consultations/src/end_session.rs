use axum::extract::State;
use axum::response::Response;
use consultations::model::{Consultation, ConsultationId, EndRequest, Status};
use consultations::{rules, store};
use input::{Between, Fields, LongText, Read};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use video::Chime;
use web::openapi::{ConsultationError, VideoRefused, VideoRefusedBody};
use web::{ApiError, Call, Consultants, Id, Input, ok};

use crate::meeting;

/// What the doctor says at the end.
#[derive(ToSchema)]
pub struct EndSession {
    /// At most 10,000 characters.
    #[schema(value_type = Option<web::shape::LongText>)]
    session_notes: Option<LongText>,
    /// 1 (bad) to 5 (good).
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 5)]
    connection_quality_rating: Option<Between<1, 5>>,
}

impl Read for EndSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            session_notes: fields.optional("session_notes"),
            connection_quality_rating: fields.optional("connection_quality_rating"),
        })
    }
}

impl From<EndSession> for EndRequest {
    fn from(request: EndSession) -> Self {
        let rating = request.connection_quality_rating.map(Between::get);
        Self {
            session_notes: request.session_notes.map(String::from),
            connection_quality_rating: rating.and_then(|rating| u8::try_from(rating).ok()),
        }
    }
}

/// How it was.
#[derive(Serialize, ToSchema)]
pub struct SessionEnded {
    #[schema(value_type = String)]
    session_id: ConsultationId,
    #[schema(value_type = String, example = "COMPLETED")]
    status: Status,
    #[schema(value_type = Option<String>, format = DateTime)]
    actual_start_time: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    actual_end_time: Option<Timestamp>,
    session_notes: Option<String>,
    connection_quality_rating: Option<u8>,
    /// Whole minutes, rounded down.
    total_duration_minutes: u32,
}

impl From<Consultation> for SessionEnded {
    fn from(consultation: Consultation) -> Self {
        Self {
            total_duration_minutes: consultation.actual_minutes(),
            session_id: consultation.consultation_id,
            status: consultation.status,
            actual_start_time: consultation.actual_start,
            actual_end_time: consultation.actual_end,
            session_notes: consultation.session_notes,
            connection_quality_rating: consultation.connection_quality_rating,
        }
    }
}

/// The doctor ends an active session. The same request again gives the same
/// answer.
#[utoipa::path(
    post, path = "/api/video/sessions/{session_id}/end", tag = "consultations", request_body = EndSession, security(("bearer" = [])),
    params(("session_id" = String, Path, description = "The session's id")),
    responses(
        (status = 200, body = SessionEnded),
        (status = 404, body = ConsultationError),
        (status = 409, body = ConsultationError, description = "It is not active, or was ended with another request."),
        VideoRefused, VideoRefusedBody
    )
)]
pub async fn end_session(
    State(chime): State<Chime>,
    call: Call<Consultants>,
    Id(id): Id<ConsultationId>,
    Input(request): Input<EndSession>,
) -> Result<Response, ApiError> {
    let (actor, request) = (call.caller.actor(), EndRequest::from(request));
    let ended = store::change(&call.db, id, &call.ids(), |before| {
        rules::end(before, &actor, &request, call.moment())
    })
    .await?;
    meeting::end(&chime, ended.over.as_deref()).await;
    Ok(ok(SessionEnded::from(ended.consultation)))
}
