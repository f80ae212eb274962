//! What callers of seed 004 see when the store fails, and what is left behind.

use serde_json::json;
use tests::{App, LIVE_SESSIONS, SCHEDULED_SESSIONS, live_body, live_time};

use crate::faults::{ALL, in_time};

const KINDS: [&str; 4] = ["error", "throttle", "timeout", "conflict"];

#[tokio::test]
async fn a_scheduled_session_is_not_made() {
    let app = App::start().await;
    let body = json!({ "startsAt": live_time("15:00") });
    for kind in KINDS {
        for operation in ["*", "TransactWriteItems"] {
            let instructor = app.instructor();
            app.fault("dynamodb", operation, kind, ALL).await;
            let failed = in_time(instructor.post(SCHEDULED_SESSIONS, body.clone())).await;
            app.clear_faults().await;
            failed.assert_live_store_failure("Failed to create scheduled session");
            assert!(instructor.lists(&app.anonymous()).await.is_empty());
            let made = instructor.post(SCHEDULED_SESSIONS, body.clone()).await;
            made.expect(201);
        }
    }
}

#[tokio::test]
async fn a_scheduled_session_is_not_changed() {
    let app = App::start().await;
    let scheduled = app.scheduled_live().await;
    let instructor = &scheduled.instructor;
    let before = scheduled.shown().await;
    for kind in KINDS {
        app.fault("dynamodb", "TransactWriteItems", kind, ALL).await;
        let stepped = in_time(scheduled.step(instructor, "live")).await;
        let body = json!({ "startsAt": live_time("16:00"), "status": "finished" });
        let changed = in_time(scheduled.change(instructor, body)).await;
        let deleted = in_time(instructor.delete(&scheduled.path())).await;
        app.clear_faults().await;
        stepped.assert_live_store_failure("Failed to update scheduled session status");
        changed.assert_live_store_failure("Failed to update scheduled session");
        deleted.assert_live_store_failure("Failed to delete scheduled session");
        assert_eq!(scheduled.shown().await, before);
        assert_eq!(scheduled.listed().await["status"], "scheduled");
    }
    scheduled.step(instructor, "live").await.expect(200);
}

#[tokio::test]
async fn reads_fail_with_the_seeds_sentences() {
    let app = App::start().await;
    let scheduled = app.scheduled_live().await;
    let live = app.joined_live_session().await;
    live.record().await;
    let instructor = &live.instructor;
    let own = format!("{SCHEDULED_SESSIONS}?instructorId={}", instructor.id);
    for kind in ["error", "throttle", "timeout"] {
        app.fault("dynamodb", "*", kind, ALL).await;
        for path in [SCHEDULED_SESSIONS, &own] {
            let failed = in_time(app.anonymous().get(path)).await;
            failed.assert_live_store_failure("Failed to fetch scheduled sessions");
        }
        let failed = in_time(app.anonymous().get(&scheduled.path())).await;
        failed.assert_live_store_failure("Failed to fetch scheduled session");
        let failed = in_time(app.anonymous().get(&live.path())).await;
        failed.assert_live_failed();
        let failed = in_time(live.recording(instructor)).await;
        failed.assert_live_failed();
        let failed = in_time(live.token(instructor, "Ines")).await;
        failed.assert_live_store_failure("Failed to get session token");
        app.clear_faults().await;
    }
}

#[tokio::test]
async fn one_failure_is_not_seen() {
    let app = App::start().await;
    let body = json!({ "startsAt": live_time("15:00") });
    for kind in ["error", "throttle", "timeout", "lost_answer"] {
        let instructor = app.instructor();
        for (path, body) in [(SCHEDULED_SESSIONS, &body), (LIVE_SESSIONS, &live_body())] {
            app.fault("dynamodb", "TransactWriteItems", kind, 1).await;
            let answer = in_time(instructor.post(path, body.clone())).await;
            app.clear_faults().await;
            assert_eq!(answer.status(), 201, "{kind}: {answer}");
        }
        assert_eq!(instructor.lists(&app.anonymous()).await.len(), 1, "{kind}");
    }
    app.sweep_rooms().await;
    assert_eq!(app.daily_rooms().await.len(), 4);
}

#[tokio::test]
async fn too_many_requests_are_told_in_this_apis_shape() {
    let app = App::start_with(&[("RATE_LIMIT_PER_MINUTE", "3")]).await;
    // So that the minute does not end meanwhile.
    app.set_time("12:00:00").await;
    let student = app.somebody("student");
    for _ in 0..3 {
        student.get(SCHEDULED_SESSIONS).await.expect(200);
    }
    let answer = student.get(SCHEDULED_SESSIONS).await;
    answer.assert_live_error(429, "");
    // Nobody is counted without a token.
    for _ in 0..5 {
        app.anonymous().get(SCHEDULED_SESSIONS).await.expect(200);
    }
}
