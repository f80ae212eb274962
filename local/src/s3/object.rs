use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG};
use http::request::Parts;
use http::{HeaderValue, Method};

use super::cors::Origins;
use super::presigned::{self, Signer};
use super::{Refusal, canonical, checksum};
use crate::body::{self, Unread};
use crate::clock::MovableClock;
use crate::store::{Object, Store};

/// The longest object, in bytes.
const LONGEST: usize = 25 * 1024 * 1024;

/// What S3 takes when none is given.
const DEFAULT_TYPE: &str = "binary/octet-stream";

/// The one bucket.
#[derive(Clone)]
pub(crate) struct Bucket {
    name: String,
    signer: Signer,
    origins: Origins,
    store: Store,
    clock: MovableClock,
}

impl Bucket {
    /// A bucket whose objects are in the store. `origins` is
    /// `CORS_ALLOWED_ORIGINS`.
    pub(crate) fn new(
        name: &str,
        signer: Signer,
        origins: &str,
        store: Store,
        clock: MovableClock,
    ) -> Self {
        Self {
            name: name.to_owned(),
            signer,
            origins: Origins::parse(origins),
            store,
            clock,
        }
    }

    /// An object, read away from the threads that answer.
    pub(super) async fn object(&self, key: String) -> Result<Option<Object>, Refusal> {
        let store = self.store.clone();
        tokio::task::spawn_blocking(move || store.object(&key))
            .await
            .map_err(internal)?
            .map_err(internal)
    }
}

/// The service, path style: `/<bucket>/<key>`.
pub(crate) fn router(bucket: Bucket) -> Router {
    Router::new().fallback(answer).with_state(bucket)
}

async fn answer(State(bucket): State<Bucket>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answer = match parts.method {
        Method::OPTIONS => bucket.origins.preflight(&parts.headers),
        Method::PUT => put(&bucket, &parts, body).await,
        Method::GET | Method::HEAD => get(&bucket, &parts).await,
        _ => Err(Refusal::new(
            405,
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
        )),
    };
    let mut response = answer.into_response();
    bucket.origins.allow(&parts.headers, &mut response);
    response
}

async fn put(bucket: &Bucket, parts: &Parts, body: Body) -> Result<Response, Refusal> {
    let key = key(bucket, parts)?;
    let query = match presigned::check(parts, &bucket.signer, bucket.clock.now()) {
        Ok(query) => query,
        Err(refusal) => {
            // Read to its end: a client that is still sending would not see why.
            let _ = body::read(body, LONGEST).await;
            return Err(refusal);
        }
    };
    if !parts.headers.contains_key(CONTENT_LENGTH) {
        return Err(Refusal::new(
            411,
            "MissingContentLength",
            "You must provide the Content-Length HTTP header.",
        ));
    }
    let content = read(body).await?;
    checksum::check(parts, &query, &content)?;
    let content_type = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let object = Object {
        content_type: content_type.unwrap_or(DEFAULT_TYPE).to_owned(),
        etag: checksum::etag(&content),
        modified: bucket.clock.now().as_second(),
        content,
    };
    let etag = quoted(&object.etag);
    let store = bucket.store.clone();
    let stored = tokio::task::spawn_blocking(move || store.put_object(&key, &object)).await;
    stored.map_err(internal)?.map_err(internal)?;
    Ok(([(ETAG, etag)], Body::empty()).into_response())
}

async fn get(bucket: &Bucket, parts: &Parts) -> Result<Response, Refusal> {
    let key = key(bucket, parts)?;
    presigned::check(parts, &bucket.signer, bucket.clock.now())?;
    let object = bucket.object(key).await?;
    let object = object
        .ok_or_else(|| Refusal::new(404, "NoSuchKey", "The specified key does not exist."))?;
    Ok(content(object))
}

/// An object with its type and tag.
pub(super) fn content(object: Object) -> Response {
    let octets = HeaderValue::from_static(DEFAULT_TYPE);
    let content_type = HeaderValue::try_from(object.content_type).unwrap_or(octets);
    (
        [(CONTENT_TYPE, content_type), (ETAG, quoted(&object.etag))],
        object.content,
    )
        .into_response()
}

fn key(bucket: &Bucket, parts: &Parts) -> Result<String, Refusal> {
    let path = canonical::decoded(parts.uri.path())?;
    let (name, key) = path
        .trim_start_matches('/')
        .split_once('/')
        .unwrap_or((path.trim_start_matches('/'), ""));
    if name != bucket.name {
        return Err(Refusal::new(
            404,
            "NoSuchBucket",
            "The specified bucket does not exist",
        ));
    }
    match key.len() {
        0 => Err(Refusal::denied("Access Denied")),
        1..=1024 => Ok(key.to_owned()),
        _ => Err(Refusal::new(400, "KeyTooLongError", "Your key is too long")),
    }
}

async fn read(body: Body) -> Result<Bytes, Refusal> {
    body::read(body, LONGEST)
        .await
        .map_err(|unread| match unread {
            Unread::TooLong => Refusal::new(
                400,
                "EntityTooLarge",
                "Your proposed upload exceeds the maximum allowed object size.",
            ),
            Unread::Broken => Refusal::new(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by Content-Length.",
            ),
        })
}

fn quoted(etag: &str) -> HeaderValue {
    HeaderValue::try_from(format!("\"{etag}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

fn internal(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(500, "InternalError", error.to_string())
}
