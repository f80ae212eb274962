//! The Lambda function `live-sessions`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(live_sessions::router(Base::connected().await?)).await
}
