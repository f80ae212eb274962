use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::permissions::Permissions;

pub(super) fn router(permissions: Permissions) -> Router {
    Router::new()
        .route("/permissions", get(show))
        .with_state(permissions)
}

async fn show(State(permissions): State<Permissions>) -> Json<Value> {
    Json(json!({ "functions": permissions.known() }))
}
