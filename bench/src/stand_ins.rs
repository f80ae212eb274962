//! Chime and EventBridge, as far as the measured events call them. They answer
//! at once, and always the same.

use std::net::SocketAddr;

use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Result;

/// The meeting that is on, and who is in it.
pub const MEETING: &str = "2f1b0b0c-5c3f-4d0a-9d55-d8d1f1f50713";
pub const ATTENDEE: &str = "3d5a9b7c-1e2f-4a6b-8c9d-0e1f2a3b4c5d";

/// Starts both on one loopback port; their paths tell them apart.
pub async fn start() -> Result<SocketAddr> {
    let router = Router::new()
        .route("/meetings/{id}", get(meeting))
        .route("/meetings/{id}/attendees", post(attendee))
        .route("/", post(put_events));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn meeting() -> Json<Value> {
    Json(json!({ "Meeting": {
        "MeetingId": MEETING,
        "ExternalMeetingId": "ses_01890a5d5b6c7d8e9f00112233445566",
        "MediaRegion": "us-east-1",
        "MediaPlacement": { "AudioHostUrl": "https://example.com/audio", "SignalingUrl": "https://example.com/signaling" },
    } }))
}

async fn attendee() -> Json<Value> {
    Json(json!({ "Attendee": {
        "ExternalUserId": "student",
        "AttendeeId": ATTENDEE,
        "JoinToken": "token",
    } }))
}

async fn put_events() -> Json<Value> {
    let entry = json!({ "EventId": "6a7e8feb-b491-4cf7-a9f1-bf3703467718" });
    Json(json!({ "FailedEntryCount": 0, "Entries": [entry] }))
}
