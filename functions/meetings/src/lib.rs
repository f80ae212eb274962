//! Chime meetings of sessions (seed 001, "Video Meeting Management").

mod create_meeting;
mod end_meeting;
mod get_meeting;
mod view;

use axum::Router;
use axum::routing::{get, post};
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let chime = runtime::chime(&base);
    let routes = Router::new()
        .route(
            "/meetings",
            post(create_meeting::create_meeting).delete(end_meeting::end_meeting),
        )
        .route("/meetings/{session_id}", get(get_meeting::get_meeting))
        .with_state(chime);
    web::stack("meetings", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    create_meeting::create_meeting,
    end_meeting::end_meeting,
    get_meeting::get_meeting
))]
pub struct Docs;
