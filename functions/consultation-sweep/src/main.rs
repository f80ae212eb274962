//! The Lambda function `consultation-sweep`.

use runtime::{Base, Error, serve_events};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_events(consultation_sweep::handler(&Base::connected().await?)).await
}
