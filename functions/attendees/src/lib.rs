//! Attendees of Chime meetings (seed 001, "POST /attendees").

mod create_attendee;

use axum::Router;
use axum::routing::post;
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let chime = runtime::chime(&base);
    let routes = Router::new()
        .route("/attendees", post(create_attendee::create_attendee))
        .with_state(chime);
    web::stack("attendees", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(create_attendee::create_attendee))]
pub struct Docs;
