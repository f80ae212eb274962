//! The Lambda function `search`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(search::router(Base::connected().await?)).await
}
