use axum::extract::State;
use axum::routing::put;
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::{Value, json};

use super::{Refused, read};
use crate::faults::{Fault, Faults};

pub(super) fn router(faults: Faults) -> Router {
    Router::new()
        .route("/faults", put(add).get(show).delete(clear))
        .with_state(faults)
}

async fn add(State(faults): State<Faults>, body: Bytes) -> Result<Json<Value>, Refused> {
    faults.add(read::<Fault>(&body)?).map_err(Refused::bad)?;
    Ok(show(State(faults)).await)
}

async fn show(State(faults): State<Faults>) -> Json<Value> {
    Json(json!({ "faults": faults.standing() }))
}

async fn clear(State(faults): State<Faults>) -> Json<Value> {
    faults.clear();
    show(State(faults)).await
}
