//! Bookings of a teacher's free slots (seed 001, "Bookings Management").

mod change_booking;
mod create_booking;
mod get_booking;
mod list_bookings;
mod view;

use axum::Router;
use axum::routing::get;
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let routes = Router::new()
        .route(
            "/bookings",
            get(list_bookings::list_bookings).post(create_booking::create_booking),
        )
        .route(
            "/bookings/{booking_id}",
            get(get_booking::get_booking).patch(change_booking::change_booking),
        );
    web::stack("bookings", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list_bookings::list_bookings,
    create_booking::create_booking,
    get_booking::get_booking,
    change_booking::change_booking
))]
pub struct Docs;
