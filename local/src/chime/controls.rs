use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use serde_json::{Value, json};

use super::attendee::{Attendee, Presence};
use super::{Meetings, Refusal};
use crate::controls::Refused;

/// What somebody in a browser, and Chime by itself, would do.
pub(crate) fn controls(meetings: Meetings) -> Router {
    let moves = |presence| post(async move |state, path| moved(state, path, presence).await);
    Router::new()
        .route("/meetings", get(list))
        .route("/meetings/{meeting}/expire", post(expire))
        .route(
            "/meetings/{meeting}/attendees/{attendee}/joined",
            moves(Presence::Joined),
        )
        .route(
            "/meetings/{meeting}/attendees/{attendee}/left",
            moves(Presence::Left),
        )
        .route(
            "/meetings/{meeting}/attendees/{attendee}/dropped",
            moves(Presence::Dropped),
        )
        .with_state(meetings)
}

async fn list(State(meetings): State<Meetings>) -> Result<Json<Value>, Refused> {
    let shape = |attendee: &Attendee| {
        let mut shape = attendee.shape();
        shape["Presence"] = json!(attendee.presence);
        shape
    };
    let live = meetings.live()?;
    let all: Vec<Value> = live
        .iter()
        .map(|meeting| {
            let attendees: Vec<Value> = meeting.attendees.iter().map(shape).collect();
            json!({ "Meeting": meeting.shape(), "Attendees": attendees })
        })
        .collect();
    Ok(Json(json!({ "meetings": all })))
}

async fn expire(
    State(meetings): State<Meetings>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refused> {
    meetings.end(&id)?;
    Ok(Json(json!({ "meeting_id": id, "expired": true })))
}

async fn moved(
    State(meetings): State<Meetings>,
    Path((id, attendee)): Path<(String, String)>,
    presence: Presence,
) -> Result<Json<Value>, Refused> {
    let attendee = meetings.moved(&id, &attendee, presence)?;
    let answer =
        json!({ "meeting_id": id, "attendee_id": attendee.id, "presence": attendee.presence });
    Ok(Json(answer))
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let status =
            StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(status, refusal.message)
    }
}
