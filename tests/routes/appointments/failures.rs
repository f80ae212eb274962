//! What callers see when the store fails, and what is left behind.

use serde_json::json;
use tests::{APPOINTMENTS, App, SCHEDULE, tomorrow_at, visit, without_timers};

use crate::faults::{ALL, in_time};

#[tokio::test]
async fn a_store_that_fails_is_503_and_books_nothing() {
    let app = App::start().await;
    for kind in ["error", "throttle", "timeout", "conflict"] {
        for operation in ["*", "TransactWriteItems"] {
            let (psychologist, patient) = (app.psychologist(), app.patient());
            let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
            let call = || in_time(patient.post(APPOINTMENTS, body.clone()));
            app.fault("dynamodb", operation, kind, ALL).await;
            let failed = call().await;
            app.clear_faults().await;
            assert_eq!(failed.status(), 503, "{kind} of {operation}: {failed}");
            failed.assert_detailed(503);
            let list = psychologist.get(APPOINTMENTS).await.expect(200);
            assert_eq!(list.number("count"), 0);
            call().await.expect(201);
        }
    }
}

#[tokio::test]
async fn a_change_that_fails_changes_nothing() {
    let app = App::start().await;
    let visit = app.visit().await;
    let before = without_timers(&visit.shown().await);
    for body in [
        json!({ "status": "confirmed" }),
        json!({ "appointment_date": tomorrow_at("16:00") }),
        json!({ "status": "cancelled" }),
    ] {
        for kind in ["error", "throttle", "conflict"] {
            app.fault("dynamodb", "TransactWriteItems", kind, ALL).await;
            let failed = in_time(visit.change(&visit.psychologist, body.clone())).await;
            app.clear_faults().await;
            failed.assert_detailed(503);
            assert_eq!(without_timers(&visit.shown().await), before);
        }
    }
    visit.step(&visit.patient, "cancelled").await.expect(200);
}

#[tokio::test]
async fn reads_of_a_store_that_fails_are_503() {
    let app = App::start().await;
    let visit = app.visit().await;
    for kind in ["error", "throttle"] {
        app.fault("dynamodb", "*", kind, ALL).await;
        for path in [APPOINTMENTS, SCHEDULE, &visit.path()] {
            let failed = in_time(visit.psychologist.get(path)).await;
            failed.assert_detailed(503);
        }
        for what in ["token", "token-refresh", "status"] {
            let failed = in_time(visit.video(&visit.patient, what)).await;
            failed.assert_detailed(503);
        }
        app.clear_faults().await;
    }
}

#[tokio::test]
async fn one_failure_is_not_seen() {
    let app = App::start().await;
    for kind in ["error", "throttle", "timeout", "lost_answer"] {
        let (psychologist, patient) = (app.psychologist(), app.patient());
        let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
        app.fault("dynamodb", "TransactWriteItems", kind, 1).await;
        let answer = in_time(patient.post(APPOINTMENTS, body)).await;
        app.clear_faults().await;
        assert_eq!(answer.status(), 201, "{kind}: {answer}");
        let list = psychologist.get(APPOINTMENTS).await.expect(200);
        assert_eq!(list.ids(), [answer.number("id")], "{kind}");
    }
}

#[tokio::test]
async fn too_many_requests_are_told_in_this_apis_shape() {
    let app = App::start_with(&[("RATE_LIMIT_PER_MINUTE", "3")]).await;
    // So that the minute does not end meanwhile.
    app.set_time("12:00:00").await;
    let patient = app.patient();
    for _ in 0..3 {
        patient.get(APPOINTMENTS).await.expect(200);
    }
    patient.get(APPOINTMENTS).await.assert_detailed(429);
}
