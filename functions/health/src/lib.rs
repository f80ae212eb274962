//! Says that the system is up, and answers what belongs to no route.

use axum::Router;
use runtime::Base;

/// Its routes.
pub fn router(_base: Base) -> Router {
    Router::new()
}
