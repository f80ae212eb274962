use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Platform, StartError};
use crate::Config;
use crate::testing::{base, call, control, dynamodb, start};

#[tokio::test]
async fn the_gateway_and_an_invocation_reach_the_same_function() {
    let platform = start().await;
    let answer = call("GET", &format!("{}/health", platform.base_url), "").await;
    assert_eq!(
        (answer.status, &answer.json()["status"]),
        (StatusCode::OK, &json!("ok"))
    );

    let event = json!({
        "version": "2.0", "routeKey": "ANY /health", "rawPath": "/health", "rawQueryString": "",
        "headers": { "host": "api.test" }, "isBase64Encoded": false,
        "requestContext": { "http": { "method": "GET", "path": "/health" }, "stage": "$default" },
    });
    let answer = control(&platform, "POST", "/functions/health/invoke", event).await;
    assert_eq!(
        (&answer["statusCode"], &answer["isBase64Encoded"]),
        (&json!(200), &json!(false))
    );
    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["status"], "ok");

    let invoke = async |name: &str, event: &'static str| {
        call(
            "POST",
            &format!("{}/_local/functions/{name}/invoke", platform.base_url),
            event,
        )
        .await
    };
    assert_eq!(invoke("nobody", "{}").await.status, StatusCode::NOT_FOUND);
    assert_eq!(invoke("health", "{}").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn controls_say_what_is_wrong_with_what_they_are_given() {
    let platform = start().await;
    let wrong = [
        ("PUT", "/clock", "{}"),
        (
            "PUT",
            "/clock",
            r#"{"now":"2026-01-01T00:00:00Z","advance_seconds":1}"#,
        ),
        ("PUT", "/clock", r#"{"now":"9999-01-01T00:00:00Z"}"#),
        (
            "PUT",
            "/faults",
            r#"{"service":"dynamodb","operation":"*","kind":"error"}"#,
        ),
        (
            "PUT",
            "/faults",
            r#"{"service":"rds","operation":"*","kind":"error","count":1}"#,
        ),
        ("POST", "/tokens", r#"{"sub":"a"}"#),
        ("POST", "/tokens", "no json"),
    ];
    for (method, path, body) in wrong {
        let answer = call(method, &format!("{}/_local{path}", platform.base_url), body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {body}");
        assert!(answer.json()["error"].is_string());
    }
    let nothing = call("GET", &format!("{}/_local/nothing", platform.base_url), "").await;
    assert_eq!(
        (nothing.status, nothing.json()["error"].is_string()),
        (StatusCode::NOT_FOUND, true)
    );
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let platform = start().await;
    let page = call("GET", &format!("{}/docs", platform.base_url), "")
        .await
        .text();
    assert!(!page.contains("//"), "a reference to another host");
    for asset in page.split('"').filter(|text| text.starts_with("/docs/")) {
        let answer = call("GET", &format!("{}{asset}", platform.base_url), "").await;
        assert_eq!(
            (answer.status, answer.body.is_empty()),
            (StatusCode::OK, false),
            "{asset}"
        );
    }
    let document = call("GET", &format!("{}/openapi.json", platform.base_url), "").await;
    assert!(
        document.json()["openapi"]
            .as_str()
            .unwrap()
            .starts_with("3.1")
    );
}

#[tokio::test]
async fn a_folder_keeps_everything_and_is_one_platforms() {
    let folder = std::env::temp_dir().join(format!("sessions-{}", Uuid::new_v4()));
    let config = Config {
        port: 0,
        data_dir: Some(folder.clone()),
        ..Config::default()
    };
    let platform = Platform::start(config.clone()).await.unwrap();
    assert!(matches!(
        Platform::start(config.clone()).await,
        Err(StartError::Data { .. })
    ));
    control(
        &platform,
        "PUT",
        "/clock",
        json!({ "advance_seconds": 1000 }),
    )
    .await;
    let key = |name: &str| aws_sdk_dynamodb::types::AttributeValue::S(name.to_owned());
    let put = dynamodb(&platform, Duration::from_secs(5))
        .put_item()
        .table_name("sessions")
        .item("pk", key("a"))
        .item("sk", key("b"));
    put.send().await.unwrap();
    let meeting = runtime::chime_client(&base(&platform))
        .create_meeting()
        .client_request_token("t-1");
    meeting
        .external_meeting_id("m-1")
        .media_region("us-east-1")
        .send()
        .await
        .unwrap();
    let before = control(&platform, "GET", "/chime/meetings", Value::Null).await;
    platform.stop().await;

    let platform = Platform::start(config).await.unwrap();
    let get = dynamodb(&platform, Duration::from_secs(5))
        .get_item()
        .table_name("sessions")
        .key("pk", key("a"))
        .key("sk", key("b"));
    assert!(get.send().await.unwrap().item.is_some());
    assert_eq!(
        control(&platform, "GET", "/chime/meetings", Value::Null).await,
        before
    );
    let ahead = control(&platform, "GET", "/clock", Value::Null).await["now"]
        .as_str()
        .unwrap()
        .to_owned();
    let real = control(&platform, "DELETE", "/clock", Value::Null).await["now"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(ahead > real, "{ahead} {real}");
    platform.stop().await;
    std::fs::remove_dir_all(folder).unwrap();
}
