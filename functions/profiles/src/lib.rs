//! Profiles of students and teachers.

use axum::Router;
use runtime::Base;

/// Its routes.
pub fn router(_base: Base) -> Router {
    Router::new()
}
