use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;

/// The id in a path. A malformed one is an unknown one: it becomes the id that
/// nothing has, and the handler answers 404 in its turn.
#[derive(Debug)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: FromStr + Default + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let MaybeId(id) = MaybeId::from_request_parts(parts, state).await?;
        Ok(Self(id.unwrap_or_default()))
    }
}

/// The id in a path, of a kind that has no id that nothing has.
#[derive(Debug)]
pub struct MaybeId<T>(pub Option<T>);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for MaybeId<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let text = Path::<String>::from_request_parts(parts, state).await.ok();
        Ok(Self(text.and_then(|Path(text)| text.parse().ok())))
    }
}
