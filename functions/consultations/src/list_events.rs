use axum::response::Response;
use consultations::model::{AuditEvent, ConsultationId, EventId, EventType};
use consultations::store::{self, TrailFilter};
use consultations::{Refusal, rules};
use ids::UserId;
use input::{Field, Fields, Read, Wrong};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use web::openapi::{ConsultationError, VideoRefused};
use web::{ApiError, Call, Consultants, Id, PageLimit, PageSkip, Params, ok, refuse};

/// Which part of the trail.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListEvents {
    /// Only events of this type.
    #[param(value_type = Option<String>, pattern = "^(SESSION_(CREATED|CANCELLED|COMPLETED|NO_SHOW)|(DOCTOR|PATIENT)_(JOINED|LEFT)|NOTES_UPDATED)$", example = "DOCTOR_JOINED")]
    event_type: Option<OfType>,
    /// So many are passed over.
    #[param(value_type = Option<usize>, minimum = 0)]
    skip: PageSkip,
    /// The most to answer with: 1 to 100, default 50.
    #[param(value_type = Option<usize>, minimum = 1)]
    limit: PageLimit,
}

struct OfType(EventType);

impl Field for OfType {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let known = EventType::ALL
            .into_iter()
            .find(|known| value == known.as_str());
        known.map(Self).ok_or_else(|| {
            let words = EventType::ALL.map(EventType::as_str).join(", ");
            Wrong::value(format!("must be one of {words}"))
        })
    }
}

impl Read for ListEvents {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            event_type: fields.optional("event_type"),
            skip: fields.optional("skip").unwrap_or_default(),
            limit: fields.optional("limit").unwrap_or_default(),
        })
    }
}

/// A part of the audit trail, oldest first.
#[derive(Serialize, ToSchema)]
pub struct SessionEvents {
    #[schema(value_type = String)]
    session_id: ConsultationId,
    /// How many match, over all pages.
    total_events: usize,
    events: Vec<EventView>,
}

/// One thing that happened.
#[derive(Serialize, ToSchema)]
struct EventView {
    #[schema(value_type = String)]
    event_id: EventId,
    #[schema(value_type = String, example = "DOCTOR_JOINED")]
    event_type: EventType,
    /// Who caused it; `system` when nobody did.
    #[schema(value_type = String)]
    user_id: UserId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(example = "Doctor joined the session")]
    event_description: String,
}

impl From<AuditEvent> for EventView {
    fn from(event: AuditEvent) -> Self {
        Self {
            event_id: event.event_id,
            event_type: event.event_type,
            user_id: event.user_id,
            created_at: event.created_at,
            event_description: event.event_description,
        }
    }
}

/// The audit trail of a session.
#[utoipa::path(
    get, path = "/api/video/sessions/{session_id}/events", tag = "consultations", security(("bearer" = [])),
    params(("session_id" = String, Path, description = "The session's id"), ListEvents),
    responses(
        (status = 200, body = SessionEvents),
        (status = 404, body = ConsultationError),
        VideoRefused
    )
)]
pub async fn list_events(
    call: Call<Consultants>,
    Id(id): Id<ConsultationId>,
    Params(asked): Params<ListEvents>,
) -> Result<Response, ApiError> {
    let filter = TrailFilter {
        event_type: asked.event_type.map(|OfType(event_type)| event_type),
        skip: asked.skip.0,
        limit: asked.limit.0,
    };
    let found = store::load_trail(&call.db, id, &filter).await?;
    let trail = found.ok_or_else(|| refuse(Refusal::NotFound))?;
    rules::may_see(&trail.consultation, &call.caller.actor()).map_err(refuse)?;
    Ok(ok(SessionEvents {
        session_id: id,
        total_events: trail.total,
        events: trail.events.into_iter().map(EventView::from).collect(),
    }))
}
