//! The Lambda function `availability`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(availability::router(Base::connected().await?)).await
}
