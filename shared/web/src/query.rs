use axum::extract::FromRequestParts;
use http::request::Parts;
use input::{Fields, Place, Read};
use serde_json::{Map, Value};

use crate::context::arrived;
use crate::error::ApiError;

/// The query, read field by field. Of a name that is given twice the last
/// value counts.
#[derive(Debug)]
pub struct Params<T>(pub T);

impl<S: Sync, T: Read> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        let object: Map<String, Value> = url::form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect();
        Fields::read(Place::Query, &object, arrived(&parts.extensions)?.now)
            .map(Self)
            .map_err(ApiError::invalid)
    }
}
