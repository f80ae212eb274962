//! Sessions of bookings (seed 001, "Session Management"): status, notes,
//! files, rating.

mod get_booking_session;
mod get_session;
mod open_session;
mod rate_session;
mod update_session;
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
            "/bookings/{booking_id}/session",
            get(get_booking_session::get_booking_session),
        )
        .route("/sessions", post(open_session::open_session))
        .route(
            "/sessions/{id}",
            get(get_session::get_session).put(update_session::update_session),
        )
        .route("/sessions/{id}/rating", post(rate_session::rate_session))
        .with_state(chime);
    web::stack("sessions", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    get_booking_session::get_booking_session,
    open_session::open_session,
    get_session::get_session,
    update_session::update_session,
    rate_session::rate_session
))]
pub struct Docs;
