//! GET /live/sessions/{name}/recording

use serde_json::{Value, json};
use tests::{
    App, LIVE_SESSIONS, LiveSession, NO_LIVE_SESSION, NOT_RECORDED, live_second, on_the_day,
    second_of,
};

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

/// Daily gives a link for at most so long.
const LONGEST_LINK_SECONDS: i64 = 12 * 3_600;

async fn shown(session: &LiveSession) -> Value {
    let answer = session.recording(&session.instructor).await;
    answer.expect(200).json()
}

#[tokio::test]
async fn its_life_from_start_to_link() {
    let app = App::start().await;
    for (from, to, later) in [("08:00", "09:00", "10:00"), ("12:00", "13:00", "14:00")] {
        app.set_time(from).await;
        let session = app.joined_live_session().await;
        let started = session.start(&session.instructor).await.expect(200).json();
        let running = json!({
            "recordingId": started["recordingId"],
            "startedAt": started["startedAt"],
            "stoppedAt": null,
            "duration": null,
            "status": "in-progress",
            "downloadLink": null,
            "accessLink": null,
        });
        assert_eq!(shown(&session).await, running);

        app.set_time(to).await;
        let stopped = session.stop(&session.instructor).await.expect(200).json();
        let processing = shown(&session).await;
        let mut expected = running;
        expected["stoppedAt"] = stopped["stoppedAt"].clone();
        expected["duration"] = stopped["duration"].clone();
        // What it is called until Daily has processed it is not said.
        expected["status"] = processing["status"].clone();
        assert_eq!(processing, expected);
        let status = processing["status"].as_str().expect("a status");
        assert!(!status.is_empty() && status != "finished", "{status}");

        let id = started["recordingId"].as_str().expect("an id");
        app.finish_recording(id).await;
        app.set_time(later).await;
        let finished = shown(&session).await;
        let link = finished["downloadLink"].as_str().expect("a link");
        let at_daily = format!("https://recordings.daily.local.test/{id}.mp4?");
        assert!(link.starts_with(&at_daily), "{link}");
        let duration = finished["duration"].as_i64().expect("whole seconds");
        assert!((3_600 - SLACK..=3_600 + SLACK).contains(&duration));
        expected["status"] = json!("finished");
        expected["downloadLink"] = json!(link);
        expected["accessLink"] = json!({
            "url": link,
            "expiresAt": finished["accessLink"]["expiresAt"],
        });
        // Daily's own count may differ by fractions of a second.
        let before = expected["duration"].as_i64().expect("whole seconds");
        assert!((before - duration).abs() <= 1, "{expected} {finished}");
        expected["duration"] = json!(duration);
        assert_eq!(finished, expected);
        let expires_at = live_second(&finished["accessLink"]["expiresAt"]);
        let left = expires_at - second_of(&json!(on_the_day(later)));
        assert!(left > 0 && left <= LONGEST_LINK_SECONDS + SLACK, "{left}");
        assert!(link.contains(&format!("expires={expires_at}")), "{link}");
    }
}

#[tokio::test]
async fn a_link_that_is_over_is_followed_by_another() {
    let app = App::start().await;
    let session = app.joined_live_session().await;
    app.set_time("08:00:00").await;
    let id = session.record().await;
    session.stop(&session.instructor).await.expect(200);
    app.finish_recording(&id).await;
    let first = shown(&session).await;
    app.advance(LONGEST_LINK_SECONDS + 60).await;
    let second = shown(&session).await;
    let expires_at = |of: &Value| live_second(&of["accessLink"]["expiresAt"]);
    assert!(expires_at(&second) > expires_at(&first) + 60, "{second}");
    assert_ne!(first["downloadLink"], second["downloadLink"]);
    for field in [
        "recordingId",
        "startedAt",
        "stoppedAt",
        "duration",
        "status",
    ] {
        assert_eq!(first[field], second[field], "{field}");
    }
}

#[tokio::test]
async fn it_is_the_latest() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let first = session.record().await;
    session.stop(&session.instructor).await.expect(200);
    app.finish_recording(&first).await;
    assert_eq!(shown(&session).await["status"], "finished");
    let second = session.record().await;
    let latest = shown(&session).await;
    assert_eq!(latest["recordingId"], second);
    assert_eq!(latest["stoppedAt"], Value::Null);
    assert_eq!(latest["downloadLink"], Value::Null);
    assert_eq!(latest["accessLink"], Value::Null);
}

#[tokio::test]
async fn one_that_daily_has_ended_is_finished() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let id = session.record().await;
    app.finish_recording(&id).await;
    let finished = shown(&session).await;
    assert_eq!(finished["recordingId"], id);
    assert_eq!(finished["status"], "finished");
    assert_eq!(finished["downloadLink"], finished["accessLink"]["url"]);
    assert!(finished["downloadLink"].is_string(), "{finished}");
    assert!(finished["duration"].as_u64().is_some(), "{finished}");
    let stopped_at = live_second(&finished["stoppedAt"]);
    assert!(stopped_at >= live_second(&finished["startedAt"]));
}

#[tokio::test]
async fn none_is_not_found() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let answer = session.recording(&session.instructor).await;
    answer.assert_live_message(404, NOT_RECORDED);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.live_session().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        session.recording(&caller).await.assert_live_error(401, "");
    }
}

/// The sentence is the seed's.
#[tokio::test]
async fn only_its_instructor_may() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let refused = format!("Not authorized to stop recording session:{}", session.name);
    // Whose it is comes before whether there is one.
    let answer = session.recording(&app.instructor()).await;
    answer.assert_live_message(403, &refused);
    session.record().await;
    for role in ["instructor", "teacher", "student", "admin", "super_admin"] {
        let answer = session.recording(&app.somebody(role)).await;
        answer.assert_live_message(403, &refused);
    }
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    for name in ["nothing-abc123", "%20"] {
        let path = format!("{LIVE_SESSIONS}/{name}/recording");
        let answer = app.instructor().get(&path).await;
        answer.assert_live_message(404, NO_LIVE_SESSION);
    }
}
