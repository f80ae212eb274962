//! What callers see when Daily fails around a recording, and what is left
//! behind.

use tests::{Answer, App, LiveSession, NOT_RECORDED, RECORDING_ALREADY};

use crate::faults::{ALL, in_time};

const NOT_STARTED: &str = "Failed to start session recording";
const NOT_STOPPED: &str = "Failed to stop session recording";

/// Seconds after which a start that was stored is no longer waited for.
const A_START_TAKES: i64 = 15;

/// So often the store is asked for the same before that has failed.
const ATTEMPTS: u32 = 3;

/// What Daily has not carried out.
const REFUSING: [&str; 3] = ["error", "throttle", "timeout"];

async fn start(session: &LiveSession) -> Answer {
    in_time(session.start(&session.instructor)).await
}

async fn stop(session: &LiveSession) -> Answer {
    in_time(session.stop(&session.instructor)).await
}

/// Whatever became of a start: once it cannot be under way any more, what runs
/// is known, and can be stopped.
async fn assert_can_be_stopped(app: &App, session: &LiveSession, name: &str) {
    let again = start(session).await;
    if again.status() != 200 {
        again.assert_live_message(409, RECORDING_ALREADY);
        if session.running().await.is_empty() {
            app.advance(A_START_TAKES).await;
            start(session).await.expect(200);
        }
    }
    let running = session.running().await;
    assert_eq!(running.len(), 1, "{name}");
    let stopped = stop(session).await.expect(200);
    assert_eq!(running[0]["id"], stopped.text("recordingId"), "{name}");
    assert!(session.running().await.is_empty(), "{name}");
    let shown = session.recording(&session.instructor).await.expect(200);
    assert_eq!(running[0]["id"], shown.text("recordingId"), "{name}");
    assert_eq!(session.shown().await["recordingId"], running[0]["id"]);
}

/// Whatever became of a stop: it stops, is known, and the next can start.
async fn assert_is_over(session: &LiveSession, id: &str, name: &str) {
    let again = stop(session).await;
    if again.status() == 200 {
        assert_eq!(again.text("recordingId"), id, "{name}");
    } else {
        again.assert_live_message(404, NOT_RECORDED);
    }
    assert!(session.running().await.is_empty(), "{name}");
    let shown = session.recording(&session.instructor).await.expect(200);
    assert_eq!(shown.text("recordingId"), id, "{name}");
    let next = session.record().await;
    assert_ne!(next, id, "{name}");
    stop(session).await.expect(200);
}

#[tokio::test]
async fn a_start_that_daily_refuses_starts_nothing() {
    let app = App::start().await;
    for kind in REFUSING {
        for operation in ["StartRecording", "*"] {
            let session = app.joined_live_session().await;
            app.fault("daily", operation, kind, ALL).await;
            let failed = start(&session).await;
            app.clear_faults().await;
            failed.assert_live_failure(500, NOT_STARTED);
            assert!(session.recordings().await.is_empty());
            assert!(session.shown().await["recordingId"].is_null());
            let none = session.recording(&session.instructor).await;
            none.assert_live_message(404, NOT_RECORDED);
            session.record().await;
            stop(&session).await.expect(200);
        }
    }
}

#[tokio::test]
async fn a_start_of_which_something_fails_can_be_stopped() {
    let app = App::start().await;
    for (operation, kind, count) in [
        ("StartRecording", "lost_answer", 1),
        ("StartRecording", "lost_answer", ALL),
        ("StartRecording", "error", 1),
        ("StartRecording", "throttle", 1),
        ("GetPresence", "error", ALL),
        ("GetPresence", "timeout", ALL),
        ("ListRecordings", "error", ALL),
        ("ListRecordings", "throttle", ALL),
        ("ListRecordings", "timeout", ALL),
        ("ListRecordings", "lost_answer", ALL),
        ("GetRecording", "error", ALL),
        ("*", "lost_answer", ALL),
    ] {
        let name = format!("{count} × {kind} of {operation}");
        // Daily's answer has the id every second time.
        for _ in 0..2 {
            let session = app.joined_live_session().await;
            app.fault("daily", operation, kind, count).await;
            let answer = start(&session).await;
            app.clear_faults().await;
            if answer.status() == 200 {
                let running = session.running().await;
                assert_eq!(running.len(), 1, "{name}");
                let told = &answer.json()["recordingId"];
                assert!(told.is_null() || *told == running[0]["id"], "{name}");
                let again = start(&session).await;
                again.assert_live_message(409, RECORDING_ALREADY);
            } else {
                answer.assert_live_failure(500, NOT_STARTED);
            }
            assert_can_be_stopped(&app, &session, &name).await;
        }
    }
}

#[tokio::test]
async fn a_start_that_is_not_stored_can_be_stopped() {
    let app = App::start().await;
    for kind in ["error", "throttle", "timeout", "conflict", "lost_answer"] {
        let session = app.joined_live_session().await;
        app.fault("dynamodb", "TransactWriteItems", kind, ALL).await;
        let answer = start(&session).await;
        app.clear_faults().await;
        if kind != "lost_answer" || answer.status() != 200 {
            answer.assert_live_store_failure(NOT_STARTED);
        }
        assert_can_be_stopped(&app, &session, kind).await;
    }
}

