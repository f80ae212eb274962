//! The API's page and its OpenAPI document. Everything comes from this
//! program, so that the page works without a network.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use utoipa_swagger_ui::Config;

const OPENAPI: &str = include_str!("../../docs/openapi.json");
const PAGE: &str = include_str!("docs/page.html");

/// The files of Swagger UI that the page uses.
const ASSETS: &[&str] = &[
    "favicon-32x32.png",
    "swagger-ui-bundle.js",
    "swagger-ui.css",
];

/// `/docs` and `/openapi.json`.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/docs", get(async || Html(PAGE)))
        .route("/docs/", get(async || Html(PAGE)))
        .route("/docs/{asset}", get(asset))
        .route(
            "/openapi.json",
            get(async || ([(CONTENT_TYPE, "application/json")], OPENAPI)),
        )
}

async fn asset(Path(name): Path<String>) -> Response {
    if !ASSETS.contains(&name.as_str()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match utoipa_swagger_ui::serve(&name, Arc::new(Config::default())) {
        Ok(Some(file)) => {
            ([(CONTENT_TYPE, file.content_type)], file.bytes.into_owned()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
