use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Map, Value, json};
use tower::ServiceExt;

use super::{Refused, read};
use crate::deliveries::Invocations;
use crate::functions::Functions;

pub(super) fn router(functions: Functions, invocations: Invocations) -> Router {
    Router::new()
        .route("/functions/{name}/invoke", post(invoke))
        .with_state((functions, invocations))
}

async fn invoke(
    State((functions, invocations)): State<(Functions, Invocations)>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refused> {
    if functions.takes_events(&name) {
        let event = read(&body)?;
        let how = invocations.of(&name);
        let handled = functions.invoke(&name, event, &how).await;
        return handled
            .map(Json)
            .map_err(|reason| Refused::new(StatusCode::BAD_GATEWAY, reason));
    }
    let function = functions.get(&name);
    let function = function.ok_or_else(|| {
        Refused::new(
            StatusCode::NOT_FOUND,
            format!("there is no function {name}"),
        )
    })?;
    let event = std::str::from_utf8(&body).map_err(|error| Refused::bad(error.to_string()))?;
    let request = lambda_http::request::from_str(event).map_err(|error| {
        Refused::bad(format!(
            "{name} takes an API Gateway HTTP API event, version 2.0: {error}"
        ))
    })?;
    let answer = function.oneshot(request.map(Body::new)).await;
    let Ok(response) = answer;
    to_event(response)
        .await
        .map(Json)
        .map_err(|error| Refused::new(StatusCode::BAD_GATEWAY, error.to_string()))
}

/// A response as API Gateway takes it from a function, version 2.0.
async fn to_event(response: Response) -> Result<Value, axum::Error> {
    let (parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    let text = if is_text(&parts.headers) {
        std::str::from_utf8(&body).ok()
    } else {
        None
    };
    Ok(json!({
        "statusCode": parts.status.as_u16(),
        "headers": joined(&parts.headers),
        "cookies": parts.headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok()).collect::<Vec<_>>(),
        "body": text.map_or_else(|| STANDARD.encode(&body), str::to_owned),
        "isBase64Encoded": text.is_none(),
    }))
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| {
        kind.starts_with("text/")
            || ["json", "xml", "javascript"]
                .iter()
                .any(|text| kind.contains(text))
    })
}

/// Headers by name; the values of one that comes more than once are one list.
fn joined(headers: &HeaderMap) -> Map<String, Value> {
    let mut joined = Map::new();
    for name in headers.keys().filter(|name| **name != SET_COOKIE) {
        let values = headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok());
        joined.insert(
            name.to_string(),
            values.collect::<Vec<_>>().join(", ").into(),
        );
    }
    joined
}
