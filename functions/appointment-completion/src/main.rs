//! The Lambda function `appointment-completion`.

use runtime::{Base, Error, serve_events};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_events(appointment_completion::handler(&Base::connected().await?)).await
}
