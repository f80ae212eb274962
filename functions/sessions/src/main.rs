//! The Lambda function `sessions`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(sessions::router(Base::connected().await?)).await
}
