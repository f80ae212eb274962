//! The Lambda function `meeting-links`.

use runtime::{Base, Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(meeting_links_api::router(Base::connected().await?)).await
}
