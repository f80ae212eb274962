use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::AUTHORIZATION;
use http::{Extensions, HeaderMap, StatusCode};
use jiff::Timestamp;
use runtime::Base;
use table::{Db, Gate, Meter};

use crate::error::ApiError;
use crate::idempotency::Progress;
use crate::identity::Identity;
use crate::rate_limit;
use crate::token::{TokenError, TokenVerifier};

/// What all requests of a function share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub base: Base,
    pub function: &'static str,
    /// `None` where no token is looked at.
    pub verifier: Option<Arc<TokenVerifier>>,
}

/// What one request to a known path and method brings along.
#[derive(Clone)]
pub(crate) struct Context {
    pub identity: Option<Identity>,
    pub db: Db,
    /// When, in whole seconds.
    pub now: Timestamp,
    /// The same, as exactly as it is known.
    pub moment: Timestamp,
    /// How far its `Idempotency-Key` has come.
    pub progress: Progress,
}

/// What a request has brought along.
pub(crate) fn arrived(extensions: &Extensions) -> Result<Context, ApiError> {
    let context = extensions.get::<Context>().cloned();
    context.ok_or_else(|| ApiError::internal("a route outside the stack"))
}

/// Checks the token of a request to a known path and method, counts it, and
/// answers with the rate limit's headers.
pub(crate) async fn authenticate(
    State(shared): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let identity = match identity(&shared, request.headers()).await {
        Ok(identity) => identity,
        Err(refused) => return refused.into_response(),
    };
    let meter = request
        .extensions()
        .get::<Arc<Meter>>()
        .cloned()
        .unwrap_or_default();
    let now = shared.base.clock.now();
    let limit = shared.base.settings.rate_limit_per_minute;
    let gate = match &identity {
        Some(caller) if limit > 0 => rate_limit::gate(&shared.base, meter.clone(), &caller.id, now),
        _ => Gate::open(),
    };
    let db = Db::new(shared.base.table.clone(), gate.clone(), meter);
    let progress = Progress::default();
    let caller = identity.as_ref().map(|identity| identity.id.clone());
    request.extensions_mut().insert(Context {
        identity,
        db: db.clone(),
        now,
        moment: shared.base.clock.moment(),
        progress: progress.clone(),
    });

    // The counter is asked while the handler loads; both are needed to answer.
    let (mut response, admission) = tokio::join!(next.run(request), gate.admission());
    if let Some(caller) = caller.filter(|_| !response.status().is_success()) {
        response = progress.after(response, &caller, &db, now).await;
    }
    rate_limit::finish(response, admission, limit, now)
}

async fn identity(shared: &Shared, headers: &HeaderMap) -> Result<Option<Identity>, ApiError> {
    let (Some(header), Some(verifier)) = (headers.get(AUTHORIZATION), &shared.verifier) else {
        return Ok(None);
    };
    let Some(token) = header.to_str().ok().and_then(bearer) else {
        return Err(unauthorized(
            "The Authorization header must be: Bearer <token>",
        ));
    };
    match verifier.verify(token).await {
        Ok(identity) => Ok(Some(identity)),
        Err(TokenError::Invalid) => Err(unauthorized("The token is not valid")),
        Err(TokenError::KeysUnreachable(cause)) => Err(ApiError::keys_unreachable(cause)),
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim())
        .filter(|token| !token.is_empty())
}

pub(crate) fn unauthorized(message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, message)
}
