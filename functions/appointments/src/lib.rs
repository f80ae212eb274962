//! Appointments of psychologists and patients, and their Twilio rooms (seed 002).

mod app;
mod change_appointment;
mod create_appointment;
mod get_appointment;
mod get_video_status;
mod get_video_token;
mod list_appointments;
mod list_schedule;
mod pages;
mod refresh_video_token;
mod start;
mod view;

use axum::Router;
use axum::routing::get;
use runtime::Base;
use utoipa::OpenApi;

use crate::app::App;

/// Its routes.
pub fn router(base: Base) -> Router {
    let routes = Router::new()
        .route(
            "/api/appointments",
            get(list_appointments::list_appointments).post(create_appointment::create_appointment),
        )
        .route(
            "/api/appointments/psychologist/schedule",
            get(list_schedule::list_schedule),
        )
        .route(
            "/api/appointments/{id}",
            get(get_appointment::get_appointment).patch(change_appointment::change_appointment),
        )
        .route(
            "/api/appointments/video-token/{id}",
            get(get_video_token::get_video_token),
        )
        .route(
            "/api/appointments/video-token-refresh/{id}",
            get(refresh_video_token::refresh_video_token),
        )
        .route(
            "/api/appointments/video-status/{id}",
            get(get_video_status::get_video_status),
        )
        .with_state(App::new(&base));
    web::stack("appointments", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        list_appointments::list_appointments,
        create_appointment::create_appointment,
        list_schedule::list_schedule,
        get_appointment::get_appointment,
        change_appointment::change_appointment,
        get_video_token::get_video_token,
        refresh_video_token::refresh_video_token,
        get_video_status::get_video_status
    ),
    components(schemas(web::openapi::AppointmentBadRequest))
)]
pub struct Docs;
