//! POST /api/video/sessions/{session_id}/cancel

use http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Caller, Consultation, NOT_FOUND, NOT_YOURS, second_of, unique_id};

async fn cancel(session: &Consultation, caller: &Caller, body: Value) -> Answer {
    caller
        .post(&format!("{}/cancel", session.path()), body)
        .await
}

#[tokio::test]
async fn cancels_with_a_reason() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let body = json!({ "cancellation_reason": " Patient could not make it due to emergency " });
    let answer = cancel(&session, &session.patient, body).await;
    let cancelled = answer.expect(200).json();
    let expected = json!({
        "session_id": session.id,
        "status": "CANCELLED",
        "cancelled_at": cancelled["cancelled_at"],
        "cancellation_reason": "Patient could not make it due to emergency",
        "cancelled_by": session.patient.id,
    });
    assert_eq!(cancelled, expected);
    second_of(&cancelled["cancelled_at"]);
    let shown = session.shown().await;
    for field in [
        "status",
        "cancelled_at",
        "cancellation_reason",
        "cancelled_by",
    ] {
        assert_eq!(shown[field], cancelled[field], "{field}");
    }
}

#[tokio::test]
async fn the_reason_is_optional() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let answer = session.command(&session.doctor, "cancel").await.expect(200);
    let cancelled = answer.json();
    assert_eq!(cancelled["cancellation_reason"], Value::Null);
    assert_eq!(cancelled["cancelled_by"], session.doctor.id);
    assert_eq!(cancelled.as_object().map(serde_json::Map::len), Some(5));
    let session = app.scheduled().await;
    let null = json!({ "cancellation_reason": null });
    cancel(&session, &app.as_admin(), null).await.expect(200);
}

#[tokio::test]
async fn one_that_somebody_waits_in_loses_its_meeting() {
    let app = App::shared().await;
    for by_patient in [false, true] {
        let session = app.waiting().await;
        assert_eq!(app.chime_meetings_of(&session.id).await.len(), 1);
        let canceller = if by_patient {
            &session.patient
        } else {
            &session.doctor
        };
        cancel(&session, canceller, json!({})).await.expect(200);
        assert_eq!(session.status().await, "CANCELLED");
        assert!(app.chime_meetings_of(&session.id).await.is_empty());
    }
}

#[tokio::test]
async fn one_that_is_going_on_is_for_an_admin() {
    let app = App::shared().await;
    let session = app.active().await;
    for person in [&session.doctor, &session.patient] {
        let refused = cancel(&session, person, json!({})).await;
        refused.assert_detailed(409);
    }
    assert_eq!(app.chime_meetings_of(&session.id).await.len(), 1);
    let cancelled = cancel(&session, &app.as_admin(), json!({})).await;
    let cancelled = cancelled.expect(200);
    assert_eq!(cancelled.text("cancelled_by"), "the-admin");
    assert!(app.chime_meetings_of(&session.id).await.is_empty());
    // What was cancelled was not completed.
    let types = session.event_types().await;
    assert!(
        !types.contains(&"SESSION_COMPLETED".to_owned()),
        "{types:?}"
    );
    assert!(types.contains(&"SESSION_CANCELLED".to_owned()), "{types:?}");
}

#[tokio::test]
async fn what_is_over_conflicts() {
    let app = App::shared().await;
    for session in [app.completed().await, app.cancelled().await] {
        let admin = app.as_admin();
        for caller in [&*session.doctor, &*session.patient, &admin] {
            let refused = cancel(&session, caller, json!({})).await;
            refused.assert_detailed(409);
        }
    }
}

#[tokio::test]
async fn is_cancelled_or_joined() {
    let app = App::shared().await;
    for _ in 0..10 {
        let session = app.waiting().await;
        let (cancelled, joined) = tokio::join!(
            session.command(&session.doctor, "cancel").into_future(),
            session.command(&session.patient, "join").into_future(),
        );
        let expected = match (cancelled.status(), joined.status()) {
            (200, 409) => "CANCELLED",
            (409, 200) => "ACTIVE",
            _ => panic!("{cancelled}\n{joined}"),
        };
        assert_eq!(session.status().await, expected);
        let meetings = usize::from(expected == "ACTIVE");
        tests::until("no orphan", async || {
            let left = app.chime_meetings_of(&session.id).await.len();
            (left == meetings).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let refused = cancel(&session, &app.anonymous(), json!({})).await;
    refused.assert_detailed(401);
}

#[tokio::test]
async fn is_for_its_doctor_and_patient() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    for stranger in [app.doctor(), app.patient()] {
        let refused = cancel(&session, &stranger, json!({})).await;
        refused.assert_detail(403, NOT_YOURS);
    }
    let refused = cancel(&session, &app.somebody("teacher"), json!({})).await;
    refused.assert_detailed(403);
    assert_eq!(session.status().await, "SCHEDULED");
}

#[tokio::test]
async fn refuses_a_bad_reason() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    for reason in [json!(1), json!([]), json!("a\rb"), json!("x".repeat(2_001))] {
        let body = json!({ "cancellation_reason": reason });
        let refused = cancel(&session, &session.patient, body).await;
        refused.assert_wrong_fields(&["cancellation_reason"]);
    }
    let call = session
        .patient
        .call(Method::POST, &format!("{}/cancel", session.path()));
    call.body("application/json", "{").await.assert_invalid();
    assert_eq!(session.status().await, "SCHEDULED");
    let longest = json!({ "cancellation_reason": "é".repeat(2_000) });
    let answer = cancel(&session, &session.patient, longest).await;
    answer.expect(200);
}

#[tokio::test]
async fn an_unknown_session_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("session")] {
        let path = format!("/api/video/sessions/{id}/cancel");
        let answer = app.patient().post(&path, json!({})).await;
        answer.assert_detail(404, NOT_FOUND);
    }
}
