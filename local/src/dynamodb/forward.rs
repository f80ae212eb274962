use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONNECTION, HOST};
use http::uri::{Authority, Scheme};
use http::{StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::sync::Semaphore;

/// Requests that are with dynoxide at once. SQLite takes them one by one, so
/// more would only cost connections.
const AT_ONCE: usize = 32;

#[derive(Clone)]
struct Forward {
    client: Client<HttpConnector, Body>,
    authority: Authority,
    places: Arc<Semaphore>,
}

/// Passes every request on to the server at an address.
pub(super) fn router(address: SocketAddr) -> Router {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client = Client::builder(TokioExecutor::new())
        .pool_max_idle_per_host(AT_ONCE)
        .build(connector);
    let authority = Authority::try_from(address.to_string())
        .unwrap_or_else(|_| Authority::from_static("127.0.0.1"));
    Router::new().fallback(forward).with_state(Forward {
        client,
        authority,
        places: Arc::new(Semaphore::new(AT_ONCE)),
    })
}

async fn forward(State(to): State<Forward>, mut request: Request) -> Response {
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    parts.scheme = Some(Scheme::HTTP);
    parts.authority = Some(to.authority.clone());
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
    request.headers_mut().remove(HOST);
    request.headers_mut().remove(CONNECTION);
    let place = to.places.clone().acquire_owned().await;
    let answer = to.client.request(request).await;
    drop(place);
    match answer {
        Ok(response) => response.map(Body::new),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
    }
}
