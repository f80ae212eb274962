//! What tests of this crate share: a platform in memory, and calls to it.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use runtime::Base;
use serde_json::Value;

use crate::clock::MovableClock;
use crate::functions::{self, Caller, Urls};
use crate::store::Store;
use crate::{Config, Platform};

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }
}

pub(crate) async fn start() -> Platform {
    Platform::start(Config {
        port: 0,
        ..Config::default()
    })
    .await
    .unwrap()
}

/// What the functions of this platform are given.
pub(crate) fn base(platform: &Platform) -> Base {
    let urls = Urls {
        gateway: platform.base_url.clone(),
        dynamodb: platform.dynamodb_url.clone(),
        s3: platform.s3_url.clone(),
        chime: platform.chime_url.clone(),
        eventbridge: platform.eventbridge_url.clone(),
        twilio: platform.twilio_url.clone(),
        daily: platform.daily_url.clone(),
    };
    let clock = MovableClock::open(Store::open(None).unwrap()).unwrap();
    let environment = functions::environment(&Config::default(), &urls);
    functions::base(&environment, &clock, Caller::Account).unwrap()
}

/// A client that tries once and waits so long.
pub(crate) fn dynamodb(platform: &Platform, patience: Duration) -> aws_sdk_dynamodb::Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::from_keys("local", "local-secret", None))
        .endpoint_url(&platform.dynamodb_url)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .sleep_impl(TokioSleep::new())
        .timeout_config(TimeoutConfig::builder().operation_timeout(patience).build())
        .retry_config(RetryConfig::disabled());
    aws_sdk_dynamodb::Client::from_conf(config.build())
}

pub(crate) async fn call(method: &str, url: &str, body: impl Into<Body>) -> Answer {
    send(
        Request::builder()
            .method(method)
            .uri(url)
            .body(body.into())
            .unwrap(),
    )
    .await
}

pub(crate) async fn send(request: Request<Body>) -> Answer {
    let client = Client::builder(TokioExecutor::new()).build_http::<Body>();
    let (parts, body) = client.request(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body,
    }
}

/// Calls a control, which must take it.
pub(crate) async fn control(platform: &Platform, method: &str, path: &str, body: Value) -> Value {
    let answer = call(
        method,
        &format!("{}/_local{path}", platform.base_url),
        body.to_string(),
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

/// Waits until something holds, for as long as a dead letter may take.
pub(crate) async fn until(holds: impl AsyncFn() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(15), waiting).await;
    assert!(waited.is_ok(), "it did not happen within 15 seconds");
}
