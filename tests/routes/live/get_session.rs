//! GET /live/sessions/{name}

use serde_json::json;
use tests::{App, LIVE_SESSIONS, NO_LIVE_SESSION, live_body};

#[tokio::test]
async fn anybody_sees_it() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let made = instructor.post(LIVE_SESSIONS, live_body()).await;
    let made = made.expect(201);
    let path = format!("{LIVE_SESSIONS}/{}", made.text("roomName"));
    for caller in [
        app.anonymous(),
        app.as_student("anybody"),
        app.as_admin(),
        app.as_user("somebody", "nothing"),
    ] {
        let shown = caller.get(&path).await.expect(200);
        assert_eq!(shown.json(), made.json());
        let shown = caller.get(&format!("{path}/")).await.expect(200);
        assert_eq!(shown.json(), made.json());
    }
}

#[tokio::test]
async fn a_token_that_is_sent_must_be_valid() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let answer = app.with_token("nonsense").get(&session.path()).await;
    answer.assert_live_error(401, "");
}

/// The one place where the seed, which has 500 and a bare string, is not
/// followed.
#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let upper = session.name.to_uppercase();
    for name in [
        "nothing-abc123",
        "x",
        "%20",
        "a%00b",
        &"a".repeat(42),
        &"a".repeat(2_000),
        &session.id,
        &upper,
    ] {
        let path = format!("{LIVE_SESSIONS}/{name}");
        let answer = app.anonymous().get(&path).await;
        answer.assert_live_message(404, NO_LIVE_SESSION);
    }
}

#[tokio::test]
async fn it_names_the_latest_recording() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let mut expected = session.shown().await;
    for _ in 0..2 {
        let id = session.record().await;
        expected["recordingId"] = json!(id);
        assert_eq!(session.shown().await, expected);
        session.stop(&session.instructor).await.expect(200);
        assert_eq!(session.shown().await, expected);
    }
}
