//! Profiles of students and teachers (seed 001, "Profile Management").

mod get_profile;
mod save_profile;

use axum::Router;
use axum::routing::get;
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let routes = Router::new().route(
        "/profiles",
        get(get_profile::get_profile).post(save_profile::save_profile),
    );
    web::stack("profiles", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(get_profile::get_profile, save_profile::save_profile))]
pub struct Docs;
