//! The Lambda function `presigned-url`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(presigned_url::router(Base::connected().await?)).await
}
