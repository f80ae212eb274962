//! Recordings that have ended by themselves, and are stopped or followed by
//! another one later.

use serde_json::Value;
use tests::{App, LiveSession, NOT_RECORDED, live_second};

use crate::faults::ALL;

/// The seconds that a slow machine may lose.
const SLACK: i64 = 14;

/// Daily records no longer than this, in seconds.
const LONGEST: i64 = 15_000;

/// A recording that ran for 100 seconds, a long time ago.
async fn ended_long_ago(app: &App) -> LiveSession {
    let session = app.joined_live_session().await;
    let id = session.record().await;
    app.advance(100).await;
    app.finish_recording(&id).await;
    app.advance(1_000).await;
    session
}

/// Holds a recording that is over to a length, and its end to that.
fn assert_lasted(recording: &Value, seconds: i64) {
    let duration = recording["duration"].as_i64().expect("whole seconds");
    let between = live_second(&recording["stoppedAt"]) - live_second(&recording["startedAt"]);
    assert!(
        (seconds..=seconds + SLACK).contains(&duration),
        "{recording}"
    );
    assert_eq!(between, duration, "{recording}");
}

async fn shown(session: &LiveSession) -> Value {
    let answer = session.recording(&session.instructor).await;
    answer.expect(200).json()
}

/// What the bus was told of it, once it was.
async fn told_seconds(session: &LiveSession) -> Value {
    let events = session.published(3).await;
    assert_eq!(events[2]["detail-type"], "live.recording.stopped");
    events[2]["detail"]["data"]["duration_seconds"].clone()
}

#[tokio::test]
async fn a_stop_that_is_refused_leaves_it_as_it_was() {
    let app = App::start().await;
    let session = ended_long_ago(&app).await;
    let before = shown(&session).await;
    assert_lasted(&before, 100);
    let refused = session.stop(&session.instructor).await;
    refused.assert_live_message(404, NOT_RECORDED);
    let after = shown(&session).await;
    assert_lasted(&after, 100);
    for field in ["recordingId", "startedAt", "stoppedAt", "duration"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(told_seconds(&session).await, before["duration"]);
}

#[tokio::test]
async fn a_start_that_fails_leaves_it_as_it_was() {
    let app = App::start().await;
    let session = ended_long_ago(&app).await;
    let before = shown(&session).await;
    app.fault("daily", "StartRecording", "error", ALL).await;
    let failed = session.start(&session.instructor).await;
    app.clear_faults().await;
    failed.assert_live_failure(500, "Failed to start session recording");
    let after = shown(&session).await;
    for field in ["recordingId", "startedAt", "stoppedAt", "duration"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(told_seconds(&session).await, before["duration"]);
}

#[tokio::test]
async fn one_that_is_stopped_before_daily_has_processed_it_ended_when_daily_says() {
    let app = App::start().await;
    let session = app.joined_live_session().await;
    let id = session.record().await;
    app.advance(LONGEST + 1_000).await;
    assert!(session.running().await.is_empty());
    // That it has ended by itself is not known until it was processed.
    session.stop(&session.instructor).await.expect(200);
    app.finish_recording(&id).await;
    assert_lasted(&shown(&session).await, LONGEST);
}
