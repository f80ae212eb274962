use http_client::HttpClient;
use jiff::Timestamp;
use outcome::Trouble;
use serde_json::{Value, json};

use super::{Daily, NewToken, Start, StartRecording};
use crate::rest::tests::{Provider, answer};

const ROOM: &str = r#"{"id":"d1","name":"talk-abc123","api_created":true,"privacy":"private",
    "url":"https://x.daily.co/talk-abc123","created_at":"2026-11-16T08:00:00.000Z","config":{}}"#;
const REFUSED: &str = r#"{"error":"invalid-request-error","info":"no, jane"}"#;
const ASKED_AT: i64 = 1_763_280_000;

fn daily(provider: &Provider) -> Daily {
    Daily::new(
        HttpClient::new(),
        &format!("{}/v1", provider.url),
        "the-key",
    )
    .unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The JSON that a call brought along.
fn body(call: &str) -> Value {
    serde_json::from_str(call.split("\r\n\r\n").nth(1).unwrap()).unwrap()
}

fn list(recordings: &[(&str, i64, &str)]) -> String {
    let data: Vec<Value> = recordings
        .iter()
        .map(|(id, start_ts, status)| {
            json!({ "id": id, "room_name": "r", "start_ts": start_ts, "status": status })
        })
        .collect();
    answer(
        200,
        &json!({ "total_count": data.len(), "data": data }).to_string(),
    )
}

async fn start(provider: &Provider) -> Result<Start, Trouble> {
    let asked = StartRecording {
        room_name: "r",
        instance_id: "5f9d4e2c-0c1e-4a86-9f6e-0d8e6a4f0a11",
        asked_at: at(ASKED_AT),
    };
    daily(provider).start_recording(&asked).await
}

#[tokio::test]
async fn a_room_is_private_and_recordable_and_found_again() {
    let (made, taken) = (answer(200, ROOM), answer(400, REFUSED));
    let provider = Provider::start(&[&made, "", &taken, &made]).await;
    let daily = daily(&provider);
    let room = daily.create_room("talk-abc123").await.unwrap();
    let calls = provider.calls();
    assert!(calls[0].starts_with("POST /v1/rooms "), "{}", calls[0]);
    assert!(
        calls[0]
            .to_lowercase()
            .contains("authorization: bearer the-key")
    );
    assert_eq!(
        body(&calls[0]),
        json!({
            "name": "talk-abc123",
            "privacy": "private",
            "properties": { "enable_recording": "cloud" },
        })
    );
    // An answer that got lost, the second try, and a look at what is there.
    let again = daily.create_room("talk-abc123").await.unwrap();
    assert_eq!(again, room);
    let calls = provider.calls();
    assert_eq!(calls.len(), 4);
    assert!(calls[3].starts_with("GET /v1/rooms/talk-abc123 "));
}

#[tokio::test]
async fn a_refused_room_that_is_not_there_is_a_failure() {
    let (refused, gone) = (answer(400, REFUSED), answer(404, "{}"));
    let provider = Provider::start(&[&refused, &gone, &gone]).await;
    let daily = daily(&provider);
    let trouble = daily.create_room("a").await.unwrap_err();
    assert!(matches!(trouble, Trouble::Provider(_)));
    let told = format!("{trouble:?}");
    assert!(
        told.contains("invalid-request-error") && !told.contains("jane"),
        "{told}"
    );
    daily.delete_room("a").await.unwrap();
}

#[tokio::test]
async fn a_token_names_its_room_and_its_end() {
    let answers = [
        answer(200, r#"{"token":"a.b.c"}"#),
        answer(200, r#"{"token":""}"#),
    ];
    let provider = Provider::start(&[&answers[0], &answers[1]]).await;
    let daily = daily(&provider);
    let token = NewToken {
        room_name: "r",
        expires_at: at(10_800),
        is_owner: true,
        user_name: "Ada",
        user_id: "7",
    };
    assert_eq!(daily.create_token(&token).await.unwrap(), "a.b.c");
    assert_eq!(
        body(&provider.calls()[0]),
        json!({
            "properties": {
                "room_name": "r",
                "exp": 10_800,
                "is_owner": true,
                "user_name": "Ada",
                "user_id": "7",
            },
        })
    );
    let empty = daily.create_token(&token).await;
    assert!(matches!(empty, Err(Trouble::Provider(_))));
}

#[tokio::test]
async fn a_recordings_id_is_in_the_answer_or_found() {
    let provider = Provider::start(&[&answer(200, r#"{"recordingId":"R1"}"#)]).await;
    let started = |id: &str| Start::Started {
        recording_id: Some(id.to_owned()),
    };
    assert_eq!(start(&provider).await.unwrap(), started("R1"));
    assert_eq!(
        body(&provider.calls()[0]),
        json!({ "type": "cloud", "instanceId": "5f9d4e2c-0c1e-4a86-9f6e-0d8e6a4f0a11" })
    );

    let old = ("old", ASKED_AT - 60, "in-progress");
    let listed = list(&[old, ("R2", ASKED_AT + 1, "in-progress")]);
    let late = Provider::start(&[&answer(200, "{}"), &list(&[old]), &listed]).await;
    assert_eq!(start(&late).await.unwrap(), started("R2"));
    let unlisted = Provider::start(&[&answer(200, "{}"), &answer(500, "{}")]).await;
    let unknown = Start::Started { recording_id: None };
    assert_eq!(start(&unlisted).await.unwrap(), unknown);
}

#[tokio::test]
async fn why_no_recording_starts_is_asked_for() {
    let people = |count| {
        answer(
            200,
            &json!({ "total_count": count, "data": [] }).to_string(),
        )
    };
    let running = list(&[("R1", 1, "in-progress")]);
    for status in [400, 404] {
        let refused = answer(status, REFUSED);
        let cases = [
            (
                vec![refused.clone(), answer(404, "{}")],
                Some(Start::NoRoom),
            ),
            (vec![refused.clone(), people(0)], Some(Start::NobodyThere)),
            (
                vec![refused.clone(), people(2), running.clone()],
                Some(Start::AlreadyRunning),
            ),
            (
                vec![refused.clone(), people(2), list(&[("R1", 1, "finished")])],
                None,
            ),
            (vec![refused.clone(), answer(200, "nonsense")], None),
        ];
        for (answers, expected) in cases {
            let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
            let provider = Provider::start(&answers).await;
            assert_eq!(start(&provider).await.ok(), expected, "{answers:?}");
        }
    }
}

#[tokio::test]
async fn a_start_that_may_have_happened_is_not_sent_again() {
    let ok = answer(200, r#"{"recordingId":"R1"}"#);
    for lost in ["", &answer(500, "{}")] {
        let provider = Provider::start(&[lost, &ok]).await;
        assert!(start(&provider).await.is_err());
        assert_eq!(provider.calls().len(), 1);
    }
    let provider = Provider::start(&[&answer(429, "{}"), &ok]).await;
    assert!(start(&provider).await.is_ok());
}

#[tokio::test]
async fn stopping_tells_whether_one_ran() {
    let (sent, none) = (answer(200, "{}"), answer(400, REFUSED));
    let provider = Provider::start(&[&sent, &none, &answer(404, "{}"), &answer(401, "{}")]).await;
    let daily = daily(&provider);
    assert!(daily.stop_recording("r", "i").await.unwrap());
    assert!(!daily.stop_recording("r", "i").await.unwrap());
    assert!(!daily.stop_recording("r", "i").await.unwrap());
    let refused = daily.stop_recording("r", "i").await;
    assert!(matches!(refused, Err(Trouble::Provider(_))));
    assert_eq!(
        body(&provider.calls()[0]),
        json!({ "type": "cloud", "instanceId": "i" })
    );
}

#[tokio::test]
async fn a_link_that_is_no_link_is_an_error() {
    let link = |text: &str| {
        answer(
            200,
            &json!({ "download_link": text, "expires": 1_763_283_600 }).to_string(),
        )
    };
    let good = link("https://files.test/a.mp4?signature=x");
    let provider = Provider::start(&[&good, &answer(404, "{}")]).await;
    let daily_client = daily(&provider);
    let found = daily_client
        .access_link("R1", 3_600)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.url, "https://files.test/a.mp4?signature=x");
    assert_eq!(found.expires_at.to_string(), "2025-11-16T09:00:00Z");
    assert!(
        provider.calls()[0].starts_with("GET /v1/recordings/R1/access-link?valid_for_secs=3600 ")
    );
    assert!(
        daily_client
            .access_link("R1", 3_600)
            .await
            .unwrap()
            .is_none()
    );

    let sentences = [
        "Error: something went wrong",
        "",
        "http://files.test/",
        "file:///etc",
    ];
    for sentence in sentences {
        let provider = Provider::start(&[&link(sentence)]).await;
        let trouble = daily(&provider).access_link("R1", 60).await.err().unwrap();
        assert!(matches!(trouble, Trouble::Provider(_)), "{sentence}");
    }
}
