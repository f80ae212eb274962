//! Says that the system is up, and answers what belongs to no route: 404 in
//! the shape of the API that the path belongs to.

mod get_health;

use axum::Router;
use axum::routing::get;
use runtime::Base;
use utoipa::OpenApi;

/// Its routes; it is the gateway's `$default` route as well.
pub fn router(base: Base) -> Router {
    let routes = Router::new().route("/health", get(get_health::get_health));
    web::open_stack("health", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(get_health::get_health))]
pub struct Docs;
