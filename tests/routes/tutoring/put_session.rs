//! PUT /sessions/{id}

use serde_json::{Value, json};
use tests::{Answer, App, Caller, unique_id};

async fn put(caller: &Caller, id: &str, body: Value) -> Answer {
    caller.put(&format!("/sessions/{id}"), body).await
}

async fn shown(caller: &Caller, id: &str) -> Value {
    caller
        .get(&format!("/sessions/{id}"))
        .await
        .expect(200)
        .json()
}

fn note(text: impl Into<String>) -> Value {
    json!({ "text": text.into(), "timestamp": "2026-01-01T10:00:00Z" })
}

fn file(name: &str) -> Value {
    let url = format!("https://files.example.com/{name}");
    json!({ "name": name, "url": url, "timestamp": "2026-01-01T10:00:00Z" })
}

#[tokio::test]
async fn adds_notes_and_files() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let body = json!({ "notes": [note("one")], "files": [file("a.pdf")] });
    let updated = put(&opened.student, &opened.id, body).await.expect(200);
    insta::assert_json_snapshot!(updated.json(), @r#"
    {
      "message": "Session updated successfully"
    }
    "#);
    let session = shown(&opened.teacher, &opened.id).await;
    assert_eq!(session["notes"], json!([note("one")]));
    assert_eq!(session["files"], json!([file("a.pdf")]));
    assert_eq!(session["status"], "pending");
}

#[tokio::test]
async fn what_is_there_stays_and_is_not_added_twice() {
    let app = App::shared().await;
    let opened = app.opened().await;
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("one")], "files": [file("a.pdf")] }),
    )
    .await
    .expect(200);
    let more = json!({ "notes": [note("two"), note("one"), note("two")], "files": [file("a.pdf"), file("b.pdf")] });
    put(&opened.teacher, &opened.id, more).await.expect(200);
    let session = shown(&opened.student, &opened.id).await;
    let texts = |field: &str, name: &str| {
        let list = session[field].as_array().expect("a list").iter();
        let mut texts: Vec<_> = list
            .map(|entry| entry[name].as_str().expect("text").to_owned())
            .collect();
        texts.sort();
        texts
    };
    assert_eq!(texts("notes", "text"), ["one", "two"]);
    assert_eq!(texts("files", "name"), ["a.pdf", "b.pdf"]);
}

#[tokio::test]
async fn a_time_that_is_left_out_is_the_servers() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let body = json!({ "notes": [{ "text": "now" }], "files": [{ "name": "a", "url": "https://example.com/a" }] });
    put(&opened.student, &opened.id, body).await.expect(200);
    let session = shown(&opened.student, &opened.id).await;
    for field in ["notes", "files"] {
        let time: jiff::Timestamp = session[field][0]["timestamp"]
            .as_str()
            .expect("a time")
            .parse()
            .expect("RFC 3339");
        assert!(
            tests::real_now().duration_since(time).as_secs().abs() < 300,
            "{session}"
        );
    }
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
async fn holds_500_notes_and_500_files() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for range in [0..120, 120..250, 250..500] {
        let notes: Vec<_> = range.clone().map(|n| note(format!("note {n}"))).collect();
        let files: Vec<_> = range.map(|n| file(&format!("{n}.pdf"))).collect();
        put(
            &opened.student,
            &opened.id,
            json!({ "notes": notes, "files": files }),
        )
        .await
        .expect(200);
    }
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("one more")] }),
    )
    .await
    .assert_error(400, "notes");
    put(
        &opened.student,
        &opened.id,
        json!({ "files": [file("one-more.pdf")] }),
    )
    .await
    .assert_error(400, "files");
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("note 7")] }),
    )
    .await
    .expect(200);
    let session = shown(&opened.teacher, &opened.id).await;
    assert_eq!(session["notes"].as_array().map(Vec::len), Some(500));
    assert_eq!(session["files"].as_array().map(Vec::len), Some(500));
}

#[tokio::test]
async fn takes_500_notes_at_once_and_no_501() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let notes: Vec<_> = (0..501).map(|n| note(format!("note {n}"))).collect();
    put(&opened.student, &opened.id, json!({ "notes": notes }))
        .await
        .assert_error(400, "notes");
    assert_eq!(shown(&opened.student, &opened.id).await["notes"], json!([]));
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": notes[..500] }),
    )
    .await
    .expect(200);
    assert_eq!(
        shown(&opened.student, &opened.id).await["notes"]
            .as_array()
            .map(Vec::len),
        Some(500)
    );
}

#[tokio::test]
async fn holds_a_mebibyte_in_all() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let batch = |batch: usize| {
        let notes = (0..15).map(|n| note(format!("{batch}.{n:02} {}", "\u{1F600}".repeat(3_990))));
        json!({ "notes": notes.collect::<Vec<_>>() })
    };
    for n in 0..4 {
        put(&opened.student, &opened.id, batch(n)).await.expect(200);
    }
    put(&opened.student, &opened.id, batch(4))
        .await
        .assert_refused(400);
    assert_eq!(
        shown(&opened.student, &opened.id).await["notes"]
            .as_array()
            .map(Vec::len),
        Some(60)
    );
}

#[tokio::test]
async fn a_note_has_up_to_4000_characters() {
    let app = App::shared().await;
    let opened = app.opened().await;
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("é".repeat(4_000))] }),
    )
    .await
    .expect(200);
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("é".repeat(4_001))] }),
    )
    .await
    .assert_error(400, "text");
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
