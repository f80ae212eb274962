use std::time::{Duration, SystemTime};

use aws_sdk_s3::presigning::PresigningConfig;
use axum::body::Body;
use http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use serde_json::json;

use crate::Platform;
use crate::functions::BUCKET;
use crate::testing::{Answer, base, call, control, send, start};

const KEY: &str = "uploads/student-1/0a1b/my photo (1)+é.png";

/// A URL for five bytes of PNG, signed at a time.
async fn presigned(platform: &Platform, at: Timestamp) -> String {
    let times = PresigningConfig::builder()
        .start_time(SystemTime::from(at))
        .expires_in(Duration::from_secs(900));
    let request = runtime::s3(&base(platform))
        .put_object()
        .bucket(BUCKET)
        .key(KEY);
    let request = request.content_type("image/png").content_length(5);
    request
        .presigned(times.build().unwrap())
        .await
        .unwrap()
        .uri()
        .to_owned()
}

async fn put(url: &str, content_type: &str, body: &'static str) -> Answer {
    let request = Request::put(url)
        .header("content-type", content_type)
        .header("origin", "https://page.test");
    send(request.body(Body::from(body)).unwrap()).await
}

async fn now(platform: &Platform) -> Timestamp {
    let answer = call("GET", &format!("{}/_local/clock", platform.base_url), "").await;
    answer.json()["now"].as_str().unwrap().parse().unwrap()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn what_was_signed_is_stored_and_can_be_read() {
    let platform = start().await;
    let url = presigned(&platform, now(&platform).await).await;
    let stored = put(&url, "image/png", "12345").await;
    assert_eq!(stored.status, StatusCode::OK, "{}", stored.text());
    assert_eq!(
        header(&stored.headers, "etag"),
        "\"827ccb0eea8a706c4c34a16891f84e7b\""
    );
    assert_eq!(header(&stored.headers, "access-control-allow-origin"), "*");

    let path = url
        .split_once(BUCKET)
        .unwrap()
        .1
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let file = call("GET", &format!("{}/files{path}", platform.base_url), "").await;
    assert_eq!(
        (file.status, file.text().as_str()),
        (StatusCode::OK, "12345")
    );
    assert_eq!(header(&file.headers, "content-type"), "image/png");
    assert_eq!(header(&file.headers, "x-content-type-options"), "nosniff");
    let head = call("HEAD", &format!("{}/files{path}", platform.base_url), "").await;
    assert_eq!(
        (head.status, header(&head.headers, "content-length")),
        (StatusCode::OK, "5")
    );
    for missing in ["/files/", "/files/uploads/", "/files/uploads/other"] {
        let answer = call("GET", &format!("{}{missing}", platform.base_url), "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[tokio::test]
async fn what_was_not_signed_is_refused() {
    let platform = start().await;
    let url = presigned(&platform, now(&platform).await).await;
    let refused = async |url: &str, content_type: &str, body: &'static str, code: &str| {
        let answer = put(url, content_type, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(
            answer.text().contains(&format!("<Code>{code}</Code>")),
            "{}",
            answer.text()
        );
    };
    refused(&url, "image/jpeg", "12345", "SignatureDoesNotMatch").await;
    refused(&url, "image/png", "123456", "SignatureDoesNotMatch").await;
    refused(
        &url.replace("my%20photo", "your%20photo"),
        "image/png",
        "12345",
        "SignatureDoesNotMatch",
    )
    .await;
    refused(
        &url.replace("X-Amz-Expires=900", "X-Amz-Expires=901"),
        "image/png",
        "12345",
        "SignatureDoesNotMatch",
    )
    .await;
    refused(
        url.split('?').next().unwrap(),
        "image/png",
        "12345",
        "AccessDenied",
    )
    .await;
    assert_eq!(put(&url, "image/png", "12345").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_url_lives_by_the_platforms_clock() {
    let platform = start().await;
    control(
        &platform,
        "PUT",
        "/clock",
        json!({ "now": "2031-05-01T12:00:00Z" }),
    )
    .await;
    let url = presigned(&platform, now(&platform).await).await;
    assert_eq!(put(&url, "image/png", "12345").await.status, StatusCode::OK);
    control(
        &platform,
        "PUT",
        "/clock",
        json!({ "advance_seconds": 902 }),
    )
    .await;
    let late = put(&url, "image/png", "12345").await;
    assert!(
        late.text().contains("Request has expired"),
        "{}",
        late.text()
    );
    control(&platform, "DELETE", "/clock", json!(null)).await;
    let early = put(&url, "image/png", "12345").await;
    assert!(
        early.text().contains("Request is not yet valid"),
        "{}",
        early.text()
    );
}

#[tokio::test]
async fn a_browser_may_ask_first() {
    let platform = start().await;
    let ask = async |method: &str| {
        let request = Request::options(format!("{}/{BUCKET}/uploads/x", platform.s3_url))
            .header("origin", "https://page.test")
            .header("access-control-request-method", method)
            .header("access-control-request-headers", "content-type");
        send(request.body(Body::empty()).unwrap()).await
    };
    let allowed = ask("PUT").await;
    assert_eq!(allowed.status, StatusCode::OK);
    assert_eq!(
        header(&allowed.headers, "access-control-allow-headers"),
        "content-type"
    );
    assert_eq!(header(&allowed.headers, "access-control-allow-origin"), "*");
    assert_eq!(ask("DELETE").await.status, StatusCode::FORBIDDEN);
}
