//! PUT /api/video/sessions/{session_id}/notes

use http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Caller, Consultation, NOT_FOUND, NOT_YOURS, second_of, unique_id};

async fn put(session: &Consultation, caller: &Caller, body: Value) -> Answer {
    caller.put(&format!("{}/notes", session.path()), body).await
}

#[tokio::test]
async fn sets_the_notes() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    for text in ["Patient condition improved.", "  Follow-up\nin 1 week.\t"] {
        let answer = session.note(&session.doctor, text).await.expect(200);
        let noted = answer.json();
        let expected = json!({
            "session_id": session.id,
            "session_notes": text.trim(),
            "updated_at": noted["updated_at"],
        });
        assert_eq!(noted, expected);
        second_of(&noted["updated_at"]);
        let shown = session.shown().await;
        assert_eq!(shown["session_notes"], text.trim());
        assert_eq!(shown["updated_at"], noted["updated_at"]);
    }
}

#[tokio::test]
async fn replaces_what_the_end_said() {
    let app = App::shared().await;
    let session = app.active().await;
    let path = format!("{}/end", session.path());
    let body = json!({ "session_notes": "Better." });
    session.doctor.post(&path, body).await.expect(200);
    session.note(&session.doctor, "Well.").await.expect(200);
    let shown = session.shown().await;
    assert_eq!(shown["session_notes"], "Well.");
    assert_eq!(shown["status"], "COMPLETED");
}

#[tokio::test]
async fn the_last_of_many_at_once_stays() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let texts: Vec<String> = (0..10).map(|n| format!("Note {n}")).collect();
    let race = texts
        .iter()
        .map(|text| session.note(&session.doctor, text).into_future());
    for answer in futures::future::join_all(race).await {
        answer.expect(200);
    }
    let shown = session.shown().await;
    assert!(texts.iter().any(|text| shown["session_notes"] == *text));
    let types = session.event_types().await;
    let noted = types.iter().filter(|kind| *kind == "NOTES_UPDATED");
    assert_eq!(noted.count(), 10);
}

#[tokio::test]
async fn an_admin_may() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let body = json!({ "session_notes": "Seen." });
    put(&session, &app.as_admin(), body).await.expect(200);
    assert_eq!(session.shown().await["session_notes"], "Seen.");
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let body = json!({ "session_notes": "Mine." });
    let refused = put(&session, &app.anonymous(), body).await;
    refused.assert_detailed(401);
}

#[tokio::test]
async fn is_for_its_doctor_alone() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let body = json!({ "session_notes": "Mine." });
    let refused = put(&session, &app.doctor(), body.clone()).await;
    refused.assert_detail(403, NOT_YOURS);
    let as_doctor = app.as_user(&session.patient.id, "doctor");
    for other in [&*session.patient, &*app.patient(), &as_doctor] {
        let refused = put(&session, other, body.clone()).await;
        refused.assert_detailed(403);
    }
    assert_eq!(session.shown().await["session_notes"], Value::Null);
}

#[tokio::test]
async fn needs_its_text() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let missing = put(&session, &session.doctor, json!({})).await;
    let expected = json!({
        "detail": [{
            "loc": ["body", "session_notes"],
            "msg": "field required",
            "type": "value_error.missing",
        }]
    });
    missing.assert_wrong_fields(&["session_notes"]);
    assert_eq!(missing.json(), expected);
    for notes in [
        Value::Null,
        json!(1),
        json!([]),
        json!("a\u{0}b"),
        json!("x".repeat(10_001)),
    ] {
        let refused = put(&session, &session.doctor, json!({ "session_notes": notes })).await;
        refused.assert_wrong_fields(&["session_notes"]);
    }
    let path = format!("{}/notes", session.path());
    let call = session.doctor.call(Method::PUT, &path);
    call.await.assert_invalid();
    let call = session.doctor.call(Method::PUT, &path);
    call.body("application/json", "{").await.assert_invalid();
    let longest = "é".repeat(4_000);
    session.note(&session.doctor, &longest).await.expect(200);
}

#[tokio::test]
async fn an_unknown_session_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("session")] {
        let path = format!("/api/video/sessions/{id}/notes");
        let body = json!({ "session_notes": "Lost." });
        let answer = app.doctor().put(&path, body).await;
        answer.assert_detail(404, NOT_FOUND);
    }
}
