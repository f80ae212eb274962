use axum::extract::{Path, State};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::recording::Recording;
use super::room::{Participant, Room};
use super::{Domain, Refusal};
use crate::controls::{Refused, read};

#[derive(Deserialize)]
struct Join {
    user_name: String,
}

/// What somebody in a browser, somebody in Daily's dashboard, and Daily by
/// itself would do. Tokens are not looked at.
pub(crate) fn controls(domain: Domain) -> Router {
    Router::new()
        .route("/rooms", get(list))
        .route("/rooms/{room}", delete(vanish))
        .route("/rooms/{room}/participants", post(join))
        .route("/recordings/{recording}/finish", post(finish))
        .with_state(domain)
}

async fn list(State(domain): State<Domain>) -> Result<Json<Value>, Refused> {
    let recordings = domain.recordings(None)?;
    let shape = |room: &Room| {
        let of_room = |recording: &&Recording| recording.room_name == room.name;
        let recordings: Vec<Value> = recordings.iter().filter(of_room).map(recorded).collect();
        let participants: Vec<Value> = room.participants.iter().map(present).collect();
        json!({
            "name": room.name,
            "privacy": room.privacy,
            "participants": participants,
            "recordings": recordings,
        })
    };
    let rooms: Vec<Value> = domain.rooms()?.iter().map(shape).collect();
    Ok(Json(json!({ "rooms": rooms })))
}

async fn vanish(
    State(domain): State<Domain>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Refused> {
    domain.delete_room(&name)?;
    Ok(Json(json!({ "deleted": true, "name": name })))
}

async fn join(
    State(domain): State<Domain>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refused> {
    let user_name = read::<Join>(&body)?.user_name;
    let participant = domain.join(&name, &user_name)?;
    Ok(Json(present(&participant)))
}

async fn finish(
    State(domain): State<Domain>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refused> {
    Ok(Json(recorded(&domain.finish(&id)?)))
}

fn present(participant: &Participant) -> Value {
    json!({
        "id": participant.id,
        "user_name": participant.user_name,
        "joined_at": participant.joined_at,
    })
}

/// As Daily shows it, and what it does not: whether it runs, and as what.
fn recorded(recording: &Recording) -> Value {
    let mut shape = recording.shape();
    shape["instance_id"] = json!(recording.instance_id);
    shape["is_running"] = json!(recording.is_running());
    shape
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.status, refusal.info)
    }
}
