use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_client::HttpClient;
use jiff::Timestamp;
use outcome::Trouble;
use ring::hmac;
use serde_json::{Value, json};

use super::{Credentials, ParticipantStatus, RoomStatus, Twilio};
use crate::rest::tests::{Provider, answer};

const ACCOUNT: &str = "AC00000000000000000000000000000000";
const KEY: &str = "SK00000000000000000000000000000000";
const SECRET: &str = "a-secret";

fn twilio(url: &str) -> Twilio {
    let credentials = Credentials {
        account_sid: ACCOUNT.to_owned(),
        key_sid: KEY.to_owned(),
        key_secret: SECRET.to_owned(),
    };
    Twilio::new(HttpClient::new(), url, credentials).unwrap()
}

#[test]
fn a_token_is_what_twilio_documents() {
    let at = Timestamp::from_second(1_763_138_954).unwrap();
    let token = twilio("https://video.twilio.com")
        .access_token(
            "19-sarah@example.com",
            "apt-47-1763138954-46eb915c",
            at,
            5_400,
        )
        .unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        panic!("{token}")
    };
    let decode = |part: &str| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    assert_eq!(
        decode(header),
        json!({ "typ": "JWT", "alg": "HS256", "cty": "twilio-fpa;v=1" })
    );
    assert_eq!(
        decode(claims),
        json!({
            "jti": format!("{KEY}-1763138954"),
            "iss": KEY,
            "sub": ACCOUNT,
            "iat": 1_763_138_954,
            "exp": 1_763_144_354,
            "grants": {
                "identity": "19-sarah@example.com",
                "video": { "room": "apt-47-1763138954-46eb915c" },
            },
        })
    );
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let signed = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    hmac::verify(&key, signed.as_bytes(), &signature).unwrap();
}

#[test]
fn no_token_lives_longer_than_a_day() {
    let twilio = twilio("https://video.twilio.com");
    let token = |seconds| twilio.access_token("1", "room", Timestamp::UNIX_EPOCH, seconds);
    assert!(token(86_400).is_ok());
    assert!(matches!(token(86_401), Err(Trouble::Internal(_))));
    let shown = format!("{twilio:?}");
    assert!(
        !shown.contains(SECRET) && !shown.contains("Basic"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_room_is_read_or_is_not_there() {
    let room = r#"{"sid":"RM1","unique_name":"apt-1","status":"in-progress",
        "date_created":"2026-11-16T08:00:00Z","end_time":null,"duration":null,"links":{}}"#;
    let gone = r#"{"code":20404,"message":"not found","status":404}"#;
    let provider = Provider::start(&[&answer(200, room), &answer(404, gone)]).await;
    let twilio = twilio(&provider.url);
    let room = twilio.room("apt-1").await.unwrap().unwrap();
    assert_eq!(
        (room.sid.as_str(), room.status),
        ("RM1", RoomStatus::InProgress)
    );
    assert_eq!(room.created_at.to_string(), "2026-11-16T08:00:00Z");
    assert!(twilio.room("apt 2").await.unwrap().is_none());
    let calls = provider.calls();
    assert!(calls[0].starts_with("GET /v1/Rooms/apt-1 "), "{}", calls[0]);
    assert!(
        calls[1].starts_with("GET /v1/Rooms/apt%202 "),
        "{}",
        calls[1]
    );
    // base64 of the key and its secret.
    let basic = "basic U0swMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDphLXNlY3JldA==";
    assert!(calls[0].to_lowercase().contains(&basic.to_lowercase()));
}

fn page(identity: &str, next: Option<&str>) -> String {
    let participant = json!({
        "sid": "PA1", "room_sid": "RM1", "identity": identity, "status": "connected",
        "start_time": "2026-11-16T08:00:00Z", "end_time": null, "duration": null,
    });
    let body = json!({ "participants": [participant], "meta": { "next_page_url": next } });
    answer(200, &body.to_string())
}

#[tokio::test]
async fn participants_are_read_to_the_last_page() {
    let next = "{url}/v1/Rooms/RM1/Participants?PageSize=100&Page=1";
    let provider = Provider::start(&[&page("a", Some(next)), &page("b", None)]).await;
    let participants = twilio(&provider.url).participants("RM1").await.unwrap();
    let who: Vec<&str> = participants
        .iter()
        .map(|there| there.identity.as_str())
        .collect();
    assert_eq!(who, ["a", "b"]);
    assert!(
        participants
            .iter()
            .all(|there| there.status == ParticipantStatus::Connected)
    );
    assert!(provider.calls()[1].starts_with("GET /v1/Rooms/RM1/Participants?PageSize=100&Page=1 "));
}

#[tokio::test]
async fn a_next_page_elsewhere_or_nowhere_is_nonsense() {
    let elsewhere = Provider::start(&[&page("a", None)]).await;
    let pages = [
        page("a", Some(&format!("{}/v1/Rooms", elsewhere.url))),
        page("a", Some("no URL")),
        answer(200, "[]"),
        answer(200, "<html>jane@example.com</html>"),
        answer(
            200,
            r#"{"participants":[{"identity":"jane@example.com"}],"meta":{}}"#,
        ),
        answer(401, r#"{"code":20003,"message":"Authenticate"}"#),
        answer(302, ""),
    ];
    for text in pages {
        let provider = Provider::start(&[&text]).await;
        let trouble = twilio(&provider.url)
            .participants("RM1")
            .await
            .err()
            .unwrap();
        assert!(
            matches!(trouble, Trouble::Provider(_)),
            "{text} {trouble:?}"
        );
        let told = format!("{trouble:?}");
        assert!(!told.contains("jane") && !told.contains(SECRET), "{told}");
    }
    assert_eq!(elsewhere.calls(), Vec::<String>::new());
}
