//! A stand-in for Daily's REST API.
//!
//! It keeps to what Daily documents: Bearer auth, errors as `{error, info}`,
//! names of rooms, recordings only of a room in which a call is on and one at
//! a time, a `duration` only once it is finished, a `recordingId` in the start
//! answer that need not be there (every second start has none), and a
//! `download_link` that is a sentence while there is nothing to download.
//! Where Daily does not say which error it is, both occur: nobody in the room
//! is a 404, a recording that runs already a 400. A recording that was stopped
//! stays in progress until the control says that it has been processed. What
//! has a time, like a room's `exp` and a recording's `maxDuration`, goes by
//! the platform's clock.

mod controls;
mod domain;
mod recording;
mod recordings;
mod room;
mod routes;
mod state;
mod tokens;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::json;

pub(crate) use controls::controls;
pub(crate) use domain::Domain;
pub(crate) use routes::router;

/// Why Daily refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: &'static str,
    info: String,
}

impl Refusal {
    fn new(status: StatusCode, error: &'static str, info: impl Into<String>) -> Self {
        Self {
            status,
            error,
            info: info.into(),
        }
    }

    fn invalid(info: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid-request-error", info)
    }

    fn unauthorized() -> Self {
        let status = StatusCode::UNAUTHORIZED;
        Self::new(status, "authentication-error", "the API key is not valid")
    }

    fn not_found(info: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", info)
    }

    /// The service has had too many calls.
    pub(crate) fn throttled() -> Self {
        let status = StatusCode::TOO_MANY_REQUESTS;
        Self::new(status, "rate-limit-error", "too many requests")
    }

    /// The service fails.
    pub(crate) fn failure() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "server-error", "something went wrong")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "info": self.info });
        (self.status, Json(body)).into_response()
    }
}

/// A body as JSON; an empty one is an empty object.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| Refusal::invalid(error.to_string()))
}

#[cfg(test)]
mod tests;
