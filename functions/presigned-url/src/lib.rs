//! Signed URLs for uploads (seed 001, "File Upload").

mod create_presigned_url;
mod object_key;

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use runtime::{Base, Settings};
use utoipa::OpenApi;

/// What its endpoint needs.
#[derive(Clone)]
pub(crate) struct App {
    s3: aws_sdk_s3::Client,
    settings: Arc<Settings>,
}

/// Its routes.
pub fn router(base: Base) -> Router {
    let app = App {
        s3: runtime::s3(&base),
        settings: Arc::clone(&base.settings),
    };
    let routes = Router::new()
        .route(
            "/presigned-url",
            post(create_presigned_url::create_presigned_url),
        )
        .with_state(app);
    web::stack("presigned-url", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(create_presigned_url::create_presigned_url))]
pub struct Docs;
