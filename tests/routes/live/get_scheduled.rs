//! GET /live/scheduled-sessions/{id}

use serde_json::{Value, json};
use tests::{App, NO_SCHEDULED_SESSION, SCHEDULED_SESSIONS, live_time};

#[tokio::test]
async fn is_as_the_seed_shows_it() {
    let app = App::shared().await;
    let instructor = app.instructor_named("John Doe", "john@example.com").await;
    let live = app.live_session_of(&instructor).await;
    let body = json!({ "startsAt": live_time("15:00"), "sessionId": live.id });
    let scheduled = app.scheduled_of(&instructor, &body).await;
    let mut expected = json!({
        "_id": scheduled.id,
        "instructor": { "_id": instructor.id, "name": "John Doe" },
        "startsAt": live_time("15:00"),
        "status": "scheduled",
        "sessionId": {
            "_id": live.id,
            "roomName": live.name,
            "title": "Introduction to Node.js",
        },
    });
    assert_eq!(scheduled.shown().await, expected);
    let slash = format!("{}/", scheduled.path());
    let shown = app.anonymous().get(&slash).await.expect(200);
    assert_eq!(shown.json(), expected);

    // The e-mail is there with a token only.
    expected["instructor"]["email"] = json!("john@example.com");
    for caller in [
        app.as_student("anybody"),
        app.as_admin(),
        app.as_user("somebody", "nothing"),
        app.as_teacher(&instructor.id),
    ] {
        let shown = caller.get(&scheduled.path()).await.expect(200);
        assert_eq!(shown.json(), expected);
    }
}

#[tokio::test]
async fn what_is_not_there_is_null() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let expected = json!({
        "_id": scheduled.id,
        "instructor": { "_id": scheduled.instructor.id, "name": null },
        "startsAt": live_time("15:00"),
        "status": "scheduled",
        "sessionId": null,
    });
    assert_eq!(scheduled.shown().await, expected);
    let shown = scheduled.instructor.get(&scheduled.path()).await;
    let shown = shown.expect(200).json();
    assert_eq!(shown["instructor"]["name"], Value::Null);
    // Null, or not there at all.
    assert_eq!(shown["instructor"]["email"], Value::Null);
}

#[tokio::test]
async fn a_token_that_is_sent_must_be_valid() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let answer = app.with_token("nonsense").get(&scheduled.path()).await;
    answer.assert_live_error(401, "");
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    let live = app.live_session().await;
    for id in [
        "00000000-0000-4000-8000-000000000000",
        "nothing",
        "%20",
        "a%00b",
        "{id}",
        &live.id,
        &live.name,
    ] {
        let id = id.replace('{', "%7B").replace('}', "%7D");
        let path = format!("{SCHEDULED_SESSIONS}/{id}");
        let answer = app.anonymous().get(&path).await;
        answer.assert_live_message(404, NO_SCHEDULED_SESSION);
    }
}
