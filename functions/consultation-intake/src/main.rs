//! The Lambda function `consultation-intake`.

use runtime::{Base, Error, serve_events};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_events(consultation_intake::handler(&Base::connected().await?)).await
}
