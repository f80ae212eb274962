//! The Lambda function `health`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(health::router(Base::from_env()?)).await
}
