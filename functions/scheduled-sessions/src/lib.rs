//! Live sessions that instructors have scheduled (seed 004).

mod create_scheduled_session;
mod delete_scheduled_session;
mod get_scheduled_session;
mod list_scheduled_sessions;
mod starts_at;
mod update_scheduled_session;
mod update_scheduled_status;
mod view;

use axum::Router;
use axum::routing::{get, patch};
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let routes = Router::new()
        .route(
            "/live/scheduled-sessions",
            get(list_scheduled_sessions::list_scheduled_sessions)
                .post(create_scheduled_session::create_scheduled_session),
        )
        .route(
            "/live/scheduled-sessions/{id}",
            get(get_scheduled_session::get_scheduled_session)
                .put(update_scheduled_session::update_scheduled_session)
                .delete(delete_scheduled_session::delete_scheduled_session),
        )
        .route(
            "/live/scheduled-sessions/{id}/status",
            patch(update_scheduled_status::update_scheduled_status),
        );
    web::stack("scheduled-sessions", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list_scheduled_sessions::list_scheduled_sessions,
    create_scheduled_session::create_scheduled_session,
    get_scheduled_session::get_scheduled_session,
    update_scheduled_session::update_scheduled_session,
    delete_scheduled_session::delete_scheduled_session,
    update_scheduled_status::update_scheduled_status
))]
pub struct Docs;
