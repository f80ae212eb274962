use axum::extract::{Path, State};
use axum::routing::{delete, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::participant::Participant;
use super::room::Room;
use super::{Refusal, Rooms};
use crate::controls::{Refused, read};

#[derive(Deserialize)]
struct Connect {
    identity: String,
}

/// What somebody in a browser would do. Tokens are not looked at.
pub(crate) fn controls(rooms: Rooms) -> Router {
    Router::new()
        .route("/rooms/{room}/participants", post(connect))
        .route("/rooms/{room}/participants/{identity}", delete(disconnect))
        .with_state(rooms)
}

async fn connect(
    State(rooms): State<Rooms>,
    Path(unique_name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refused> {
    let identity = read::<Connect>(&body)?.identity;
    if identity.is_empty() {
        return Err(Refused::bad("identity must not be empty"));
    }
    let moved = rooms.connect(&unique_name, &identity)?;
    Ok(Json(answer(&moved)))
}

async fn disconnect(
    State(rooms): State<Rooms>,
    Path((unique_name, identity)): Path<(String, String)>,
) -> Result<Json<Value>, Refused> {
    let moved = rooms.disconnect(&unique_name, &identity)?;
    Ok(Json(answer(&moved)))
}

fn answer((room, participant): &(Room, Participant)) -> Value {
    json!({
        "room_sid": room.sid,
        "unique_name": room.unique_name,
        "participant_sid": participant.sid,
        "identity": participant.identity,
        "status": participant.status(),
    })
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.status, refusal.message)
    }
}
