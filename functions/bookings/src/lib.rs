//! Bookings of a teacher's free slots.

use axum::Router;
use runtime::Base;

/// Its routes.
pub fn router(_base: Base) -> Router {
    Router::new()
}
