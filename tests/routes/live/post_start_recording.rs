//! POST /live/sessions/{name}/start-recording

use futures::future::join_all;
use serde_json::json;
use tests::{
    App, LIVE_SESSIONS, NO_LIVE_SESSION, RECORDING_ALREADY, live_second, on_the_day, second_of,
};

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

#[tokio::test]
async fn a_room_that_somebody_is_in_is_recorded() {
    let app = App::start().await;
    // Daily's answer has the id every second time.
    for time in ["14:30", "14:40", "14:50", "15:00"] {
        app.set_time(time).await;
        let session = app.joined_live_session().await;
        let started = session.start(&session.instructor).await.expect(200).json();
        let running = session.running().await;
        assert_eq!(running.len(), 1);
        let expected = json!({
            "recordingId": running[0]["id"],
            "startedAt": started["startedAt"],
        });
        assert_eq!(started, expected);
        let now = second_of(&json!(on_the_day(time)));
        let started_at = live_second(&started["startedAt"]);
        assert!((now..=now + SLACK).contains(&started_at), "{started}");
    }
}

#[tokio::test]
async fn what_is_not_recorded_any_more_can_be_again() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(session.record().await);
        session.stop(&session.instructor).await.expect(200);
    }
    let recordings = session.recordings().await;
    let known: Vec<_> = recordings.iter().rev().map(|one| &one["id"]).collect();
    assert_eq!(known, ids.iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn one_that_daily_has_ended_does_not_run() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let first = session.record().await;
    app.finish_recording(&first).await;
    let second = session.record().await;
    assert_ne!(first, second);
    assert_eq!(session.running().await[0]["id"], second);
}

#[tokio::test]
async fn an_empty_room_is_not_recorded() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let answer = session.start(&session.instructor).await;
    let expected = format!("Nobody is in session:{}", session.name);
    answer.assert_live_message(409, &expected);
    assert!(session.recordings().await.is_empty());
    assert!(session.shown().await["recordingId"].is_null());
    session.join().await;
    session.record().await;
}

#[tokio::test]
async fn one_that_runs_is_not_started_again() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let id = session.record().await;
    for _ in 0..2 {
        let again = session.start(&session.instructor).await;
        again.assert_live_message(409, RECORDING_ALREADY);
    }
    assert_eq!(session.recordings().await.len(), 1);
    assert_eq!(session.shown().await["recordingId"], id);
}

#[tokio::test]
async fn one_of_many_callers_starts_it() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let calls = (0..8).map(|_| async { session.start(&session.instructor).await });
    let answers = join_all(calls).await;
    let done: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status() == 200)
        .collect();
    assert_eq!(done.len(), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status() != 200) {
        answer.assert_live_message(409, RECORDING_ALREADY);
    }
    let running = session.running().await;
    assert_eq!(running.len(), 1);
    assert_eq!(running[0]["id"], done[0].text("recordingId"));
    assert_eq!(session.shown().await["recordingId"], running[0]["id"]);
}

#[tokio::test]
async fn a_room_that_vanished_is_not_recorded() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    session.lose_room().await;
    let answer = session.start(&session.instructor).await;
    // Nobody is in it, and Daily has failed.
    if answer.status() == 409 {
        let expected = format!("Nobody is in session:{}", session.name);
        answer.assert_live_message(409, &expected);
    } else {
        answer.assert_live_failure(500, "Failed to start session recording");
    }
    assert!(session.shown().await["recordingId"].is_null());
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        session.start(&caller).await.assert_live_error(401, "");
    }
    assert!(session.recordings().await.is_empty());
}

#[tokio::test]
async fn only_its_instructor_may() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let refused = format!("Not authorized to record session:{}", session.name);
    for role in ["instructor", "teacher", "student", "admin", "super_admin"] {
        let answer = session.start(&app.somebody(role)).await;
        answer.assert_live_message(403, &refused);
    }
    assert!(session.recordings().await.is_empty());
    // Whose it is comes before what it is in.
    session.record().await;
    let answer = session.start(&app.instructor()).await;
    answer.assert_live_message(403, &refused);
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    for name in ["nothing-abc123", "%20"] {
        let path = format!("{LIVE_SESSIONS}/{name}/start-recording");
        let answer = app.instructor().post(&path, json!({})).await;
        answer.assert_live_message(404, NO_LIVE_SESSION);
    }
}
