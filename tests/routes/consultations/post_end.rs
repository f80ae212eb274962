//! POST /api/video/sessions/{session_id}/end

use http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Caller, Consultation, NOT_FOUND, NOT_YOURS, on_the_day, unique_id};

async fn end(session: &Consultation, caller: &Caller, body: Value) -> Answer {
    caller.post(&format!("{}/end", session.path()), body).await
}

#[tokio::test]
async fn completes_it() {
    let app = App::start().await;
    app.set_time("14:15:00").await;
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    app.set_time("14:30:15").await;
    let joined = session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    app.set_time("14:58:45").await;
    let body = json!({
        "session_notes": "  Patient showed improvement.\nPrescribed antibiotics.  ",
        "connection_quality_rating": 4,
    });
    let ended = end(&session, &session.doctor, body)
        .await
        .expect(200)
        .json();
    let expected = json!({
        "session_id": session.id,
        "status": "COMPLETED",
        "actual_start_time": joined["attendee"]["joined_at"],
        "actual_end_time": ended["actual_end_time"],
        "session_notes": "Patient showed improvement.\nPrescribed antibiotics.",
        "connection_quality_rating": 4,
        "total_duration_minutes": 28,
    });
    assert_eq!(ended, expected);
    let shown = session.shown().await;
    for field in [
        "status",
        "actual_start_time",
        "actual_end_time",
        "session_notes",
        "connection_quality_rating",
    ] {
        assert_eq!(shown[field], ended[field], "{field}");
    }
    assert_eq!(shown["doctor_left_at"], ended["actual_end_time"]);
    assert_eq!(shown["patient_left_at"], ended["actual_end_time"]);
    assert!(app.chime_meetings_of(&session.id).await.is_empty());
}

#[tokio::test]
async fn who_has_left_before_keeps_the_time() {
    let app = App::start().await;
    app.set_time("14:20:00").await;
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    let left = session.leave(&session.patient).await;
    app.set_time("14:40:00").await;
    let ended = session.end().await;
    let shown = session.shown().await;
    assert_eq!(shown["patient_left_at"], left["patient_left_at"]);
    assert_ne!(shown["patient_left_at"], ended["actual_end_time"]);
    assert_eq!(shown["doctor_left_at"], ended["actual_end_time"]);
    let types = session.event_types().await;
    let left = types.iter().filter(|kind| *kind == "PATIENT_LEFT");
    assert_eq!(left.count(), 1, "{types:?}");
}

#[tokio::test]
async fn the_body_is_optional() {
    let app = App::shared().await;
    let session = app.active().await;
    let ended = session.end().await;
    assert_eq!(ended["session_notes"], Value::Null);
    assert_eq!(ended["connection_quality_rating"], Value::Null);
    assert_eq!(ended["total_duration_minutes"], 0);
    assert_eq!(ended.as_object().map(serde_json::Map::len), Some(7));
    let session = app.active().await;
    let nulls = json!({ "session_notes": null, "connection_quality_rating": null });
    end(&session, &session.doctor, nulls).await.expect(200);
}

#[tokio::test]
async fn notes_that_are_there_stay_when_none_are_given() {
    let app = App::shared().await;
    let session = app.active().await;
    session.note(&session.doctor, "Better.").await.expect(200);
    session.end().await;
    assert_eq!(session.shown().await["session_notes"], "Better.");
}

#[tokio::test]
async fn again_with_the_same_body_is_the_same() {
    let app = App::shared().await;
    let session = app.active().await;
    let body = json!({ "session_notes": "Better.", "connection_quality_rating": 5 });
    let first = end(&session, &session.doctor, body.clone())
        .await
        .expect(200);
    let again = end(&session, &session.doctor, body).await.expect(200);
    assert_eq!(again.json(), first.json());
    for other in [
        json!({ "session_notes": "Worse.", "connection_quality_rating": 5 }),
        json!({ "session_notes": "Better.", "connection_quality_rating": 4 }),
        json!({ "session_notes": "Better." }),
        json!({ "connection_quality_rating": 5 }),
        json!({}),
    ] {
        let refused = end(&session, &session.doctor, other).await;
        refused.assert_detailed(409);
    }
    assert_eq!(session.shown().await["session_notes"], "Better.");
}

