use axum::extract::{Path, Query, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::recording::Recording;
use super::tokens::CreateToken;
use super::{Domain, Refusal, read};

const LONGEST_LIST: usize = 100;
const LINK_SECONDS: i64 = 3_600;
const LONGEST_LINK_SECONDS: i64 = 12 * 3_600;

type Answer = Result<Json<Value>, Refusal>;

/// The service, as `curl` calls it.
pub(crate) fn router(domain: Domain) -> Router {
    let api = Router::new()
        .route("/rooms", post(create_room))
        .route("/rooms/{room}", get(get_room).delete(delete_room))
        .route("/rooms/{room}/presence", get(get_presence))
        .route("/rooms/{room}/recordings/start", post(start_recording))
        .route("/rooms/{room}/recordings/stop", post(stop_recording))
        .route("/meeting-tokens", post(create_token))
        .route("/recordings", get(list_recordings))
        .route("/recordings/{recording}", get(get_recording))
        .route("/recordings/{recording}/access-link", get(get_access_link));
    Router::new()
        .nest("/v1", api)
        .fallback(async || Refusal::not_found("there is no such endpoint"))
        .method_not_allowed_fallback(async || {
            let status = StatusCode::METHOD_NOT_ALLOWED;
            Refusal::new(status, "invalid-request-error", "another method")
        })
        .layer(middleware::from_fn_with_state(domain.clone(), authenticate))
        .with_state(domain)
}

async fn authenticate(State(domain): State<Domain>, request: Request, next: Next) -> Response {
    let expected = format!("Bearer {}", domain.api_key);
    let headers: &HeaderMap = request.headers();
    let given = headers.get(AUTHORIZATION);
    if given.is_some_and(|given| given.as_bytes() == expected.as_bytes()) {
        next.run(request).await
    } else {
        Refusal::unauthorized().into_response()
    }
}

async fn create_room(State(domain): State<Domain>, body: Bytes) -> Answer {
    let room = domain.create_room(read(&body)?)?;
    Ok(Json(room.shape()))
}

async fn get_room(State(domain): State<Domain>, Path(name): Path<String>) -> Answer {
    Ok(Json(domain.room(&name)?.shape()))
}

async fn delete_room(State(domain): State<Domain>, Path(name): Path<String>) -> Answer {
    domain.delete_room(&name)?;
    Ok(Json(json!({ "deleted": true, "name": name })))
}

async fn get_presence(State(domain): State<Domain>, Path(name): Path<String>) -> Answer {
    Ok(Json(domain.presence(&name)?))
}

async fn create_token(State(domain): State<Domain>, body: Bytes) -> Answer {
    let asked: CreateToken = read(&body)?;
    Ok(Json(json!({ "token": asked.sign(&domain.api_key) })))
}

async fn start_recording(
    State(domain): State<Domain>,
    Path(name): Path<String>,
    body: Bytes,
) -> Answer {
    let recording = domain.start(&name, &read(&body)?)?;
    let mut answer = json!({ "status": "sent" });
    // Whether it is there is nothing to rely on: every second time it is.
    if recording.number % 2 == 1 {
        answer["recordingId"] = json!(recording.id);
    }
    Ok(Json(answer))
}

async fn stop_recording(
    State(domain): State<Domain>,
    Path(name): Path<String>,
    body: Bytes,
) -> Answer {
    domain.stop(&name, &read(&body)?)?;
    Ok(Json(json!({ "status": "sent" })))
}

#[derive(Deserialize)]
struct Listed {
    room_name: Option<String>,
    limit: Option<usize>,
    starting_after: Option<String>,
}

async fn list_recordings(State(domain): State<Domain>, Query(asked): Query<Listed>) -> Answer {
    let limit = asked.limit.unwrap_or(LONGEST_LIST);
    if !(1..=LONGEST_LIST).contains(&limit) {
        let info = format!("limit must be 1 to {LONGEST_LIST}");
        return Err(Refusal::invalid(info));
    }
    let all = domain.recordings(asked.room_name.as_deref())?;
    let after = asked.starting_after;
    let start = match after {
        None => 0,
        Some(id) => {
            let at = all.iter().position(|recording| recording.id == id);
            at.ok_or_else(|| Refusal::invalid("starting_after is not known"))? + 1
        }
    };
    let page = all.iter().skip(start).take(limit).map(Recording::shape);
    let page: Vec<Value> = page.collect();
    Ok(Json(json!({ "total_count": all.len(), "data": page })))
}

async fn get_recording(State(domain): State<Domain>, Path(id): Path<String>) -> Answer {
    Ok(Json(domain.recording(&id)?.shape()))
}

#[derive(Deserialize)]
struct Linked {
    valid_for_secs: Option<i64>,
}

async fn get_access_link(
    State(domain): State<Domain>,
    Path(id): Path<String>,
    Query(asked): Query<Linked>,
) -> Answer {
    let (recording, now) = domain.recording_now(&id)?;
    let seconds = asked.valid_for_secs.unwrap_or(LINK_SECONDS);
    if !(1..=LONGEST_LINK_SECONDS).contains(&seconds) {
        return Err(Refusal::invalid("valid_for_secs is not valid"));
    }
    let expires = now.as_second().saturating_add(seconds);
    let link = match recording.is_finished() {
        true => format!(
            "https://recordings.daily.local.test/{id}.mp4?expires={expires}&signature={}",
            Uuid::new_v4().simple()
        ),
        false => "Error: there is no recording to download yet".to_owned(),
    };
    Ok(Json(json!({ "download_link": link, "expires": expires })))
}
