use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderName, HeaderValue, StatusCode};
use ids::UserId;
use jiff::Timestamp;
use outcome::Cause;
use runtime::Base;
use table::{Admission, Gate, Key, Meter};

use crate::error::ApiError;

/// A fixed window: the clock's minute.
const WINDOW_SECONDS: i64 = 60;

pub(crate) const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
pub(crate) const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
pub(crate) const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// Counts one request of a user in this minute, wherever it is answered. The
/// counting is under way when this returns.
pub(crate) fn gate(base: &Base, meter: Arc<Meter>, user: &UserId, now: Timestamp) -> Gate {
    let minute = now.as_second().div_euclid(WINDOW_SECONDS);
    let key = Key::new(format!("RATE#{user}"), minute.to_string());
    let limit = base.settings.rate_limit_per_minute;
    let expires_at = (minute + 2) * WINDOW_SECONDS;
    let counter = Arc::clone(&base.table).count(meter, key, limit, expires_at);
    let counting = tokio::spawn(counter);
    let lost = |error| Admission::Unknown(Arc::new(error));
    Gate::on(async move { counting.await.unwrap_or_else(lost) })
}

/// The answer with the limit's headers, or what the limit says instead of it.
pub(crate) fn finish(
    response: Response,
    admission: Option<Admission>,
    limit: u32,
    now: Timestamp,
) -> Response {
    let Some(admission) = admission else {
        return response;
    };
    let reset = WINDOW_SECONDS - now.as_second().rem_euclid(WINDOW_SECONDS);
    let (mut response, remaining) = match admission {
        Admission::Granted { remaining } => (response, remaining),
        Admission::OverLimit => (over_limit(limit, reset), 0),
        // A failed counter fails what it should have counted.
        Admission::Unknown(cause) => {
            return ApiError::unavailable(Box::new(cause) as Cause).into_response();
        }
    };
    let headers = response.headers_mut();
    headers.insert(LIMIT, HeaderValue::from(limit));
    headers.insert(REMAINING, HeaderValue::from(remaining));
    headers.insert(RESET, HeaderValue::from(reset));
    response
}

fn over_limit(limit: u32, reset: i64) -> Response {
    let message =
        format!("More than {limit} requests in this minute; try again in {reset} seconds");
    let mut response = ApiError::new(StatusCode::TOO_MANY_REQUESTS, message).into_response();
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(reset));
    response
}
