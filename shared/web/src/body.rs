use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use input::{Fields, Place, Read};
use serde_json::{Map, Value};

use crate::context::{Context, arrived};
use crate::error::ApiError;
use crate::idempotency::IdempotencyKey;
use crate::identity::Identity;

/// The longest body, in bytes.
const LONGEST: usize = 256 * 1024;

/// A request type of which fields depend on who sends it.
pub trait ReadBy: Sized {
    /// Reads all fields, as [`Read::read`] does.
    fn read_by(fields: &mut Fields<'_>, caller: Option<&Identity>) -> Option<Self>;
}

impl<T: Read> ReadBy for T {
    fn read_by(fields: &mut Fields<'_>, _: Option<&Identity>) -> Option<Self> {
        T::read(fields)
    }
}

/// A JSON body, read field by field: 413, 415, then 400 with every field that
/// is wrong. An empty body is an empty object.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<S: Sync, T: ReadBy> FromRequest<S> for Input<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let context = arrived(request.extensions())?;
        read(&bytes(request).await?, &context).map(Self)
    }
}

/// A JSON body as [`Input`] reads it, with the request's `Idempotency-Key`:
/// for the endpoints that store something new.
#[derive(Debug)]
pub struct Once<T>(pub IdempotencyKey, pub T);

impl<S: Sync, T: ReadBy> FromRequest<S> for Once<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let key = IdempotencyKey::text(request.headers());
        let path = request.uri().path().to_owned();
        let context = arrived(request.extensions())?;
        let body = bytes(request).await?;
        let key = IdempotencyKey::new(key?, &path, &body);
        context.progress.name(&key);
        Ok(Self(key, read(&body, &context)?))
    }
}

async fn bytes(request: Request) -> Result<Bytes, ApiError> {
    let (parts, body) = request.into_parts();
    let body = bounded(&parts.headers, body).await?;
    match parts.headers.get(CONTENT_TYPE) {
        None if body.is_empty() => Ok(body),
        Some(given) if given.to_str().is_ok_and(is_json) => Ok(body),
        _ => {
            let message = "The body must be JSON, with Content-Type: application/json";
            Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
        }
    }
}

async fn bounded(headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
    let too_large = || {
        ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body must have at most 256 KiB",
        )
    };
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > LONGEST) {
        return Err(too_large());
    }
    to_bytes(body, LONGEST).await.map_err(|_| too_large())
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn read<T: ReadBy>(body: &[u8], context: &Context) -> Result<T, ApiError> {
    let object = if body.is_empty() {
        Map::new()
    } else {
        object(body)?
    };
    Fields::read_with(Place::Body, &object, context.now, |fields| {
        T::read_by(fields, context.identity.as_ref())
    })
    .map_err(ApiError::invalid)
}

fn object(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(ApiError::malformed("The body must be a JSON object")),
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            Err(ApiError::malformed(&format!(
                "The body is not valid JSON ({place})"
            )))
        }
    }
}
