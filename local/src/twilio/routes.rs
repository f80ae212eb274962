use axum::extract::{Path, RawQuery, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::page::Asked;
use super::room::Room;
use super::{Refusal, Rooms};

const FORM: &str = "application/x-www-form-urlencoded";

/// The service, as Twilio's helper libraries call it.
pub(crate) fn router(rooms: Rooms) -> Router {
    Router::new()
        .route("/v1/Rooms", axum::routing::post(create_room))
        .route("/v1/Rooms/{room}", get(fetch_room).post(update_room))
        .route("/v1/Rooms/{room}/Participants", get(list_participants))
        .route(
            "/v1/Rooms/{room}/Participants/{participant}",
            get(fetch_participant),
        )
        .fallback(async |request: Request| Refusal::not_found(request.uri().path()))
        .method_not_allowed_fallback(async || {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, 20004, "Method not allowed")
        })
        .layer(middleware::from_fn_with_state(rooms.clone(), authenticate))
        .with_state(rooms)
}

async fn authenticate(State(rooms): State<Rooms>, request: Request, next: Next) -> Response {
    let (key, secret) = (&rooms.account.key_sid, &rooms.account.key_secret);
    let expected = format!("Basic {}", STANDARD.encode(format!("{key}:{secret}")));
    let given = request.headers().get(AUTHORIZATION);
    if given.is_some_and(|given| given.as_bytes() == expected.as_bytes()) {
        next.run(request).await
    } else {
        Refusal::unauthorized().into_response()
    }
}

async fn create_room(
    State(rooms): State<Rooms>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let unique_name = field(&headers, &body, "UniqueName");
    let room = rooms.create(unique_name)?;
    Ok((StatusCode::CREATED, Json(shape(&rooms, &room, &headers))))
}

async fn fetch_room(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let room = rooms.get(&id)?;
    Ok(Json(shape(&rooms, &room, &headers)))
}

/// The one update that Twilio knows: a room is ended.
async fn update_room(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let room = match field(&headers, &body, "Status").as_deref() {
        Some("completed") => rooms.complete(&id)?,
        _ => return Err(Refusal::bad_request("Status must be completed")),
    };
    Ok(Json(shape(&rooms, &room, &headers)))
}

async fn list_participants(
    State(rooms): State<Rooms>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let room = rooms.get(&id)?;
    let asked = Asked::read(query.as_deref())?;
    let by_default = if room.is_in_progress() {
        "connected"
    } else {
        "disconnected"
    };
    let status = asked.get("Status").unwrap_or(by_default);
    let identity = asked.get("Identity");
    let base_url = base_url(&headers);
    let matching = room.participants.iter().filter(|participant| {
        participant.status() == status
            && identity.is_none_or(|identity| participant.identity == identity)
    });
    let all: Vec<Value> = matching
        .map(|participant| participant.shape(&rooms.account.account_sid, &room.sid, &base_url))
        .collect();
    let url = format!("{base_url}/v1/Rooms/{}/Participants", room.sid);
    Ok(Json(asked.page("participants", &url, &all)))
}

async fn fetch_participant(
    State(rooms): State<Rooms>,
    Path((id, wanted)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let room = rooms.get(&id)?;
    let mut newest_first = room.participants.iter().rev();
    let found = newest_first.find(|there| there.sid == wanted || there.identity == wanted);
    let path = format!("/Rooms/{id}/Participants/{wanted}");
    let found = found.ok_or_else(|| Refusal::not_found(&path))?;
    let account = &rooms.account.account_sid;
    Ok(Json(found.shape(account, &room.sid, &base_url(&headers))))
}

fn shape(rooms: &Rooms, room: &Room, headers: &HeaderMap) -> Value {
    room.shape(&rooms.account.account_sid, &base_url(headers))
}

/// Where the caller reaches this service.
fn base_url(headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or_default())
}

/// A field of a form; of any other body Twilio reads nothing.
fn field(headers: &HeaderMap, body: &[u8], name: &str) -> Option<String> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    if !content_type.starts_with(FORM) {
        return None;
    }
    let mut fields = url::form_urlencoded::parse(body);
    fields
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
