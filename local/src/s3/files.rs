use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::HeaderValue;
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};

use super::Refusal;
use super::object::{Bucket, content};

/// What a browser may show by itself. SVG is not among them: it can carry
/// scripts.
const SHOWN: &[&str] = &[
    "application/pdf",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
];

/// Reads uploaded files, as the CDN before the bucket does in the cloud.
pub(crate) fn files(bucket: Bucket) -> Router {
    Router::new()
        .route("/{*key}", get(read))
        .fallback(missing)
        .with_state(bucket)
}

async fn read(State(bucket): State<Bucket>, Path(key): Path<String>) -> Result<Response, Refusal> {
    let Some(object) = bucket.object(key).await? else {
        return Ok(missing().await.into_response());
    };
    let shown = object
        .content_type
        .split(';')
        .next()
        .is_some_and(|kind| SHOWN.contains(&kind.trim()));
    let mut response = content(object);
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if !shown {
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox"),
        );
    }
    Ok(response)
}

async fn missing() -> Refusal {
    Refusal::new(404, "NoSuchKey", "The specified key does not exist.")
}
