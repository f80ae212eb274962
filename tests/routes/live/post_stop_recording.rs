//! POST /live/sessions/{name}/stop-recording

use futures::future::{join, join_all};
use serde_json::json;
use tests::{
    App, LIVE_SESSIONS, NO_LIVE_SESSION, NOT_RECORDED, live_second, on_the_day, second_of, until,
};

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

#[tokio::test]
async fn it_lasted_an_hour() {
    let app = App::start().await;
    for (from, to) in [("10:00", "11:00"), ("12:00", "13:00")] {
        app.set_time(from).await;
        let session = app.joined_live_session().await;
        let started = session.start(&session.instructor).await.expect(200).json();
        app.set_time(to).await;
        let stopped = session.stop(&session.instructor).await.expect(200).json();
        let expected = json!({
            "recordingId": started["recordingId"],
            "stoppedAt": stopped["stoppedAt"],
            "duration": stopped["duration"],
        });
        assert_eq!(stopped, expected);
        let now = second_of(&json!(on_the_day(to)));
        let stopped_at = live_second(&stopped["stoppedAt"]);
        assert!((now..=now + SLACK).contains(&stopped_at), "{stopped}");
        let duration = stopped["duration"].as_i64().expect("whole seconds");
        let between = stopped_at - live_second(&started["startedAt"]);
        // Fractions of a second may be cut off or rounded.
        assert!((duration - between).abs() <= 1, "{started} {stopped}");
        assert!(session.running().await.is_empty());
    }
}

#[tokio::test]
async fn none_that_runs_is_not_found() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let stop = || session.stop(&session.instructor);
    stop().await.assert_live_message(404, NOT_RECORDED);
    session.record().await;
    stop().await.expect(200);
    stop().await.assert_live_message(404, NOT_RECORDED);
    session.record().await;
    stop().await.expect(200);
}

#[tokio::test]
async fn one_that_daily_has_ended_does_not_run() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let id = session.record().await;
    app.finish_recording(&id).await;
    let answer = session.stop(&session.instructor).await;
    answer.assert_live_message(404, NOT_RECORDED);
    let shown = session.recording(&session.instructor).await.expect(200);
    assert_eq!(shown.text("recordingId"), id);
    assert_eq!(shown.text("status"), "finished");
}

#[tokio::test]
async fn one_that_this_call_stopped_was_not_ended_by_daily() {
    let app = App::start().await;
    let session = app.joined_live_session().await;
    let id = session.record().await;
    // Daily has processed it before this call can store what it did.
    app.fault("dynamodb", "TransactWriteItems", "conflict", 8)
        .await;
    let (stopped, ()) = join(async { session.stop(&session.instructor).await }, async {
        let ended = async || session.running().await.is_empty().then_some(());
        until("an end of the recording", ended).await;
        app.finish_recording(&id).await;
    })
    .await;
    assert_eq!(stopped.expect(200).text("recordingId"), id);
}

#[tokio::test]
async fn one_of_many_callers_stops_it() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    session.record().await;
    let calls = (0..8).map(|_| async { session.stop(&session.instructor).await });
    let answers = join_all(calls).await;
    let done = answers.iter().filter(|answer| answer.status() == 200);
    assert_eq!(done.count(), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status() != 200) {
        answer.assert_live_message(404, NOT_RECORDED);
    }
}

#[tokio::test]
async fn another_rooms_goes_on() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let other = app.live_session_of(&session.instructor).await;
    other.join().await;
    session.record().await;
    other.record().await;
    session.stop(&session.instructor).await.expect(200);
    assert!(session.running().await.is_empty());
    assert_eq!(other.running().await.len(), 1);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    session.record().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        session.stop(&caller).await.assert_live_error(401, "");
    }
    assert_eq!(session.running().await.len(), 1);
}

#[tokio::test]
async fn only_its_instructor_may() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let refused = format!("Not authorized to stop recording session:{}", session.name);
    // Whose it is comes before what it is in.
    let answer = session.stop(&app.instructor()).await;
    answer.assert_live_message(403, &refused);
    session.record().await;
    for role in ["instructor", "teacher", "student", "admin", "super_admin"] {
        let answer = session.stop(&app.somebody(role)).await;
        answer.assert_live_message(403, &refused);
    }
    assert_eq!(session.running().await.len(), 1);
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    for name in ["nothing-abc123", "%20"] {
        let path = format!("{LIVE_SESSIONS}/{name}/stop-recording");
        let answer = app.instructor().post(&path, json!({})).await;
        answer.assert_live_message(404, NO_LIVE_SESSION);
    }
}
