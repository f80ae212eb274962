//! The Lambda function `outbox-relay`.

use runtime::{Base, Error, serve_events};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_events(outbox_relay::handler(&Base::connected().await?)).await
}
