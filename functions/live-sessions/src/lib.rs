//! Live sessions of instructors: Daily rooms, tokens and recordings (seed 004).

mod app;
mod create_live_session;
mod delete_live_session;
mod get_live_session;
mod get_live_token;
mod get_recording;
mod recordings;
mod start_recording;
mod stop_recording;
mod view;

use axum::Router;
use axum::routing::{get, post};
use runtime::Base;
use utoipa::OpenApi;

use crate::app::App;

/// Its routes.
pub fn router(base: Base) -> Router {
    let routes = Router::new()
        .route(
            "/live/sessions",
            post(create_live_session::create_live_session),
        )
        .route(
            "/live/sessions/{name}",
            get(get_live_session::get_live_session)
                .delete(delete_live_session::delete_live_session),
        )
        .route(
            "/live/sessions/{name}/start-recording",
            post(start_recording::start_recording),
        )
        .route(
            "/live/sessions/{name}/stop-recording",
            post(stop_recording::stop_recording),
        )
        .route(
            "/live/sessions/{name}/recording",
            get(get_recording::get_recording),
        )
        .route(
            "/live/sessions/{name}/token",
            post(get_live_token::get_live_token),
        )
        .with_state(App::new(&base));
    web::stack("live-sessions", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        create_live_session::create_live_session,
        get_live_session::get_live_session,
        delete_live_session::delete_live_session,
        start_recording::start_recording,
        stop_recording::stop_recording,
        get_recording::get_recording,
        get_live_token::get_live_token
    ),
    components(schemas(web::openapi::LiveFailure))
)]
pub struct Docs;
