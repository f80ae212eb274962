//! The gateway: API Gateway's HTTP API for the functions of the template, and
//! beside it what is local only.

mod routes;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use serde_json::json;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::body::{self, Unread};
use crate::functions::Functions;
use crate::template::Template;
pub(crate) use routes::Routes;

/// API Gateway's longest request, in bytes.
const LONGEST: usize = 10 * 1024 * 1024;

/// Requests that functions work on at once. In the cloud each has an instance
/// to itself; here they share the cores of one machine, and with more at once
/// each would become too slow for the timeouts of its own calls. The others
/// wait their turn.
const AT_ONCE: usize = 32;

/// A route or event of the template leads to a function that is not there.
#[derive(Debug, thiserror::Error)]
#[error("template.yaml leads to {0}, which is no function that takes it")]
pub struct UnknownFunction(String);

impl UnknownFunction {
    pub(crate) fn new(name: &str) -> Self {
        Self(name.to_owned())
    }
}

/// What answers beside the functions.
pub(crate) struct LocalOnly {
    pub(crate) controls: Router,
    pub(crate) docs: Router,
    pub(crate) files: Router,
}

#[derive(Clone)]
struct Gateway {
    routes: Arc<Routes>,
    places: Arc<Semaphore>,
    timeout: Duration,
}

/// Everything that the platform answers on its one known port.
pub(crate) fn router(
    template: &Template,
    functions: &Functions,
    local: LocalOnly,
) -> Result<Router, UnknownFunction> {
    let routes =
        Routes::new(&template.routes, |name| functions.get(name)).map_err(UnknownFunction)?;
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let gateway = Gateway {
        routes: routes.into(),
        places,
        timeout: template.timeout,
    };
    Ok(Router::new()
        .fallback(answer)
        .with_state(gateway)
        .merge(local.docs)
        .nest("/_local", local.controls)
        .nest("/files", local.files))
}

async fn answer(State(gateway): State<Gateway>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let Some(function) = gateway.routes.find(parts.method.as_str(), parts.uri.path()) else {
        return own_error(StatusCode::NOT_FOUND, "Not Found");
    };
    let body = match body::read(body, LONGEST).await {
        Ok(body) => body,
        Err(Unread::TooLong) => {
            return own_error(StatusCode::PAYLOAD_TOO_LARGE, "Request Too Long");
        }
        Err(Unread::Broken) => return own_error(StatusCode::BAD_REQUEST, "Bad Request"),
    };
    forwarded(&mut parts);
    let request = Request::from_parts(parts, Body::from(body));
    let place = gateway.places.clone().acquire_owned().await;
    // A function runs on when its client is gone, so it is no part of the
    // connection that this is answered on.
    let running = tokio::spawn(async move {
        let answer = tokio::time::timeout(gateway.timeout, function.oneshot(request)).await;
        drop(place);
        answer
    });
    match running.await {
        Ok(Ok(Ok(response))) => response,
        // It panicked or ran into its timeout.
        _ => own_error(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
    }
}

/// The headers about the client that a function may believe.
fn forwarded(parts: &mut Parts) {
    let port = parts.uri.port_u16().or_else(|| {
        let host = parts.headers.get(http::header::HOST)?.to_str().ok()?;
        host.rsplit_once(':')?.1.parse().ok()
    });
    let headers = &mut parts.headers;
    headers.insert("x-forwarded-for", HeaderValue::from_static("127.0.0.1"));
    headers.insert("x-forwarded-proto", HeaderValue::from_static("http"));
    headers.insert("x-forwarded-port", HeaderValue::from(port.unwrap_or(80)));
}

/// What API Gateway answers by itself.
fn own_error(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
