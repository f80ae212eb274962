//! The Lambda function `chime-events`.

use runtime::{Base, Error, serve_events};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_events(chime_events::handler(&Base::connected().await?)).await
}
