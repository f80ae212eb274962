//! PUT /sessions/{id}

use serde_json::{Value, json};
use tests::{Answer, App, Caller, unique_id};

pub(super) async fn put(caller: &Caller, id: &str, body: Value) -> Answer {
    caller.put(&format!("/sessions/{id}"), body).await
}

pub(super) async fn shown(caller: &Caller, id: &str) -> Value {
    caller
        .get(&format!("/sessions/{id}"))
        .await
        .expect(200)
        .json()
}

pub(super) fn note(text: impl Into<String>) -> Value {
    json!({ "text": text.into(), "timestamp": "2026-01-01T10:00:00Z" })
}

pub(super) fn file(name: &str) -> Value {
    let url = format!("https://files.example.com/{name}");
    json!({ "name": name, "url": url, "timestamp": "2026-01-01T10:00:00Z" })
}

#[tokio::test]
async fn an_empty_body_changes_nothing() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let path = format!("/sessions/{}", opened.id);
    opened
        .student
        .call(http::Method::PUT, &path)
        .await
        .expect(200);
    put(&opened.student, &opened.id, json!({}))
        .await
        .expect(200);
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [], "files": [] }),
    )
    .await
    .expect(200);
    assert_eq!(
        shown(&opened.student, &opened.id).await["status"],
        "pending"
    );
}

#[tokio::test]
async fn the_status_goes_forward_alone() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let status = |status: &str| json!({ "status": status });
    put(&opened.student, &opened.id, status("pending"))
        .await
        .expect(200);
    put(&opened.student, &opened.id, status("active"))
        .await
        .expect(200);
    put(&opened.teacher, &opened.id, status("active"))
        .await
        .expect(200);
    put(&opened.student, &opened.id, status("pending"))
        .await
        .assert_refused(409);
    put(&opened.teacher, &opened.id, status("completed"))
        .await
        .expect(200);
    put(&opened.student, &opened.id, status("completed"))
        .await
        .expect(200);
    for back in ["pending", "active"] {
        put(&opened.teacher, &opened.id, status(back))
            .await
            .assert_refused(409);
    }
    assert_eq!(
        shown(&opened.student, &opened.id).await["status"],
        "completed"
    );
}

#[tokio::test]
async fn a_refused_step_adds_no_notes() {
    let app = App::shared().await;
    let met = app.met().await;
    let body = json!({ "status": "pending", "notes": [note("lost")] });
    put(&met.student, &met.session_id, body)
        .await
        .assert_refused(409);
    assert_eq!(
        shown(&met.student, &met.session_id).await["notes"],
        json!([])
    );
}

#[tokio::test]
async fn completing_completes_the_booking_and_ends_the_meeting() {
    let app = App::shared().await;
    let met = app.met().await;
    assert_eq!(app.chime_meetings_of(&met.id).await.len(), 1);
    put(
        &met.teacher,
        &met.session_id,
        json!({ "status": "completed" }),
    )
    .await
    .expect(200);
    let booking = met
        .student
        .get(&format!("/bookings/{}", met.booking_id))
        .await
        .expect(200);
    assert_eq!(booking.text("status"), "completed");
    assert!(app.chime_meetings_of(&met.id).await.is_empty());
    met.student
        .get(&format!("/meetings/{}", met.session_id))
        .await
        .assert_refused(404);
    let session = json!({ "session_id": met.session_id });
    met.student
        .post("/meetings", session)
        .await
        .assert_refused(409);
}

#[tokio::test]
async fn completing_works_when_chime_has_forgotten_the_meeting() {
    let app = App::shared().await;
    let met = app.met().await;
    app.expire_meeting(&met.id).await;
    put(
        &met.teacher,
        &met.session_id,
        json!({ "status": "completed" }),
    )
    .await
    .expect(200);
    assert_eq!(
        shown(&met.student, &met.session_id).await["status"],
        "completed"
    );
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let opened = app.opened().await;
    put(&app.anonymous(), &opened.id, json!({ "status": "active" }))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for role in ["student", "teacher"] {
        let stranger = app.as_user(&unique_id("stranger"), role);
        put(&stranger, &opened.id, json!({ "notes": [note("hello")] }))
            .await
            .assert_refused(403);
    }
    assert_eq!(shown(&opened.student, &opened.id).await["notes"], json!([]));
}

#[tokio::test]
async fn an_admin_may() {
    let app = App::shared().await;
    let opened = app.opened().await;
    put(&app.as_admin(), &opened.id, json!({ "status": "active" }))
        .await
        .expect(200);
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let good = file("a.pdf");
    for (field, body) in [
        ("status", json!({ "status": "done" })),
        ("status", json!({ "status": 1 })),
        ("status", json!({ "status": {} })),
        ("notes", json!({ "notes": "a note" })),
        ("notes", json!({ "notes": ["a note"] })),
        ("notes", json!({ "notes": { "text": "a note" } })),
        ("text", json!({ "notes": [{}] })),
        ("text", json!({ "notes": [{ "text": null }] })),
        ("text", json!({ "notes": [{ "text": 1 }] })),
        ("text", json!({ "notes": [{ "text": "" }] })),
        ("text", json!({ "notes": [{ "text": "a\u{0}b" }] })),
        (
            "text",
            json!({ "notes": [{ "text": "fine" }, { "text": "a\u{8}b" }] }),
        ),
        (
            "timestamp",
            json!({ "notes": [{ "text": "a", "timestamp": "now" }] }),
        ),
        (
            "timestamp",
            json!({ "notes": [{ "text": "a", "timestamp": "2026-01-01T10:00:00" }] }),
        ),
        (
            "timestamp",
            json!({ "notes": [{ "text": "a", "timestamp": 5 }] }),
        ),
        ("files", json!({ "files": 1 })),
        ("files", json!({ "files": [null] })),
        ("name", json!({ "files": [tests::without(&good, "name")] })),
        ("name", json!({ "files": [tests::with(&good, "name", 1)] })),
        ("name", json!({ "files": [tests::with(&good, "name", "")] })),
        (
            "name",
            json!({ "files": [tests::with(&good, "name", "n".repeat(201))] }),
        ),
        (
            "name",
            json!({ "files": [tests::with(&good, "name", "a\u{1b}b")] }),
        ),
        ("url", json!({ "files": [tests::without(&good, "url")] })),
        ("url", json!({ "files": [tests::with(&good, "url", 1)] })),
        (
            "url",
            json!({ "files": [tests::with(&good, "url", "http://example.com/a")] }),
        ),
        (
            "url",
            json!({ "files": [tests::with(&good, "url", "javascript:alert(1)")] }),
        ),
        (
            "url",
            json!({ "files": [tests::with(&good, "url", "https://")] }),
        ),
        (
            "url",
            json!({ "files": [tests::with(&good, "url", "a.pdf")] }),
        ),
        (
            "timestamp",
            json!({ "files": [tests::with(&good, "timestamp", "then")] }),
        ),
    ] {
        put(&opened.student, &opened.id, body)
            .await
            .assert_error(400, field);
    }
    let session = shown(&opened.student, &opened.id).await;
    assert_eq!(
        (&session["notes"], &session["files"], &session["status"]),
        (&json!([]), &json!([]), &json!("pending"))
    );
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("session")] {
        put(
            &app.as_student("anybody"),
            id,
            json!({ "status": "active" }),
        )
        .await
        .assert_refused(404);
    }
}
