//! The Lambda function `scheduled-sessions`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(scheduled_sessions::router(Base::connected().await?)).await
}
