use axum::body::Body;
use http::{Request, StatusCode};
use outcome::Trouble;
use serde_json::{Value, json};
use uuid::Uuid;
use video::Twilio;
use video::twilio::{ParticipantStatus, RoomStatus};

use crate::testing::{Answer, base, call, control, send, start};
use crate::{Config, Platform};

const NAME: &str = "apt-47-1763138954-46eb915c";

fn twilio(platform: &Platform) -> Twilio {
    runtime::twilio(&base(platform)).unwrap()
}

fn people() -> String {
    format!("/twilio/rooms/{NAME}/participants")
}

async fn connect(platform: &Platform, identity: &str) -> Value {
    let body = json!({ "identity": identity });
    control(platform, "POST", &people(), body).await
}

async fn disconnect(platform: &Platform, identity: &str) -> Value {
    let path = format!("{}/{identity}", people());
    control(platform, "DELETE", &path, Value::Null).await
}

async fn advance(platform: &Platform, seconds: i64) {
    let body = json!({ "advance_seconds": seconds });
    control(platform, "PUT", "/clock", body).await;
}

/// A call as `curl` would make it.
async fn ask(platform: &Platform, method: &str, path: &str, body: &str, form: bool) -> Answer {
    let content_type = match form {
        true => "application/x-www-form-urlencoded",
        false => "application/json",
    };
    let request = Request::builder()
        .method(method)
        .uri(format!("{}{path}", platform.twilio_url))
        .header("content-type", content_type)
        // SK000…:local-twilio-secret
        .header(
            "authorization",
            "Basic U0swMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpsb2NhbC10d2lsaW8tc2VjcmV0",
        );
    send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn a_room_lives_from_the_first_to_five_minutes_after_the_last() {
    let platform = start().await;
    let twilio = twilio(&platform);
    assert!(twilio.room(NAME).await.unwrap().is_none());

    connect(&platform, "19-sarah@example.com").await;
    advance(&platform, 60).await;
    connect(&platform, "2-jane@example.com").await;
    let room = twilio.room(NAME).await.unwrap().unwrap();
    assert_eq!(
        (room.status, room.duration_seconds),
        (RoomStatus::InProgress, None)
    );
    let there = twilio.participants(&room.sid).await.unwrap();
    assert_eq!(there.len(), 2);
    assert!(there.iter().all(|one| one.duration_seconds.is_none()));
    let starts = there[1].started_at.unwrap().duration_since(room.created_at);
    assert!((60..=61).contains(&starts.as_secs()), "{starts}");

    advance(&platform, 1_140).await;
    let gone = disconnect(&platform, "19-sarah@example.com").await;
    assert_eq!(gone["status"], "disconnected");
    // Twilio lists who is connected while the room is in progress.
    assert_eq!(twilio.participants(&room.sid).await.unwrap().len(), 1);
    disconnect(&platform, "2-jane@example.com").await;
    advance(&platform, 290).await;
    let empty = twilio.room(NAME).await.unwrap().unwrap();
    assert_eq!(empty.status, RoomStatus::InProgress);

    advance(&platform, 1_000).await;
    assert!(twilio.room(NAME).await.unwrap().is_none());
    let over = twilio.room(&room.sid).await.unwrap().unwrap();
    assert_eq!(over.status, RoomStatus::Completed);
    let lasted = over.duration_seconds.unwrap();
    assert!((1_500..1_510).contains(&lasted), "{lasted}");
    let were = twilio.participants(&room.sid).await.unwrap();
    let seconds: Vec<i64> = were.iter().filter_map(|one| one.duration_seconds).collect();
    assert!((1_200..1_205).contains(&seconds[0]), "{seconds:?}");
    assert!((1_140..1_145).contains(&seconds[1]), "{seconds:?}");
    assert!(
        were.iter()
            .all(|one| one.status == ParticipantStatus::Disconnected)
    );

    let again = connect(&platform, "2-jane@example.com").await;
    assert_ne!(again["room_sid"], json!(room.sid));
}

#[tokio::test]
async fn who_connects_again_ends_the_first_connection() {
    let platform = start().await;
    let first = connect(&platform, "1").await;
    let second = connect(&platform, "1").await;
    assert_eq!(first["room_sid"], second["room_sid"]);
    assert_ne!(first["participant_sid"], second["participant_sid"]);
    let sid = first["room_sid"].as_str().unwrap();
    let there = twilio(&platform).participants(sid).await.unwrap();
    assert_eq!(there.len(), 1);
    let all = format!("/v1/Rooms/{sid}/Participants?Status=disconnected");
    let all = ask(&platform, "GET", &all, "", true).await.json();
    assert_eq!(all["participants"][0]["sid"], first["participant_sid"]);

    let nobody = format!("{}/_local{}/2", platform.base_url, people());
    let nobody = call("DELETE", &nobody, "").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let nameless = format!("{}/_local{}", platform.base_url, people());
    for body in [r#"{"identity":""}"#, "{}", ""] {
        let refused = call("POST", &nameless, body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
    }
}

#[tokio::test]
async fn participants_come_in_pages() {
    let platform = start().await;
    for identity in 0..5 {
        connect(&platform, &identity.to_string()).await;
    }
    let mut path = format!("/v1/Rooms/{NAME}/Participants?PageSize=2&Status=connected");
    let mut identities = Vec::new();
    let mut pages = 0;
    loop {
        let page = ask(&platform, "GET", &path, "", true).await.json();
        let all = page["participants"].as_array().unwrap();
        identities.extend(
            all.iter()
                .map(|one| one["identity"].as_str().unwrap().to_owned()),
        );
        pages += 1;
        match page["meta"]["next_page_url"].as_str() {
            None => break,
            Some(next) => path = next.strip_prefix(&platform.twilio_url).unwrap().to_owned(),
        }
    }
    assert_eq!((identities.join(" ").as_str(), pages), ("0 1 2 3 4", 3));

    // Connected 130 times: the client reads two pages of the room that is over.
    for _ in 0..125 {
        connect(&platform, "0").await;
    }
    let path = format!("/v1/Rooms/{NAME}");
    let room = ask(&platform, "POST", &path, "Status=completed", true);
    let sid = room.await.json()["sid"].as_str().unwrap().to_owned();
    assert_eq!(
        twilio(&platform).participants(&sid).await.unwrap().len(),
        130
    );
    for size in ["0", "1001", "x"] {
        let path = format!("/v1/Rooms/{sid}/Participants?PageSize={size}");
        let refused = ask(&platform, "GET", &path, "", true).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn errors_have_twilios_form_and_bodies_are_forms() {
    let platform = start().await;
    let stranger = call("GET", &format!("{}/v1/Rooms/x", platform.twilio_url), "").await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    assert_eq!(stranger.json()["code"], 20003);
    assert!(stranger.headers.contains_key("www-authenticate"));
    let nothing = ask(&platform, "GET", "/v1/Rooms/x", "", true).await;
    assert_eq!(
        nothing.json(),
        json!({
            "code": 20404,
            "message": "The requested resource /Rooms/x was not found",
            "more_info": "https://www.twilio.com/docs/errors/20404",
            "status": 404,
        })
    );

    let form = ask(&platform, "POST", "/v1/Rooms", "UniqueName=apt+1", true).await;
    assert_eq!(
        (form.status, &form.json()["unique_name"]),
        (StatusCode::CREATED, &json!("apt 1"))
    );
    let taken = ask(&platform, "POST", "/v1/Rooms", "UniqueName=apt+1", true).await;
    assert_eq!(taken.json()["code"], 53113);
    let json = ask(
        &platform,
        "POST",
        "/v1/Rooms",
        r#"{"UniqueName":"apt-2"}"#,
        false,
    )
    .await;
    assert_eq!(json.json()["unique_name"], json.json()["sid"]);
    assert!(twilio(&platform).room("apt 1").await.unwrap().is_some());
    assert!(twilio(&platform).room("apt-2").await.unwrap().is_none());
}

#[tokio::test]
async fn faults_strike_by_operation_and_are_tried_once_more() {
    let platform = start().await;
    let twilio = twilio(&platform);
    let sid = connect(&platform, "1").await["room_sid"]
        .as_str()
        .unwrap()
        .to_owned();
    let fault = async |operation: &str, kind: &str, count: u32| {
        let body =
            json!({ "service": "twilio", "operation": operation, "kind": kind, "count": count });
        control(&platform, "PUT", "/faults", body).await;
    };
    for kind in ["error", "throttle", "lost_answer"] {
        fault("FetchRoom", kind, 1).await;
        assert!(twilio.room(NAME).await.unwrap().is_some(), "{kind}");
        fault("FetchRoom", kind, 2).await;
        let trouble = twilio.room(NAME).await.unwrap_err();
        let failed = matches!(trouble, Trouble::Provider(_));
        assert_eq!(failed, kind == "error", "{trouble:?}");
        assert!(failed || matches!(trouble, Trouble::Unavailable(_)));
    }
    fault("FetchRoom", "timeout", 1).await;
    assert!(twilio.room(NAME).await.unwrap().is_some());
    fault("ListParticipants", "timeout", 2).await;
    let silent = twilio.participants(&sid).await;
    assert!(matches!(silent.err(), Some(Trouble::Unavailable(_))));
    assert_eq!(twilio.participants(&sid).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_folder_keeps_rooms_and_other_keys_are_other_accounts() {
    let folder = std::env::temp_dir().join(format!("sessions-{}", Uuid::new_v4()));
    let mut config = Config {
        port: 0,
        data_dir: Some(folder.clone()),
        ..Config::default()
    };
    let platform = Platform::start(config.clone()).await.unwrap();
    let sid = connect(&platform, "1").await["room_sid"].clone();
    platform.stop().await;

    let platform = Platform::start(config.clone()).await.unwrap();
    let room = twilio(&platform).room(NAME).await.unwrap().unwrap();
    assert_eq!(json!(room.sid), sid);
    assert_eq!(
        twilio(&platform)
            .participants(&room.sid)
            .await
            .unwrap()
            .len(),
        1
    );
    platform.stop().await;

    config.twilio_key_secret = "another".to_owned();
    let platform = Platform::start(config).await.unwrap();
    let refused = twilio(&platform).room(NAME).await;
    assert!(matches!(refused, Err(Trouble::Provider(_))));
    platform.stop().await;
    std::fs::remove_dir_all(folder).unwrap();
}
