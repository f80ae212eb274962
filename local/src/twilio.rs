//! A stand-in for Twilio Video's REST API.
//!
//! It keeps to what Twilio documents: Basic auth by an API key, form-encoded
//! bodies (anything else is read as an empty one), a unique name that resolves
//! only while its room is in progress, a SID that always does, participants
//! whose duration is there once they are gone, pages of them, only the
//! connected ones of a room in progress unless others are asked for, and a
//! second connection of one identity that ends the first. A room ends when it
//! has been empty for five minutes, Twilio's default, by the platform's clock.
//! Nobody is thrown out for having stayed too long.

mod controls;
mod page;
mod participant;
mod room;
mod rooms;
mod routes;
mod state;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

pub(crate) use controls::controls;
pub(crate) use rooms::{Account, Rooms};
pub(crate) use routes::router;

/// Why Twilio refuses: an HTTP status and a code of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: u32,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, code: u32, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 20001, message)
    }

    fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 20003, "Authenticate")
    }

    fn not_found(path: &str) -> Self {
        let message = format!("The requested resource {path} was not found");
        Self::new(StatusCode::NOT_FOUND, 20404, message)
    }

    /// The service has had too many calls.
    pub(crate) fn throttled() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, 20429, "Too Many Requests")
    }

    /// The service fails.
    pub(crate) fn failure() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, 20500, "Internal Server Error")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status.as_u16(),
        });
        let answer = (self.status, Json(body));
        if self.status == StatusCode::UNAUTHORIZED {
            ([(WWW_AUTHENTICATE, "Basic realm=\"Twilio API\"")], answer).into_response()
        } else {
            answer.into_response()
        }
    }
}

#[cfg(test)]
mod tests;
