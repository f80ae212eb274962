//! A stand-in for Amazon Chime SDK Meetings, in its REST form.
//!
//! It keeps to what AWS documents: `ClientRequestToken` and `ExternalUserId`
//! idempotency, lengths and characters of ids, 250 attendees, typed errors,
//! an end five minutes after all have left, or after 24 hours. Two things
//! AWS does not document, and here the answer is the one that is harder on its
//! caller: the token of a meeting that has ended gives that dead meeting again,
//! so that only a new token gives a live one; the same token with another
//! external id or region is a conflict.

mod attendee;
mod check;
mod controls;
mod meeting;
mod meetings;
mod routes;
mod state;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde_json::json;
use uuid::Uuid;

pub(crate) use controls::controls;
pub(crate) use meetings::Meetings;
pub(crate) use routes::router;

/// Why Chime refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: u16,
    name: &'static str,
    message: String,
}

impl Refusal {
    fn bad_request(message: impl Into<String>) -> Self {
        Self {
            status: 400,
            name: "BadRequestException",
            message: message.into(),
        }
    }

    fn conflict(message: impl Into<String>) -> Self {
        Self {
            status: 409,
            name: "ConflictException",
            message: message.into(),
        }
    }

    fn limit(message: impl Into<String>) -> Self {
        Self {
            status: 400,
            name: "LimitExceededException",
            message: message.into(),
        }
    }

    fn not_found(what: &str) -> Self {
        Self {
            status: 404,
            name: "NotFoundException",
            message: format!("The {what} was not found"),
        }
    }

    fn failure(error: impl std::fmt::Display) -> Self {
        Self {
            status: 500,
            name: "ServiceFailureException",
            message: error.to_string(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        error(self.status, self.name, &self.message)
    }
}

/// An error as Chime answers it.
pub(crate) fn error(status: u16, name: &'static str, message: &str) -> Response {
    let id = Uuid::new_v4().to_string();
    let code = name.trim_end_matches("Exception");
    let body = json!({ "Code": code, "Message": message, "RequestId": id });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("x-amzn-errortype", HeaderValue::from_static(name));
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

#[cfg(test)]
mod tests;
