//! `Idempotency-Key` where a session is made.

use futures::future::join_all;
use serde_json::Value;
use tests::{Answer, App, Caller, direct, tomorrow_at, unique_id, with};

const PATH: &str = "/api/video/sessions";

async fn create(caller: &Caller, key: &str, body: &Value) -> Answer {
    caller
        .post(PATH, body.clone())
        .header("idempotency-key", key)
        .await
}

#[tokio::test]
async fn the_same_call_gives_the_first_answer_again() {
    let app = App::shared().await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let body = direct(&doctor.id, &patient.id, &tomorrow_at("14:30"));
    let first = create(&patient, "key", &body).await.expect(201);
    assert_eq!(first.header("idempotent-replayed"), None, "{first}");
    for _ in 0..2 {
        let again = create(&patient, "key", &body).await.expect(201);
        assert_eq!(again.header("idempotent-replayed"), Some("true"), "{again}");
        assert_eq!(again.bytes(), first.bytes());
    }
    // The key is the caller's own.
    create(&doctor, "key", &body).await.assert_detailed(409);
    let list = doctor.get(PATH).await.expect(200).json();
    assert_eq!(list["total"], 1);
}

#[tokio::test]
async fn another_body_is_refused() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:30"));
    create(&doctor, "key", &body).await.expect(201);
    let other = with(&body, "scheduled_start_time", tomorrow_at("16:30"));
    let refused = create(&doctor, "key", &other).await.expect(422);
    // No field is wrong, so either form of a 422 will do.
    match &refused.json()["detail"] {
        Value::String(_) => refused.assert_detailed(422),
        _ => drop(refused.assert_invalid()),
    }
    let list = doctor.get(PATH).await.expect(200).json();
    assert_eq!(list["total"], 1);
}

#[tokio::test]
async fn the_key_is_free_again_after_an_error() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:30"));
    let wrong = with(&body, "consultation_duration_minutes", 14);
    create(&doctor, "key", &wrong).await.assert_invalid();
    create(&doctor, "another", &body).await.expect(201);
    create(&doctor, "key", &body).await.assert_detailed(409);
    let later = with(&body, "scheduled_start_time", tomorrow_at("16:30"));
    create(&doctor, "key", &later).await.expect(201);
}

#[tokio::test]
async fn a_bad_key_is_refused() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:30"));
    for key in ["", "é", "a\tb", &"k".repeat(256)] {
        // What is invalid is 422 in this API, but a key is no part of it.
        create(&doctor, key, &body).await.assert_detailed(400);
    }
    create(&doctor, &"k".repeat(255), &body).await.expect(201);
}

#[tokio::test]
async fn one_at_a_time_and_once() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:30"));
    let answers = join_all((0..20).map(|_| create(&doctor, "key", &body))).await;
    let mut ids = Vec::new();
    for answer in &answers {
        match answer.status() {
            201 => ids.push(answer.text("session_id")),
            _ => answer.assert_detailed(409),
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{answers:?}");
    let list = doctor.get(PATH).await.expect(200).json();
    assert_eq!(list["total"], 1);
}
