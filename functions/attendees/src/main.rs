//! The Lambda function `attendees`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(attendees::router(Base::connected().await?)).await
}
