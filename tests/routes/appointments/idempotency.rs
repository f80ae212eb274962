//! `Idempotency-Key` where an appointment is made.

use futures::future::join_all;
use serde_json::Value;
use tests::{APPOINTMENTS, Answer, App, Caller, tomorrow_at, unique_id, visit, with};

async fn create(caller: &Caller, key: &str, body: &Value) -> Answer {
    caller
        .post(APPOINTMENTS, body.clone())
        .header("idempotency-key", key)
        .await
}

async fn count(caller: &Caller) -> u64 {
    caller.get(APPOINTMENTS).await.expect(200).number("count")
}

#[tokio::test]
async fn the_same_call_gives_the_first_answer_again() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    let first = create(&patient, "key", &body).await.expect(201);
    assert_eq!(first.header("idempotent-replayed"), None, "{first}");
    for _ in 0..2 {
        let again = create(&patient, "key", &body).await.expect(201);
        assert_eq!(again.header("idempotent-replayed"), Some("true"), "{again}");
        assert_eq!(again.bytes(), first.bytes());
    }
    // The key is the caller's own.
    create(&psychologist, "key", &body)
        .await
        .assert_detailed(409);
    assert_eq!(count(&psychologist).await, 1);
}

#[tokio::test]
async fn another_body_is_refused() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let body = visit(
        &psychologist.id,
        &unique_id("patient"),
        &tomorrow_at("14:30"),
    );
    create(&psychologist, "key", &body).await.expect(201);
    let other = with(&body, "appointment_date", tomorrow_at("16:30"));
    let refused = create(&psychologist, "key", &other).await;
    refused.assert_detailed(422);
    assert_eq!(count(&psychologist).await, 1);
}

#[tokio::test]
async fn the_key_is_free_again_after_an_error() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let body = visit(
        &psychologist.id,
        &unique_id("patient"),
        &tomorrow_at("14:30"),
    );
    let wrong = with(&body, "duration_minutes", 14);
    let refused = create(&psychologist, "key", &wrong).await;
    refused.assert_wrong_names(&["duration_minutes"]);
    create(&psychologist, "another", &body).await.expect(201);
    create(&psychologist, "key", &body)
        .await
        .assert_detailed(409);
    let later = with(&body, "appointment_date", tomorrow_at("16:30"));
    create(&psychologist, "key", &later).await.expect(201);
}

#[tokio::test]
async fn a_bad_key_is_refused() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let body = visit(
        &psychologist.id,
        &unique_id("patient"),
        &tomorrow_at("14:30"),
    );
    for key in ["", "é", "a\tb", &"k".repeat(256)] {
        create(&psychologist, key, &body).await.assert_bad_request();
    }
    let longest = "k".repeat(255);
    create(&psychologist, &longest, &body).await.expect(201);
}

#[tokio::test]
async fn one_at_a_time_and_once() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let body = visit(
        &psychologist.id,
        &unique_id("patient"),
        &tomorrow_at("14:30"),
    );
    let answers = join_all((0..20).map(|_| create(&psychologist, "key", &body))).await;
    let mut ids = Vec::new();
    for answer in &answers {
        match answer.status() {
            201 => ids.push(answer.number("id")),
            _ => answer.assert_detailed(409),
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{answers:?}");
    assert_eq!(count(&psychologist).await, 1);
}

#[tokio::test]
async fn what_happens_later_does_not_change_the_first_answer() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    let first = create(&patient, "key", &body).await.expect(201);
    let path = format!("{APPOINTMENTS}{}/", first.number("id"));
    let cancel = serde_json::json!({ "status": "cancelled" });
    patient.patch(&path, cancel).await.expect(200);
    let again = create(&patient, "key", &body).await.expect(201);
    assert_eq!(again.bytes(), first.bytes());
    assert_eq!(count(&patient).await, 1);
}
