use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use ids::UserId;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

/// 200 with this body.
pub fn ok(body: impl Serialize) -> Response {
    Json(body).into_response()
}

/// 201 with this body.
pub fn created(body: impl Serialize) -> Response {
    (StatusCode::CREATED, Json(body)).into_response()
}

/// The answer, kept in no cache: it holds credentials.
pub fn no_store(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A user id as seeds 000 and 002 write it: a number when it is all digits and
/// one that JavaScript can tell from its neighbours.
pub fn plain_id(user: &UserId) -> Value {
    const HIGHEST: u64 = (1 << 53) - 1;
    let number = user.as_str().parse::<u64>().ok();
    match number.filter(|number| *number <= HIGHEST && number.to_string() == user.as_str()) {
        Some(number) => number.into(),
        None => user.as_str().into(),
    }
}

/// A number of hundredths as JSON writes it: 450 is 4.5.
#[allow(
    clippy::cast_precision_loss,
    reason = "ratings and fees are far below 2^53"
)]
pub fn hundredths(number: u64) -> f64 {
    number as f64 / 100.0
}

/// A time as seed 004 writes it, with milliseconds.
pub fn milliseconds(time: Timestamp) -> String {
    format!("{time:.3}")
}
