//! DELETE /live/scheduled-sessions/{id}

use serde_json::json;
use tests::{App, NO_SCHEDULED_SESSION, SCHEDULED_SESSIONS, live_time};

#[tokio::test]
async fn it_is_gone() {
    let app = App::shared().await;
    for status in ["scheduled", "live", "finished"] {
        let scheduled = app.scheduled_in_status(status).await;
        let (instructor, path) = (&scheduled.instructor, scheduled.path());
        let deleted = instructor.delete(&path).await.expect(200);
        let expected = json!({ "message": "Scheduled session deleted successfully" });
        assert_eq!(deleted.json(), expected);
        for answer in [
            app.anonymous().get(&path).await,
            instructor.delete(&path).await,
            scheduled.step(instructor, "finished").await,
            scheduled.change(instructor, json!({})).await,
        ] {
            answer.assert_live_message(404, NO_SCHEDULED_SESSION);
        }
        assert!(instructor.lists(&app.anonymous()).await.is_empty());
    }
}

#[tokio::test]
async fn the_live_session_stays() {
    let app = App::shared().await;
    let live = app.live_session().await;
    let body = json!({ "startsAt": live_time("15:00"), "sessionId": live.id });
    let scheduled = app.scheduled_of(&live.instructor, &body).await;
    let path = format!("{}/", scheduled.path());
    live.instructor.delete(&path).await.expect(200);
    assert!(live.is_there().await);
    assert!(live.room().await.is_some());
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        let answer = caller.delete(&scheduled.path()).await;
        answer.assert_live_error(401, "");
    }
    scheduled.shown().await;
}

#[tokio::test]
async fn only_its_instructor_may() {
    const REFUSED: &str = "Not authorized to delete this scheduled session";

    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    for role in ["instructor", "teacher", "student", "admin", "super_admin"] {
        let answer = app.somebody(role).delete(&scheduled.path()).await;
        answer.assert_live_message(403, REFUSED);
    }
    scheduled.shown().await;
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for id in ["00000000-0000-4000-8000-000000000000", "nothing", "%20"] {
        let path = format!("{SCHEDULED_SESSIONS}/{id}");
        let answer = instructor.delete(&path).await;
        answer.assert_live_message(404, NO_SCHEDULED_SESSION);
    }
}
