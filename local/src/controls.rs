//! `/_local`: what only the local platform can do. No function has any of it.

mod clock;
mod environment;
mod faults;
mod invoke;
mod permissions;
mod tokens;

use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::bus::{self, Bus};
use crate::chime::{self, Meetings};
use crate::clock::MovableClock;
use crate::daily;
use crate::deliveries::Invocations;
use crate::faults::Faults;
use crate::functions::{Environment, Functions};
use crate::permissions::Permissions;
use crate::store::StoreError;
use crate::tokens::Tokens;
use crate::twilio;

/// What the controls move.
pub(crate) struct Controls {
    pub(crate) clock: MovableClock,
    pub(crate) tokens: Tokens,
    pub(crate) faults: Faults,
    pub(crate) permissions: Permissions,
    pub(crate) meetings: Meetings,
    pub(crate) twilio: twilio::Rooms,
    pub(crate) daily: daily::Domain,
    pub(crate) functions: Functions,
    pub(crate) invocations: Invocations,
    pub(crate) bus: Bus,
    pub(crate) environment: Environment,
}

/// A control that cannot be carried out, and why.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    message: String,
}

impl Refused {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }

    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.message }))).into_response()
    }
}

/// The routes under `/_local`.
pub(crate) fn router(controls: Controls) -> Router {
    Router::new()
        .merge(tokens::router(controls.tokens))
        .merge(clock::router(controls.clock))
        .merge(faults::router(controls.faults, controls.functions.clone()))
        .merge(permissions::router(controls.permissions))
        .merge(invoke::router(controls.functions, controls.invocations))
        .merge(bus::controls(controls.bus))
        .merge(environment::router(&controls.environment))
        .nest("/chime", chime::controls(controls.meetings))
        .nest("/twilio", twilio::controls(controls.twilio))
        .nest("/daily", daily::controls(controls.daily))
        .fallback(async || Refused::new(StatusCode::NOT_FOUND, "there is no such control"))
        .method_not_allowed_fallback(async || {
            Refused::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "this control takes another method",
            )
        })
}

/// A body as JSON, whatever its content type says.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| Refused::bad(error.to_string()))
}