#[tokio::test]
async fn one_that_both_had_left_is_over() {
    let app = App::shared().await;
    let session = app.active().await;
    session.leave(&session.patient).await;
    session.leave(&session.doctor).await;
    let body = json!({ "session_notes": "Too late." });
    let refused = end(&session, &session.doctor, body).await;
    refused.assert_detailed(409);
}

#[tokio::test]
async fn works_when_one_has_left_and_chime_has_forgotten_it() {
    let app = App::shared().await;
    let session = app.active().await;
    session.leave(&session.patient).await;
    let meeting = session.join(&session.doctor).await["meeting_id"].clone();
    app.expire_meeting(meeting.as_str().expect("an id")).await;
    // The news of it may come first; it is completed either way.
    let answer = end(&session, &session.doctor, json!({})).await;
    assert!(matches!(answer.status(), 200 | 409), "{answer}");
    assert_eq!(session.status().await, "COMPLETED");
}

#[tokio::test]
async fn an_admin_may() {
    let app = App::shared().await;
    let session = app.active().await;
    let ended = end(&session, &app.as_admin(), json!({})).await;
    assert_eq!(ended.expect(200).text("status"), "COMPLETED");
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.active().await;
    let refused = end(&session, &app.anonymous(), json!({})).await;
    refused.assert_detailed(401);
}

#[tokio::test]
async fn is_for_its_doctor_alone() {
    let app = App::shared().await;
    let session = app.active().await;
    let refused = end(&session, &app.doctor(), json!({})).await;
    refused.assert_detail(403, NOT_YOURS);
    for other in [&session.patient, &app.patient(), &app.somebody("student")] {
        let refused = end(&session, other, json!({})).await;
        refused.assert_detailed(403);
    }
    // The patient's id, whatever the token's role.
    let patient = app.as_user(&session.patient.id, "doctor");
    let refused = end(&session, &patient, json!({})).await;
    refused.assert_detailed(403);
    assert_eq!(session.status().await, "ACTIVE");
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let session = app.active().await;
    for rating in [json!(0), json!(6), json!(4.5), json!("good"), json!([4])] {
        let body = json!({ "connection_quality_rating": rating });
        let refused = end(&session, &session.doctor, body).await;
        refused.assert_wrong_fields(&["connection_quality_rating"]);
    }
    for notes in [
        json!(1),
        json!({}),
        json!("a\u{1b}b"),
        json!("x".repeat(10_001)),
    ] {
        let body = json!({ "session_notes": notes, "connection_quality_rating": 4 });
        let refused = end(&session, &session.doctor, body).await;
        refused.assert_wrong_fields(&["session_notes"]);
    }
    let body = json!({ "session_notes": 1, "connection_quality_rating": 9 });
    let refused = end(&session, &session.doctor, body).await;
    refused.assert_wrong_fields(&["connection_quality_rating", "session_notes"]);
    let call = session
        .doctor
        .call(Method::POST, &format!("{}/end", session.path()));
    call.body("application/json", "[]").await.assert_invalid();
    assert_eq!(session.status().await, "ACTIVE");
    let longest = json!({ "session_notes": "é".repeat(4_000), "connection_quality_rating": 1 });
    end(&session, &session.doctor, longest).await.expect(200);
}

#[tokio::test]
async fn an_unknown_session_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("session")] {
        let path = format!("/api/video/sessions/{id}/end");
        let answer = app.doctor().post(&path, json!({})).await;
        answer.assert_detail(404, NOT_FOUND);
    }
}
