//! `Idempotency-Key` where live and scheduled sessions are made.

use futures::future::join_all;
use serde_json::{Value, json};
use tests::{Answer, App, Caller, LIVE_SESSIONS, SCHEDULED_SESSIONS, live_body, live_time, with};

/// Where something new is made, and with what.
fn creations() -> [(&'static str, Value); 2] {
    [
        (LIVE_SESSIONS, live_body()),
        (
            SCHEDULED_SESSIONS,
            json!({ "startsAt": live_time("15:00") }),
        ),
    ]
}

async fn create(caller: &Caller, path: &str, key: &str, body: &Value) -> Answer {
    caller
        .post(path, body.clone())
        .header("idempotency-key", key)
        .await
}

#[tokio::test]
async fn the_same_call_gives_the_first_answer_again() {
    let app = App::start().await;
    for (path, body) in creations() {
        let instructor = app.instructor();
        let first = create(&instructor, path, "key", &body).await.expect(201);
        assert_eq!(first.header("idempotent-replayed"), None, "{first}");
        for _ in 0..2 {
            let again = create(&instructor, path, "key", &body).await.expect(201);
            assert_eq!(again.header("idempotent-replayed"), Some("true"), "{again}");
            assert_eq!(again.bytes(), first.bytes());
        }
        let unlike = instructor.post(path, body.clone()).await.expect(201);
        assert_ne!(unlike.text("_id"), first.text("_id"));
        // The key is the caller's own.
        let other = create(&app.instructor(), path, "key", &body).await;
        assert_ne!(other.expect(201).text("_id"), first.text("_id"));
    }
    assert_eq!(app.daily_rooms().await.len(), 3);
}

#[tokio::test]
async fn one_key_does_for_both() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for (path, body) in creations() {
        let made = create(&instructor, path, "key", &body).await.expect(201);
        assert_eq!(made.header("idempotent-replayed"), None, "{made}");
    }
}

#[tokio::test]
async fn another_body_is_refused() {
    let app = App::shared().await;
    for (path, body) in creations() {
        let instructor = app.instructor();
        create(&instructor, path, "key", &body).await.expect(201);
        let other = with(&body, "note", "another");
        let refused = create(&instructor, path, "key", &other).await;
        refused.assert_live_error(422, "");
    }
}

#[tokio::test]
async fn the_key_is_free_again_after_an_error() {
    let app = App::shared().await;
    for (path, body) in creations() {
        let instructor = app.instructor();
        let refused = create(&instructor, path, "key", &json!({})).await;
        refused.assert_live_error(400, " is required");
        create(&instructor, path, "key", &body).await.expect(201);
    }
}

#[tokio::test]
async fn the_key_is_free_again_after_a_failure() {
    let app = App::start().await;
    let instructor = app.instructor();
    app.fault("daily", "*", "error", crate::faults::ALL).await;
    let failed = create(&instructor, LIVE_SESSIONS, "key", &live_body()).await;
    app.clear_faults().await;
    failed.assert_live_failure(500, "Failed to create session room");
    let made = create(&instructor, LIVE_SESSIONS, "key", &live_body()).await;
    assert_eq!(made.header("idempotent-replayed"), None, "{made}");
    let name = made.expect(201).text("roomName");
    app.sweep_rooms().await;
    assert_eq!(app.daily_room_names().await, [name]);
}

#[tokio::test]
async fn a_bad_key_is_refused() {
    let app = App::shared().await;
    for (path, body) in creations() {
        let instructor = app.instructor();
        for key in ["", "é", "a\tb", &"k".repeat(256)] {
            let refused = create(&instructor, path, key, &body).await;
            refused.assert_live_error(400, "");
        }
        let longest = "k".repeat(255);
        let made = create(&instructor, path, &longest, &body).await;
        made.expect(201);
    }
}

#[tokio::test]
async fn one_at_a_time_and_once() {
    let app = App::start().await;
    for (path, body) in creations() {
        let instructor = app.instructor();
        let calls = (0..20).map(|_| create(&instructor, path, "key", &body));
        let answers = join_all(calls).await;
        let mut ids = Vec::new();
        for answer in &answers {
            match answer.status() {
                201 => ids.push(answer.text("_id")),
                _ => answer.assert_live_error(409, ""),
            }
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{answers:?}");
    }
    assert_eq!(app.daily_rooms().await.len(), 1);
}

#[tokio::test]
async fn what_happens_later_does_not_change_the_first_answer() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let first = create(&instructor, LIVE_SESSIONS, "key", &live_body()).await;
    let first = first.expect(201);
    let path = format!("{LIVE_SESSIONS}/{}", first.text("roomName"));
    instructor.delete(&path).await.expect(200);
    let again = create(&instructor, LIVE_SESSIONS, "key", &live_body()).await;
    assert_eq!(again.expect(201).bytes(), first.bytes());
    let gone = app.anonymous().get(&path).await;
    gone.assert_live_message(404, tests::NO_LIVE_SESSION);
}
