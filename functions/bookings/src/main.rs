//! The Lambda function `bookings`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(bookings::router(Base::connected().await?)).await
}
