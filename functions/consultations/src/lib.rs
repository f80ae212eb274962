//! Video consultations of doctor and patient (seed 003).

mod cancel_session;
mod create_session;
mod end_session;
mod get_availability;
mod get_session;
mod join_session;
mod leave_session;
mod list_events;
mod list_sessions;
mod meeting;
mod set_availability;
mod update_notes;

use axum::Router;
use axum::routing::{get, post, put};
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let chime = runtime::chime(&base);
    let sessions = Router::new()
        .route(
            "/",
            get(list_sessions::list_sessions).post(create_session::create_session),
        )
        .route("/{session_id}", get(get_session::get_session))
        .route("/{session_id}/join", post(join_session::join_session))
        .route("/{session_id}/leave", post(leave_session::leave_session))
        .route("/{session_id}/end", post(end_session::end_session))
        .route("/{session_id}/cancel", post(cancel_session::cancel_session))
        .route("/{session_id}/notes", put(update_notes::update_notes))
        .route("/{session_id}/events", get(list_events::list_events));
    let routes = Router::new()
        .nest("/api/video/sessions", sessions)
        .route(
            "/api/video/doctors/{doctor_id}/availability",
            get(get_availability::get_availability).put(set_availability::set_availability),
        )
        .with_state(chime);
    web::stack("consultations", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    create_session::create_session,
    list_sessions::list_sessions,
    get_session::get_session,
    join_session::join_session,
    leave_session::leave_session,
    end_session::end_session,
    cancel_session::cancel_session,
    update_notes::update_notes,
    list_events::list_events,
    get_availability::get_availability,
    set_availability::set_availability
))]
pub struct Docs;
