use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{Refused, read};
use crate::tokens::{DEFAULT_TTL_SECONDS, Tokens};

/// A century either way: what is past is a token that has expired.
const LONGEST_SECONDS: i64 = 100 * 366 * 24 * 60 * 60;

pub(super) fn router(tokens: Tokens) -> Router {
    Router::new()
        .route("/tokens", post(make))
        .with_state(tokens)
}

async fn make(State(tokens): State<Tokens>, body: Bytes) -> Result<Json<Value>, Refused> {
    let mut asked: Map<String, Value> = read(&body)?;
    let mut claims = Map::new();
    let sub = asked
        .remove("sub")
        .filter(|sub| sub.is_string() || sub.is_number());
    claims.insert(
        "sub".to_owned(),
        sub.ok_or_else(|| Refused::bad("sub must be a text or a number"))?,
    );
    let role = asked.remove("role").filter(Value::is_string);
    claims.insert(
        "role".to_owned(),
        role.ok_or_else(|| Refused::bad("role must be a text"))?,
    );
    for claim in ["name", "email"] {
        match asked.remove(claim) {
            None | Some(Value::Null) => {}
            Some(text @ Value::String(_)) => {
                claims.insert(claim.to_owned(), text);
            }
            Some(_) => return Err(Refused::bad(format!("{claim} must be a text"))),
        }
    }
    let ttl_seconds = match asked.remove("ttl_seconds") {
        None | Some(Value::Null) => DEFAULT_TTL_SECONDS,
        Some(ttl) => ttl
            .as_i64()
            .filter(|ttl| ttl.abs() <= LONGEST_SECONDS)
            .ok_or_else(|| Refused::bad("ttl_seconds must be a whole number of seconds"))?,
    };
    if let Some(unknown) = asked.keys().next() {
        return Err(Refused::bad(format!("{unknown} is not known")));
    }
    Ok(Json(json!({ "token": tokens.sign(claims, ttl_seconds) })))
}
