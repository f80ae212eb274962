use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use ids::Ids;
use runtime::log;
use table::Meter;

use crate::api::Api;
use crate::context::Shared;
use crate::error::{ApiError, Told};
use crate::live;
use crate::metrics::{Entry, METRICS, Metrics};

/// The answer comes within 12 seconds, whatever the store and providers do.
const DEADLINE: Duration = Duration::from_millis(11_500);

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The edge of a function: gives the request an id and a deadline, gives
/// errors the shape of their API, and writes the one log line.
pub(crate) async fn boundary(
    State(shared): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let meter = Arc::new(Meter::default());
    let request_id = Ids::at(shared.base.clock.now()).uuid().simple().to_string();
    let api = Api::of(request.uri().path());
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", MatchedPath::as_str)
        .to_owned();
    request.extensions_mut().insert(Arc::clone(&meter));

    let answered =
        tokio::time::timeout(DEADLINE, AssertUnwindSafe(next.run(request)).catch_unwind()).await;
    let mut response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => ApiError::internal("panicked").into_response(),
        Err(_) => ApiError::unavailable("the deadline passed").into_response(),
    };
    let told = response.extensions_mut().remove::<Told>();
    let cause = told.as_ref().and_then(|told| told.cause.clone());
    if let Some(told) = told {
        let told = match api {
            Api::Live => live::told(told, &method, &route),
            _ => told,
        };
        response = render(api, told, response);
    }
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    let line = Line {
        shared: &shared,
        request_id,
        method,
        route,
        status: response.status(),
        started,
    };
    line.write(
        &meter,
        cause
            .as_ref()
            .map(|cause| log::chain(cause.as_ref().as_ref())),
    );
    response
}

/// The error in its API's shape; headers that were set stay.
fn render(api: Api, told: Told, bare: Response) -> Response {
    let status = told.status.unwrap_or_else(|| api.invalid());
    let mut response = (
        status,
        Json(api.render(status, &told.message, &told.fields)),
    )
        .into_response();
    for (name, value) in bare.headers() {
        if name != http::header::CONTENT_LENGTH && name != http::header::CONTENT_TYPE {
            response.headers_mut().append(name, value.clone());
        }
    }
    if status == StatusCode::UNAUTHORIZED {
        // RFC 6750, section 3.
        let scheme = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    if let Some(seconds) = told.retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

struct Line<'a> {
    shared: &'a Shared,
    request_id: String,
    method: Method,
    route: String,
    status: StatusCode,
    started: Instant,
}

impl Line<'_> {
    /// The log line, which is CloudWatch's embedded metric format too: what it
    /// names under `_aws` becomes metrics by function and route.
    fn write(&self, meter: &Meter, cause: Option<String>) {
        if !self.shared.base.settings.log_all && !self.status.is_server_error() {
            return;
        }
        let usage = meter.usage();
        log::line(&Entry {
            aws: Metrics {
                timestamp: self.shared.base.clock.system_now().as_millisecond(),
                metrics: [METRICS],
            },
            level: if self.status.is_server_error() {
                "error"
            } else {
                "info"
            },
            request_id: &self.request_id,
            function: self.shared.function,
            method: self.method.as_str(),
            route: &self.route,
            status: self.status.as_u16(),
            latency_ms: log::milliseconds(self.started.elapsed()),
            dynamodb_calls: usage.calls,
            read_units: usage.read_units,
            write_units: usage.write_units,
            server_errors: u8::from(self.status.is_server_error()),
            cause,
        });
    }
}
