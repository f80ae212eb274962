use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::attendee::Attendee;
use super::meeting::CreateMeeting;
use super::{Meetings, Refusal, error};

const MOST_WITH_MEETING: usize = 10;
const MOST_IN_BATCH: usize = 100;
const DEFAULT_PAGE: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateAttendee {
    #[serde(default)]
    external_user_id: String,
    capabilities: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attendees {
    #[serde(default)]
    attendees: Vec<CreateAttendee>,
}

/// The service, as the SDK calls it.
pub(crate) fn router(meetings: Meetings) -> Router {
    Router::new()
        .route("/meetings", post(create_meeting))
        .route(
            "/meetings/{meeting}",
            get(get_meeting).delete(delete_meeting),
        )
        .route(
            "/meetings/{meeting}/attendees",
            get(list_attendees).post(create_attendee),
        )
        .route(
            "/meetings/{meeting}/attendees/{attendee}",
            get(get_attendee).delete(delete_attendee),
        )
        .fallback(async || error(404, "UnknownOperationException", "Unknown operation"))
        .with_state(meetings)
}

async fn create_meeting(
    State(meetings): State<Meetings>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Response, Refusal> {
    let request: CreateMeeting = read(&body)?;
    if parameter(query.as_deref(), "operation").as_deref() != Some("create-attendees") {
        let meeting = meetings.create(&request)?;
        return Ok(Json(json!({ "Meeting": meeting.shape() })).into_response());
    }
    let users = read::<Attendees>(&body)?.attendees;
    if users.is_empty() || users.len() > MOST_WITH_MEETING {
        return Err(Refusal::bad_request(format!(
            "Attendees must be 1 to {MOST_WITH_MEETING}"
        )));
    }
    let meeting = meetings.create(&request)?;
    let (attendees, errors) = add_all(&meetings, &meeting.id, users);
    let answer = json!({ "Meeting": meeting.shape(), "Attendees": attendees, "Errors": errors });
    Ok(Json(answer).into_response())
}

async fn get_meeting(
    State(meetings): State<Meetings>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    Ok(Json(json!({ "Meeting": meetings.get(&id)?.shape() })))
}

async fn delete_meeting(
    State(meetings): State<Meetings>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    meetings.end(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn create_attendee(
    State(meetings): State<Meetings>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    if parameter(query.as_deref(), "operation").as_deref() != Some("batch-create") {
        let request: CreateAttendee = read(&body)?;
        let attendee = meetings.add(&id, &request.external_user_id, request.capabilities)?;
        return Ok(Json(json!({ "Attendee": attendee.shape() })));
    }
    let users = read::<Attendees>(&body)?.attendees;
    if users.is_empty() || users.len() > MOST_IN_BATCH {
        return Err(Refusal::bad_request(format!(
            "Attendees must be 1 to {MOST_IN_BATCH}"
        )));
    }
    meetings.get(&id)?;
    let (attendees, errors) = add_all(&meetings, &id, users);
    Ok(Json(json!({ "Attendees": attendees, "Errors": errors })))
}

async fn list_attendees(
    State(meetings): State<Meetings>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let number = |name: &str, default: usize| match parameter(query.as_deref(), name) {
        None => Ok(default),
        Some(text) => text
            .parse()
            .map_err(|_| Refusal::bad_request(format!("{name} is not valid"))),
    };
    let (start, size) = (
        number("next-token", 0)?,
        number("max-results", DEFAULT_PAGE)?,
    );
    if !(1..=DEFAULT_PAGE).contains(&size) {
        return Err(Refusal::bad_request(format!(
            "max-results must be 1 to {DEFAULT_PAGE}"
        )));
    }
    let all = meetings.get(&id)?.attendees;
    let page: Vec<Value> = all
        .iter()
        .skip(start)
        .take(size)
        .map(Attendee::shape)
        .collect();
    let next = start.saturating_add(size);
    let next = (next < all.len()).then(|| next.to_string());
    Ok(Json(json!({ "Attendees": page, "NextToken": next })))
}

async fn get_attendee(
    State(meetings): State<Meetings>,
    Path((id, attendee)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    let meeting = meetings.get(&id)?;
    let attendee = meeting.attendees.iter().find(|there| there.id == attendee);
    let attendee = attendee.ok_or_else(|| Refusal::not_found("attendee"))?;
    Ok(Json(json!({ "Attendee": attendee.shape() })))
}

async fn delete_attendee(
    State(meetings): State<Meetings>,
    Path((id, attendee)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    meetings.remove(&id, &attendee)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds each; those that cannot be are named, the others are in.
fn add_all(meetings: &Meetings, id: &str, users: Vec<CreateAttendee>) -> (Vec<Value>, Vec<Value>) {
    let (mut attendees, mut errors) = (Vec::new(), Vec::new());
    for user in users {
        match meetings.add(id, &user.external_user_id, user.capabilities) {
            Ok(attendee) => attendees.push(attendee.shape()),
            Err(refusal) => errors.push(json!({
                "ExternalUserId": user.external_user_id,
                "ErrorCode": refusal.name,
                "ErrorMessage": refusal.message,
            })),
        }
    }
    (attendees, errors)
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::bad_request(error.to_string()))
}

fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let pairs = query.unwrap_or_default().split('&');
    let mut values = pairs.filter_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    values.next().map(str::to_owned)
}
