//! A reference: what lambda_http and axum cost without a store.

use axum::Router;
use axum::routing::get;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::run(Router::new().route("/profiles", get(async || "hello"))).await
}
