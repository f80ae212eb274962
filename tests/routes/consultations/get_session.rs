//! GET /api/video/sessions/{session_id}

use serde_json::{Value, json};
use tests::{App, NOT_FOUND, NOT_YOURS, tomorrow_at, unique_id};

/// The fields that the document shows, of an answer that may have more.
fn documented(shown: &Value) -> Value {
    let fields = [
        "session_id",
        "booking_type",
        "appointment_id",
        "doctor_id",
        "patient_id",
        "status",
        "scheduled_start_time",
        "scheduled_end_time",
        "actual_start_time",
        "actual_end_time",
        "doctor_joined_at",
        "patient_joined_at",
        "attendees",
        "created_at",
    ];
    let mut picked = json!({});
    for field in fields {
        let value = shown.get(field);
        picked[field] = value
            .unwrap_or_else(|| panic!("no {field} in {shown}"))
            .clone();
    }
    for attendee in picked["attendees"].as_array_mut().expect("a list") {
        let keys = ["attendee_id", "user_id", "role", "joined_at"];
        *attendee = keys
            .iter()
            .map(|key| ((*key).to_owned(), attendee[*key].clone()))
            .collect();
    }
    picked
}

#[tokio::test]
async fn shows_one_that_nobody_has_joined() {
    let app = App::shared().await;
    let session = app.scheduled_at(&tomorrow_at("14:30")).await;
    let shown = session
        .patient
        .get(&session.path())
        .await
        .expect(200)
        .json();
    let expected = json!({
        "session_id": session.id,
        "booking_type": "DIRECT_DOCTOR",
        "appointment_id": null,
        "doctor_id": session.doctor.id,
        "patient_id": session.patient.id,
        "status": "SCHEDULED",
        "scheduled_start_time": tomorrow_at("14:30"),
        "scheduled_end_time": tomorrow_at("15:00"),
        "actual_start_time": null,
        "actual_end_time": null,
        "doctor_joined_at": null,
        "patient_joined_at": null,
        "attendees": [],
        "created_at": shown["created_at"],
    });
    assert_eq!(documented(&shown), expected);
    assert_eq!(shown["consultation_duration_minutes"], 30);
}

#[tokio::test]
async fn shows_who_is_in() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let doctor = session.join(&session.doctor).await["attendee"].clone();
    let patient = session.join(&session.patient).await["attendee"].clone();
    let shown = session.shown().await;
    let expected = json!({
        "session_id": session.id,
        "booking_type": "DIRECT_DOCTOR",
        "appointment_id": null,
        "doctor_id": session.doctor.id,
        "patient_id": session.patient.id,
        "status": "ACTIVE",
        "scheduled_start_time": shown["scheduled_start_time"],
        "scheduled_end_time": shown["scheduled_end_time"],
        "actual_start_time": doctor["joined_at"],
        "actual_end_time": null,
        "doctor_joined_at": doctor["joined_at"],
        "patient_joined_at": patient["joined_at"],
        "attendees": [
            {
                "attendee_id": doctor["attendee_id"],
                "user_id": session.doctor.id,
                "role": "DOCTOR",
                "joined_at": doctor["joined_at"],
            },
            {
                "attendee_id": patient["attendee_id"],
                "user_id": session.patient.id,
                "role": "PATIENT",
                "joined_at": patient["joined_at"],
            },
        ],
        "created_at": shown["created_at"],
    });
    assert_eq!(documented(&shown), expected);
    // It is no place for credentials.
    assert!(!shown.to_string().contains("token"), "{shown}");
}

#[tokio::test]
async fn shows_the_appointment_it_is_for() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&tomorrow_at("14:30")).await;
    let shown = session.shown().await;
    assert_eq!(shown["booking_type"], "CLINIC_BASED");
    assert_eq!(shown["appointment_id"], appointment.id);
    assert_eq!(shown["clinic_id"], 1);
}

#[tokio::test]
async fn doctor_patient_and_admin_see_it() {
    let app = App::shared().await;
    let session = app.active().await;
    let doctor = session.shown().await;
    for other in [&session.patient, &app.somebody("super_admin")] {
        let shown = other.get(&session.path()).await.expect(200).json();
        assert_eq!(documented(&shown), documented(&doctor));
    }
}

#[tokio::test]
async fn notes_are_for_doctor_and_admin() {
    let app = App::shared().await;
    let session = app.active().await;
    let body = json!({ "session_notes": "Between us.", "connection_quality_rating": 2 });
    let path = format!("{}/end", session.path());
    session.doctor.post(&path, body).await.expect(200);
    for reader in [&*session.doctor, &app.as_admin()] {
        let shown = reader.get(&session.path()).await.expect(200).json();
        assert_eq!(shown["session_notes"], "Between us.");
        assert_eq!(shown["connection_quality_rating"], 2);
    }
    let shown = session
        .patient
        .get(&session.path())
        .await
        .expect(200)
        .json();
    assert_eq!(shown["session_notes"], Value::Null);
    assert_eq!(shown["connection_quality_rating"], Value::Null);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let path = session.path();
    app.anonymous().get(&path).await.assert_detailed(401);
}

#[tokio::test]
async fn strangers_may_not() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    for stranger in [app.doctor(), app.patient(), app.somebody("psychologist")] {
        let refused = stranger.get(&session.path()).await;
        refused.assert_detail(403, NOT_YOURS);
    }
    for role in ["student", "teacher", "instructor"] {
        let refused = app.somebody(role).get(&session.path()).await;
        refused.assert_detailed(403);
    }
}

#[tokio::test]
async fn an_unknown_session_is_not_found() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let mut like_it = session.id.clone();
    let last = like_it.pop().expect("an id");
    like_it.push(if last == 'a' { 'b' } else { 'a' });
    for id in ["nothing", "%00", &unique_id("session"), &like_it] {
        let path = format!("/api/video/sessions/{id}");
        let answer = app.patient().get(&path).await;
        answer.assert_detail(404, NOT_FOUND);
        app.as_admin()
            .get(&path)
            .await
            .assert_detail(404, NOT_FOUND);
    }
}
