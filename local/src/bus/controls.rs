use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Bus, Happened};
use crate::controls::{Refused, read};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Wanted {
    source: Option<String>,
    detail_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Given {
    source: String,
    detail_type: String,
    detail: Map<String, Value>,
}

/// What was put on the bus, as an outside system would put, and what came of it.
pub(crate) fn controls(bus: Bus) -> Router {
    Router::new()
        .route("/events", get(list).post(put))
        .route("/dead-letters", get(dead_letters))
        .with_state(bus)
}

async fn list(
    State(bus): State<Bus>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Refused> {
    let is_given = |text: &&str| !text.is_empty();
    let source = wanted.source.as_deref().filter(is_given);
    let detail_type = wanted.detail_type.as_deref().filter(is_given);
    let events = bus.store.events(source, detail_type)?;
    Ok(Json(json!({ "events": events })))
}

async fn put(State(bus): State<Bus>, body: Bytes) -> Result<Json<Value>, Refused> {
    let given: Given = read(&body)?;
    let id = bus.happened(Happened {
        source: &given.source,
        detail_type: &given.detail_type,
        detail: Value::Object(given.detail),
    })?;
    Ok(Json(json!({ "event_id": id })))
}

async fn dead_letters(State(bus): State<Bus>) -> Result<Json<Value>, Refused> {
    let shape = |letter: &crate::store::DeadLetter| json!({ "queue": letter.queue, "reason": letter.reason, "body": letter.body });
    let letters = bus.store.dead_letters()?;
    let messages: Vec<Value> = letters.iter().map(shape).collect();
    Ok(Json(json!({ "messages": messages })))
}
