use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Bus;
use super::entry::Entry;

const MOST_ENTRIES: usize = 10;

/// The longest call, in bytes of all entries.
const LONGEST: usize = 256 * 1024;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutEvents {
    #[serde(default)]
    entries: Vec<Entry>,
}

/// The service, as the SDK calls it: AWS JSON 1.1.
pub(crate) fn router(bus: Bus) -> Router {
    Router::new().route("/", post(call)).with_state(bus)
}

async fn call(State(bus): State<Bus>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").map(HeaderValue::as_bytes);
    if target != Some(b"AWSEvents.PutEvents") {
        return error(400, "UnknownOperationException", "Unknown operation");
    }
    match serde_json::from_slice(&body) {
        Ok(request) => put_events(&bus, &request),
        Err(problem) => error(400, "SerializationException", &problem.to_string()),
    }
}

fn put_events(bus: &Bus, request: &PutEvents) -> Response {
    let entries = &request.entries;
    if !(1..=MOST_ENTRIES).contains(&entries.len()) {
        let message = format!("Entries must have 1 to {MOST_ENTRIES} members");
        return error(400, "ValidationException", &message);
    }
    if entries.iter().map(Entry::size).sum::<usize>() > LONGEST {
        let message = "Total size of the entries in the request is over the limit.";
        return error(400, "ValidationException", message);
    }
    let mut accepted = Vec::new();
    let mut results = Vec::new();
    for entry in entries {
        results.push(match entry.accept(bus) {
            Ok((on, envelope)) => {
                let result = json!({ "EventId": envelope["id"] });
                accepted.push((on, envelope));
                result
            }
            Err((code, message)) => json!({ "ErrorCode": code, "ErrorMessage": message }),
        });
    }
    let failed = entries.len() - accepted.len();
    match bus.put_all(accepted) {
        Ok(()) => answer(
            200,
            &json!({ "FailedEntryCount": failed, "Entries": results }),
        ),
        Err(problem) => error(500, "InternalException", &problem.to_string()),
    }
}

/// An error as EventBridge answers it.
pub(crate) fn error(status: u16, name: &str, message: &str) -> Response {
    answer(status, &json!({ "__type": name, "message": message }))
}

fn answer(status: u16, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let json = HeaderValue::from_static("application/x-amz-json-1.1");
    headers.insert(CONTENT_TYPE, json);
    if let Ok(id) = HeaderValue::try_from(Uuid::new_v4().to_string()) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}
