use axum::extract::State;
use axum::routing::put;
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::{Value, json};

use super::{Refused, read};
use crate::faults::{Fault, Faults};
use crate::functions::Functions;

pub(super) fn router(faults: Faults, functions: Functions) -> Router {
    let add = async move |State(faults): State<Faults>, body: Bytes| {
        add(&faults, &functions, &body)?;
        Ok::<_, Refused>(show(State(faults)).await)
    };
    Router::new()
        .route("/faults", put(add).get(show).delete(clear))
        .with_state(faults)
}

fn add(faults: &Faults, functions: &Functions, body: &[u8]) -> Result<(), Refused> {
    let fault = read::<Fault>(body)?;
    match &fault.function {
        Some(name) if !functions.knows(name) => Err(Refused::bad(format!(
            "function: there is no function {name}"
        ))),
        _ => faults.add(fault).map_err(Refused::bad),
    }
}

async fn show(State(faults): State<Faults>) -> Json<Value> {
    Json(json!({ "faults": faults.standing() }))
}

async fn clear(State(faults): State<Faults>) -> Json<Value> {
    faults.clear();
    show(State(faults)).await
}
