//! Meeting links of doctors (seed 000).

mod create_link;
mod delete_link;
mod get_link;
mod list_links;
mod list_links_of_doctor;
mod page;
mod toggle_link;
mod update_link;
mod view;

use axum::Router;
use axum::routing::{get, put};
use runtime::Base;
use utoipa::OpenApi;

/// Its routes.
pub fn router(base: Base) -> Router {
    let routes = Router::new()
        .route(
            "/api/v1/sessions",
            get(list_links::list_links).post(create_link::create_link),
        )
        .route(
            "/api/v1/sessions/{id}",
            get(get_link::get_link)
                .put(update_link::update_link)
                .delete(delete_link::delete_link),
        )
        .route(
            "/api/v1/sessions/doctor/{doctor_id}",
            get(list_links_of_doctor::list_links_of_doctor),
        )
        .route(
            "/api/v1/sessions/{id}/toggle-status",
            put(toggle_link::toggle_link),
        );
    web::stack("meeting-links", &base, routes)
}

/// What its endpoints look like to clients.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list_links::list_links,
    create_link::create_link,
    get_link::get_link,
    update_link::update_link,
    delete_link::delete_link,
    list_links_of_doctor::list_links_of_doctor,
    toggle_link::toggle_link
))]
pub struct Docs;
