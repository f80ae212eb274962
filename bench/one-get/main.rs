//! A reference: one GetItem with the best settings, and nothing else.

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedCredentialsProvider};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use http::StatusCode;
use lambda_http::Error;
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = client()?;
    // The connection is made now, not in the first request.
    let _ = read(&client, "nobody").await;
    let router = Router::new().route("/profiles", get(profile));
    lambda_http::run(router.with_state(client)).await
}

async fn profile(State(client): State<Client>) -> Result<Json<Value>, StatusCode> {
    let name = read(&client, "USER#teacher-1").await;
    let name = name.ok_or(StatusCode::NOT_FOUND)?;
    Ok(Json(json!({ "name": name })))
}

async fn read(client: &Client, pk: &str) -> Option<String> {
    let answer = client
        .get_item()
        .table_name("sessions")
        .key("pk", AttributeValue::S(pk.to_owned()))
        .key("sk", AttributeValue::S("PROFILE".to_owned()))
        .consistent_read(true)
        .send()
        .await;
    answer.ok()?.item?.remove("name")?.as_s().ok().cloned()
}

#[allow(
    clippy::disallowed_methods,
    reason = "a reference reads its own settings"
)]
fn client() -> Result<Client, Error> {
    let env = |name: &str| std::env::var(name);
    let roots = std::fs::read(env("AWS_CA_BUNDLE")?)?;
    let trusted = TrustStore::empty().with_pem_certificate(roots);
    let http = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(TlsContext::builder().with_trust_store(trusted).build()?)
        .build_https();
    let credentials = Credentials::new(
        env("AWS_ACCESS_KEY_ID")?,
        env("AWS_SECRET_ACCESS_KEY")?,
        env("AWS_SESSION_TOKEN").ok(),
        None,
        "environment",
    );
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(env("AWS_REGION")?))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(env("AWS_ENDPOINT_URL_DYNAMODB")?)
        .http_client(http)
        .sleep_impl(TokioSleep::new());
    Ok(Client::from_conf(config.build()))
}
