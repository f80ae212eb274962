use appointments::model::{AppointmentId, Consulted};
use consultations::model::ConsultationId;
use events::Detail;
use events::consultation::{Audit, Completed, EventType};
use ids::Ids;
use jiff::{SignedDuration, Timestamp};
use runtime::{Error, Invocation};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use table::Db;

/// Takes one event of a consultation. Appointments of other systems, and of
/// consultations that have none, are left alone.
pub(crate) async fn consultation_event(call: Invocation) -> Result<Value, Error> {
    let Invocation { event, db, now } = call;
    let (ids, detail) = (Ids::at(now), &event["detail"]);
    if event["detail-type"] == EventType::SessionCompleted.detail_type() {
        let completed: Completed = data(detail)?;
        if let Some(id) = appointment(completed.appointment_id.as_deref()) {
            let consulted = consulted(&db, completed).await?;
            appointments::store::complete(&db, id, &consulted, &ids, now).await?;
        }
    } else {
        let cancelled: Audit = data(detail)?;
        if let Some(id) = appointment(cancelled.appointment_id.as_deref()) {
            appointments::store::cancel_with_consultation(&db, id, &ids, now).await?;
        }
    }
    Ok(json!({}))
}

fn data<T: DeserializeOwned>(detail: &Value) -> Result<T, Error> {
    let read = serde_json::from_value(detail.clone());
    // What serde says may quote the event, which is about people.
    let detail: Detail<T> = read.map_err(|_| "detail is no event of a consultation")?;
    Ok(detail.data)
}

fn appointment(id: Option<&str>) -> Option<AppointmentId> {
    id?.parse().ok()
}

/// What the consultation came to. The event does not say when it began; one of
/// our own does so itself.
async fn consulted(db: &Db, completed: Completed) -> Result<Consulted, Error> {
    let own = match completed.session_id.parse::<ConsultationId>() {
        Ok(id) => consultations::store::load(db, id).await?,
        Err(_) => None,
    };
    let length = SignedDuration::from_mins(completed.duration_minutes.into());
    let reckoned = completed.completed_at.saturating_sub(length);
    Ok(Consulted {
        started_at: own
            .and_then(|consultation| consultation.actual_start)
            .unwrap_or_else(|| reckoned.unwrap_or(Timestamp::MIN)),
        duration_minutes: completed.duration_minutes,
        video_session_id: completed.session_id,
        notes: completed.session_notes,
    })
}
