use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, LINK, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use runtime::Base;
use tower::Layer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::normalize_path::NormalizePathLayer;

use crate::boundary::{REQUEST_ID, boundary};
use crate::context::{Shared, authenticate};
use crate::error::ApiError;
use crate::idempotency::REPLAYED;
use crate::rate_limit::{LIMIT, REMAINING, RESET};
use crate::token::TokenVerifier;

/// A function's routes under all the rules that every API shares.
pub fn stack(function: &'static str, base: &Base, routes: Router) -> Router {
    let verifier = Some(Arc::new(TokenVerifier::new(base)));
    let shared = Shared {
        base: base.clone(),
        function,
        verifier,
    };
    edge(
        shared.clone(),
        routes.route_layer(from_fn_with_state(shared, authenticate)),
    )
}

/// Routes that look at no token and are not counted.
pub fn open_stack(function: &'static str, base: &Base, routes: Router) -> Router {
    edge(
        Shared {
            base: base.clone(),
            function,
            verifier: None,
        },
        routes,
    )
}

fn edge(shared: Shared, routes: Router) -> Router {
    let cors = cors(&shared.base.settings.cors_allowed_origins);
    let router = routes
        .fallback(|| async {
            ApiError::new(StatusCode::NOT_FOUND, "There is nothing at this path").into_response()
        })
        .method_not_allowed_fallback(|| async {
            ApiError::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "This path does not take this method",
            )
            .into_response()
        })
        .layer(cors)
        .layer(from_fn_with_state(shared, boundary));
    // Paths answer with and without a slash at the end, so it has to go before
    // the router looks.
    Router::new().fallback_service(NormalizePathLayer::trim_trailing_slash().layer(router))
}

fn cors(origins: &str) -> CorsLayer {
    const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
    let allowed = if origins.trim() == "*" {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(
            origins
                .split(',')
                .filter_map(|origin| HeaderValue::from_str(origin.trim()).ok()),
        )
    };
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, IDEMPOTENCY_KEY])
        .expose_headers([
            REQUEST_ID,
            LINK,
            RETRY_AFTER,
            WWW_AUTHENTICATE,
            LIMIT,
            REMAINING,
            RESET,
            REPLAYED,
            ALLOW,
        ])
        .max_age(std::time::Duration::from_secs(24 * 60 * 60))
}