/// What is asked of Daily is stored before. Where the answer to that is lost,
/// Daily is not asked.
#[tokio::test]
async fn a_start_of_which_the_first_write_is_not_answered_can_be_repeated_at_once() {
    let app = App::start().await;
    for kind in ["lost_answer", "error", "timeout"] {
        let session = app.joined_live_session().await;
        app.fault("dynamodb", "TransactWriteItems", kind, ATTEMPTS)
            .await;
        let failed = start(&session).await;
        app.clear_faults().await;
        failed.assert_live_store_failure(NOT_STARTED);
        assert!(session.recordings().await.is_empty(), "{kind}");
        start(&session).await.expect(200);
        assert_eq!(session.running().await.len(), 1, "{kind}");
    }
}

#[tokio::test]
async fn a_stop_that_daily_refuses_stops_nothing() {
    let app = App::start().await;
    for kind in REFUSING {
        for operation in ["StopRecording", "*"] {
            let session = app.joined_live_session().await;
            let id = session.record().await;
            let before = session.recording(&session.instructor).await.expect(200);
            app.fault("daily", operation, kind, ALL).await;
            let failed = stop(&session).await;
            app.clear_faults().await;
            failed.assert_live_failure(500, NOT_STOPPED);
            assert_eq!(session.running().await.len(), 1);
            let after = session.recording(&session.instructor).await.expect(200);
            assert_eq!(after.json(), before.json());
            let stopped = stop(&session).await.expect(200);
            assert_eq!(stopped.text("recordingId"), id);
            assert!(session.running().await.is_empty());
        }
    }
}

#[tokio::test]
async fn a_stop_of_which_something_fails_can_be_repeated() {
    let app = App::start().await;
    for (operation, kind, count) in [
        ("StopRecording", "lost_answer", 1),
        ("StopRecording", "lost_answer", ALL),
        ("StopRecording", "error", 1),
        ("StopRecording", "throttle", 1),
        ("ListRecordings", "error", ALL),
        ("GetRecording", "error", ALL),
        ("GetRecording", "timeout", ALL),
        ("*", "lost_answer", ALL),
    ] {
        let name = format!("{count} × {kind} of {operation}");
        let session = app.joined_live_session().await;
        let id = session.record().await;
        app.fault("daily", operation, kind, count).await;
        let answer = stop(&session).await;
        app.clear_faults().await;
        if answer.status() == 200 {
            assert_eq!(answer.text("recordingId"), id, "{name}");
            assert!(session.running().await.is_empty(), "{name}");
        } else {
            answer.assert_live_failure(500, NOT_STOPPED);
        }
        assert_is_over(&session, &id, &name).await;
    }
}

#[tokio::test]
async fn a_stop_that_is_not_stored_can_be_repeated() {
    let app = App::start().await;
    for kind in ["error", "throttle", "timeout", "conflict", "lost_answer"] {
        let session = app.joined_live_session().await;
        let id = session.record().await;
        app.fault("dynamodb", "TransactWriteItems", kind, ALL).await;
        let answer = stop(&session).await;
        app.clear_faults().await;
        if kind != "lost_answer" || answer.status() != 200 {
            answer.assert_live_store_failure(NOT_STOPPED);
        }
        assert_is_over(&session, &id, kind).await;
    }
}

#[tokio::test]
async fn a_link_that_daily_does_not_give_is_an_error() {
    let app = App::start().await;
    let session = app.joined_live_session().await;
    let id = session.record().await;
    stop(&session).await.expect(200);
    app.finish_recording(&id).await;
    let recording = || in_time(session.recording(&session.instructor));
    let mut said = Vec::new();
    for kind in ["error", "throttle", "timeout", "lost_answer"] {
        for operation in ["GetAccessLink", "*"] {
            app.fault("daily", operation, kind, ALL).await;
            let failed = recording().await;
            app.clear_faults().await;
            assert_eq!(failed.status(), 500, "{kind} of {operation}: {failed}");
            said.push(failed.assert_live_failed());
            let shown = recording().await.expect(200);
            assert_eq!(shown.text("status"), "finished");
        }
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:?}");
    let said = said[0].to_lowercase();
    for inside in ["127.0.0.1", "injected", "local-daily", "rooms/", "http"] {
        assert!(!said.contains(inside), "{said}");
    }
}

#[tokio::test]
async fn a_recording_that_daily_does_not_show_is_an_error_or_what_is_stored() {
    let app = App::start().await;
    let session = app.joined_live_session().await;
    session.record().await;
    let recording = || in_time(session.recording(&session.instructor));
    let before = recording().await.expect(200).json();
    for kind in ["error", "throttle", "timeout", "lost_answer"] {
        for operation in ["GetRecording", "ListRecordings", "*"] {
            app.fault("daily", operation, kind, ALL).await;
            let answer = recording().await;
            app.clear_faults().await;
            if answer.status() == 200 {
                assert_eq!(answer.json(), before, "{kind} of {operation}");
            } else {
                assert_eq!(answer.status(), 500, "{answer}");
                answer.assert_live_failed();
            }
        }
    }
    assert_eq!(recording().await.expect(200).json(), before);
}
