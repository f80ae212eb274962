//! Sessions of bookings: status, notes, files, rating.

use axum::Router;
use runtime::Base;

/// Its routes.
pub fn router(_base: Base) -> Router {
    Router::new()
}
