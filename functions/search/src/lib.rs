//! Search for teachers (seed 001, "Search Functionality").

mod search_teachers;

use axum::Router;
use axum::routing::get;
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let routes = Router::new().route("/search/teachers", get(search_teachers::search_teachers));
    web::stack("search", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(search_teachers::search_teachers))]
pub struct Docs;
