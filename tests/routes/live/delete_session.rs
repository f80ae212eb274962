//! DELETE /live/sessions/{name}

use futures::future::join_all;
use serde_json::json;
use tests::{App, LIVE_SESSIONS, NO_LIVE_SESSION};

#[tokio::test]
async fn it_is_gone_and_so_is_its_room() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let shown = session.shown().await;
    let deleted = session.delete(&session.instructor).await.expect(200);
    assert_eq!(deleted.json(), shown);
    assert!(!session.is_there().await);
    assert_eq!(session.room().await, None);
    let again = session.delete(&session.instructor).await;
    again.assert_live_message(404, NO_LIVE_SESSION);
}

#[tokio::test]
async fn every_path_of_it_is_gone() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    session.record().await;
    session.delete(&session.instructor).await.expect(200);
    for answer in [
        session.start(&session.instructor).await,
        session.stop(&session.instructor).await,
        session.recording(&session.instructor).await,
        session.token(&session.instructor, "Ines").await,
    ] {
        answer.assert_live_message(404, NO_LIVE_SESSION);
    }
}

#[tokio::test]
async fn a_room_that_is_gone_already_is_fine() {
    let app = App::shared().await;
    let session = app.live_session().await;
    session.lose_room().await;
    session.delete(&session.instructor).await.expect(200);
    assert!(!session.is_there().await);
}

#[tokio::test]
async fn one_that_was_recorded_says_so_to_the_end() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let id = session.record().await;
    session.stop(&session.instructor).await.expect(200);
    let deleted = session.delete(&session.instructor).await.expect(200);
    assert_eq!(deleted.json()["recordingId"], id);
}

#[tokio::test]
async fn another_of_the_same_title_stays() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let session = app.live_session_of(&instructor).await;
    let other = app.live_session_of(&instructor).await;
    session.delete(&instructor).await.expect(200);
    assert!(other.is_there().await);
    assert!(other.room().await.is_some());
}

#[tokio::test]
async fn one_of_many_callers_deletes_it() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let calls = (0..8).map(|_| async { session.delete(&session.instructor).await });
    let answers = join_all(calls).await;
    let done = answers.iter().filter(|answer| answer.status() == 200);
    assert_eq!(done.count(), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status() != 200) {
        answer.assert_live_message(404, NO_LIVE_SESSION);
    }
    assert_eq!(session.room().await, None);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.live_session().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        session.delete(&caller).await.assert_live_error(401, "");
    }
    assert!(session.is_there().await);
}

#[tokio::test]
async fn only_its_instructor_may() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let refused = format!("Not authorized to delete session:{}", session.name);
    for role in ["instructor", "teacher", "student", "admin", "super_admin"] {
        let answer = session.delete(&app.somebody(role)).await;
        answer.assert_live_message(403, &refused);
    }
    assert!(session.is_there().await);
    assert!(session.room().await.is_some());
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for name in ["nothing-abc123", "%20", "a%00b"] {
        let answer = instructor.delete(&format!("{LIVE_SESSIONS}/{name}")).await;
        answer.assert_live_message(404, NO_LIVE_SESSION);
    }
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let path = format!("{}/", session.path());
    let wrong = session.instructor.post(&path, json!({})).await;
    wrong.assert_live_error(405, "");
    session.instructor.delete(&path).await.expect(200);
}
