//! Search for teachers by topic.

use axum::Router;
use runtime::Base;

/// Its routes.
pub fn router(_base: Base) -> Router {
    Router::new()
}
