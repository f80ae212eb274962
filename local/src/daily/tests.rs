mod recordings;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, Request, StatusCode};
use jiff::Timestamp;
use outcome::Trouble;
use ring::hmac;
use serde_json::{Value, json};
use uuid::Uuid;
use video::Daily;
use video::daily::{NewToken, Start, StartRecording};

use crate::testing::{Answer, base, call, control, send, start};
use crate::{Config, Platform};

const NAME: &str = "intro-to-node-a1b2c3";

fn daily(platform: &Platform) -> Daily {
    runtime::daily(&base(platform)).unwrap()
}

async fn join(platform: &Platform, user_name: &str) {
    let path = format!("/daily/rooms/{NAME}/participants");
    control(platform, "POST", &path, json!({ "user_name": user_name })).await;
}

async fn rooms(platform: &Platform) -> Value {
    control(platform, "GET", "/daily/rooms", Value::Null).await["rooms"].clone()
}

async fn now(platform: &Platform) -> Timestamp {
    let now = control(platform, "GET", "/clock", Value::Null).await;
    now["now"].as_str().unwrap().parse().unwrap()
}

async fn advance(platform: &Platform, seconds: i64) {
    let body = json!({ "advance_seconds": seconds });
    control(platform, "PUT", "/clock", body).await;
}

async fn record(platform: &Platform, instance_id: Uuid) -> Result<Start, Trouble> {
    let asked = StartRecording {
        room_name: NAME,
        instance_id: &instance_id.to_string(),
        asked_at: now(platform).await,
    };
    daily(platform).start_recording(&asked).await
}

async fn ask(platform: &Platform, method: Method, path: &str, body: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(format!("{}/v1{path}", platform.daily_url))
        .header("authorization", "Bearer local-daily-key");
    send(request.body(body.to_owned().into()).unwrap()).await
}

async fn fault(platform: &Platform, operation: &str, kind: &str, count: u32) {
    let body = json!({ "service": "daily", "operation": operation, "kind": kind, "count": count });
    control(platform, "PUT", "/faults", body).await;
}

