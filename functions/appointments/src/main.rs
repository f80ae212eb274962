//! The Lambda function `appointments`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(appointments_api::router(Base::connected().await?)).await
}
