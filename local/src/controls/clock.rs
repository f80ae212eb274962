use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refused, read};
use crate::clock::MovableClock;

/// The times that the clock may be moved to: all that have room for a
/// calendar before and after them.
const EARLIEST: &str = "1971-01-01T00:00:00Z";
const LATEST: &str = "9000-01-01T00:00:00Z";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    now: Option<Timestamp>,
    advance_seconds: Option<i64>,
}

pub(super) fn router(clock: MovableClock) -> Router {
    Router::new()
        .route("/clock", get(show).put(set).delete(reset))
        .with_state(clock)
}

async fn show(State(clock): State<MovableClock>) -> Json<Value> {
    Json(json!({ "now": clock.now() }))
}

async fn set(State(clock): State<MovableClock>, body: Bytes) -> Result<Json<Value>, Refused> {
    let real = clock.real_now().as_second();
    let ahead = match read::<Move>(&body)? {
        Move {
            now: Some(now),
            advance_seconds: None,
        } => now.as_second() - real,
        Move {
            now: None,
            advance_seconds: Some(seconds),
        } => clock.ahead_seconds().saturating_add(seconds),
        _ => return Err(Refused::bad("give either now or advance_seconds")),
    };
    let limit = |text: &str| {
        text.parse::<Timestamp>()
            .map_err(|error| Refused::bad(error.to_string()))
    };
    let range = limit(EARLIEST)?.as_second()..=limit(LATEST)?.as_second();
    if !range.contains(&real.saturating_add(ahead)) {
        return Err(Refused::bad(format!(
            "the clock goes from {EARLIEST} to {LATEST}"
        )));
    }
    clock.set_ahead(ahead)?;
    Ok(show(State(clock)).await)
}

async fn reset(State(clock): State<MovableClock>) -> Result<Json<Value>, Refused> {
    clock.set_ahead(0)?;
    Ok(show(State(clock)).await)
}