#[tokio::test]
async fn a_room_is_made_once_and_goes() {
    let platform = start().await;
    let daily = daily(&platform);
    assert_eq!(daily.presence(NAME).await.unwrap(), None);
    let room = daily.create_room(NAME).await.unwrap();
    let again = daily.create_room(NAME).await.unwrap();
    assert_eq!(again, room);
    join(&platform, "Ada").await;
    assert_eq!(daily.presence(NAME).await.unwrap(), Some(1));
    let all = rooms(&platform).await;
    assert_eq!(
        (
            &all[0]["name"],
            &all[0]["privacy"],
            &all[0]["participants"][0]["user_name"]
        ),
        (&json!(NAME), &json!("private"), &json!("Ada"))
    );
    let config = ask(&platform, Method::GET, &format!("/rooms/{NAME}"), "").await;
    assert_eq!(
        config.json()["config"],
        json!({ "enable_recording": "cloud" })
    );

    let path = format!("/daily/rooms/{NAME}");
    control(&platform, "DELETE", &path, Value::Null).await;
    assert!(daily.room(NAME).await.unwrap().is_none());
    daily.delete_room(NAME).await.unwrap();
    let url = format!("{}/_local{path}", platform.base_url);
    assert_eq!(call("DELETE", &url, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_token_is_daily_s_own_form() {
    let platform = start().await;
    let token = NewToken {
        room_name: NAME,
        expires_at: Timestamp::from_second(2_000_000_000).unwrap(),
        is_owner: false,
        user_name: "Ada",
        user_id: "7",
    };
    let token = daily(&platform).create_token(&token).await.unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"local-daily-key");
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    hmac::verify(&key, signed.as_bytes(), &signature).unwrap();
    let claims = URL_SAFE_NO_PAD
        .decode(signed.rsplit_once('.').unwrap().1)
        .unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(
        claims,
        json!({
            "r": NAME,
            "d": "00000000-0000-4000-8000-000000000000",
            "u": "Ada",
            "ud": "7",
            "o": false,
            "exp": 2_000_000_000,
        })
    );
}

#[tokio::test]
async fn errors_have_dailys_form() {
    let platform = start().await;
    let stranger = call("GET", &format!("{}/v1/rooms/x", platform.daily_url), "").await;
    assert_eq!(
        (stranger.status, &stranger.json()["error"]),
        (StatusCode::UNAUTHORIZED, &json!("authentication-error"))
    );
    let long = format!(r#"{{"name":"{}"}}"#, "a".repeat(129));
    let wrong = [
        r#"{"name":"a b"}"#,
        r#"{"name":""}"#,
        r#"{"privacy":"secret"}"#,
        r#"{"properties":{"exp":"soon"}}"#,
        "no json",
        &long,
    ];
    for body in wrong {
        let refused = ask(&platform, Method::POST, "/rooms", body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(refused.json()["error"], "invalid-request-error");
        assert!(refused.json()["info"].is_string());
    }
    let nothing = ask(&platform, Method::GET, "/rooms/x", "").await;
    assert_eq!(nothing.json()["error"], "not-found");
    // A room that says nothing of recordings is not recorded.
    let plain = ask(
        &platform,
        Method::POST,
        "/rooms",
        &json!({ "name": NAME }).to_string(),
    )
    .await;
    assert_eq!(plain.status, StatusCode::OK);
    join(&platform, "Ada").await;
    let path = format!("/rooms/{NAME}/recordings/start");
    let refused = ask(&platform, Method::POST, &path, "{}").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn faults_leave_nothing_that_cannot_be_cleared() {
    let platform = start().await;
    let daily = daily(&platform);
    fault(&platform, "CreateRoom", "lost_answer", 1).await;
    daily.create_room(NAME).await.unwrap();
    assert_eq!(rooms(&platform).await.as_array().unwrap().len(), 1);
    for (kind, unavailable) in [("error", false), ("throttle", true), ("lost_answer", true)] {
        fault(&platform, "GetPresence", kind, 1).await;
        assert_eq!(daily.presence(NAME).await.unwrap(), Some(0), "{kind}");
        fault(&platform, "GetPresence", kind, 2).await;
        let trouble = daily.presence(NAME).await.unwrap_err();
        assert_eq!(
            matches!(trouble, Trouble::Unavailable(_)),
            unavailable,
            "{kind}"
        );
    }

    join(&platform, "Ada").await;
    let instance = Uuid::new_v4();
    fault(&platform, "StartRecording", "lost_answer", 1).await;
    assert!(record(&platform, instance).await.is_err());
    assert_eq!(
        rooms(&platform).await[0]["recordings"][0]["is_running"],
        true
    );
    fault(&platform, "StopRecording", "lost_answer", 1).await;
    assert!(
        !daily
            .stop_recording(NAME, &instance.to_string())
            .await
            .unwrap()
    );
    assert_eq!(
        rooms(&platform).await[0]["recordings"][0]["is_running"],
        false
    );

    fault(&platform, "DeleteRoom", "lost_answer", 1).await;
    daily.delete_room(NAME).await.unwrap();
    assert_eq!(rooms(&platform).await, json!([]));
    fault(&platform, "CreateToken", "timeout", 2).await;
    let token = NewToken {
        room_name: NAME,
        expires_at: Timestamp::UNIX_EPOCH,
        is_owner: true,
        user_name: "Ada",
        user_id: "7",
    };
    let silent = daily.create_token(&token).await;
    assert!(matches!(silent, Err(Trouble::Unavailable(_))));
}

#[tokio::test]
async fn a_folder_keeps_rooms_and_recordings() {
    let folder = std::env::temp_dir().join(format!("sessions-{}", Uuid::new_v4()));
    let config = Config {
        port: 0,
        data_dir: Some(folder.clone()),
        ..Config::default()
    };
    let platform = Platform::start(config.clone()).await.unwrap();
    daily(&platform).create_room("gone").await.unwrap();
    daily(&platform).create_room(NAME).await.unwrap();
    daily(&platform).delete_room("gone").await.unwrap();
    join(&platform, "Ada").await;
    record(&platform, Uuid::new_v4()).await.unwrap();
    let before = rooms(&platform).await;
    platform.stop().await;

    let platform = Platform::start(config).await.unwrap();
    assert_eq!(rooms(&platform).await, before);
    assert_eq!(before.as_array().unwrap().len(), 1);
    assert_eq!(before[0]["recordings"][0]["is_running"], true);
    platform.stop().await;
    std::fs::remove_dir_all(folder).unwrap();
}
