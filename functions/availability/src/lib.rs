//! The slots that teachers offer (seed 001, "Teacher Availability Management").

mod create_availability;
mod delete_availability;
mod list_availability;

use axum::Router;
use axum::routing::{delete, get};
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let routes = Router::new()
        .route(
            "/availability",
            get(list_availability::list_availability)
                .post(create_availability::create_availability),
        )
        .route(
            "/availability/{id}",
            delete(delete_availability::delete_availability),
        );
    web::stack("availability", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list_availability::list_availability,
    create_availability::create_availability,
    delete_availability::delete_availability
))]
pub struct Docs;
