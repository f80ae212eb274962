use axum::Router;
use axum::routing::get;

use crate::functions::Environment;

/// The environment of the functions as an env file: with it they run outside
/// the platform, on its services.
pub(super) fn router(environment: &Environment) -> Router {
    let file: String = environment
        .iter()
        .map(|(name, value)| format!("{name}={value}\n"))
        .collect();
    Router::new().route("/environment", get(async move || file))
}
