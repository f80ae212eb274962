use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

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

/// A number of hundredths as JSON writes it: 450 is 4.5.
#[allow(
    clippy::cast_precision_loss,
    reason = "ratings and fees are far below 2^53"
)]
pub fn hundredths(number: u64) -> f64 {
    number as f64 / 100.0
}
