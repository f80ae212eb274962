//! The Lambda function `consultations`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(consultations_api::router(Base::connected().await?)).await
}
