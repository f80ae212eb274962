//! The Lambda function `meetings`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(meetings::router(Base::connected().await?)).await
}
