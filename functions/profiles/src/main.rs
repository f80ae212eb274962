//! The Lambda function `profiles`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(profiles::router(Base::connected().await?)).await
}
