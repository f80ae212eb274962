//! The document's direct flow: a patient books a doctor without a clinic.

use serde_json::{Value, json};
use tests::{App, Consultation, direct, on_the_day};

async fn booked(app: &App) -> Consultation {
    app.set_time("08:00:00").await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let hours = json!({
        "time_zone": "UTC",
        "slot_duration_minutes": 30,
        "weekly": [{ "weekday": "monday", "start_time": "14:00", "end_time": "17:00" }],
        "consultation_fee": 50.0,
    });
    let availability = format!("/api/video/doctors/{}/availability", doctor.id);
    doctor.put(&availability, hours).await.expect(200);
    let left = async || {
        let query = format!("{availability}?date=2027-01-25");
        let shown = app.anonymous().get(&query).await.expect(200).json();
        shown["availability_slots"][0]["available_slots"].clone()
    };
    assert_eq!(left().await, 6);
    let body = direct(&doctor.id, &patient.id, &on_the_day("14:30"));
    let made = patient.post("/api/video/sessions", body).await.expect(201);
    assert_eq!(left().await, 5);
    Consultation {
        app: app.clone(),
        doctor,
        patient,
        id: made.text("session_id"),
    }
}

fn types(envelopes: &[Value]) -> Vec<&str> {
    envelopes
        .iter()
        .filter_map(|envelope| envelope["detail-type"].as_str())
        .collect()
}

#[tokio::test]
async fn from_the_booking_to_its_completion() {
    let app = App::start().await;
    let session = booked(&app).await;
    app.set_time("14:30:15").await;
    session.connect(&session.patient).await;
    assert_eq!(session.status().await, "WAITING");
    app.set_time("14:31:15").await;
    session.connect(&session.doctor).await;
    assert_eq!(session.status().await, "ACTIVE");

    app.set_time("14:58:40").await;
    let ended = session.end().await;
    let note = session.note(&session.doctor, "Rest for a week.");
    note.await.expect(200);

    let envelopes = session.published(7).await;
    let mut types = types(&envelopes);
    assert_eq!(
        types[..3],
        [
            "video.consultation.session-created",
            "video.consultation.patient-joined",
            "video.consultation.doctor-joined",
        ]
    );
    assert_eq!(types[6], "video.consultation.notes-updated");
    // These are of one moment.
    types[3..6].sort_unstable();
    assert_eq!(
        types[3..6],
        [
            "video.consultation.completed",
            "video.consultation.doctor-left",
            "video.consultation.patient-left",
        ]
    );
    let completed = envelopes
        .iter()
        .find(|envelope| envelope["detail-type"] == "video.consultation.completed");
    let mut detail = completed.expect("it was found above")["detail"].clone();
    // The document shows the event without what nobody gave, too.
    for field in ["session_notes", "connection_quality_rating"] {
        let data = detail["data"].as_object_mut().expect("an object");
        let given = data.shift_remove(field);
        assert!(given.is_none_or(|value| value.is_null()), "{field}");
    }
    let expected = json!({
        "event_type": "video.consultation.completed",
        "timestamp": ended["actual_end_time"],
        "data": {
            "appointment_id": null,
            "session_id": session.id,
            "doctor_id": session.doctor.id,
            "patient_id": session.patient.id,
            "duration_minutes": 28,
            "completed_at": ended["actual_end_time"],
        },
    });
    assert_eq!(detail, expected);
    // The notes go to nobody who only asks for events.
    let noted = &envelopes[6]["detail"];
    assert!(!noted.to_string().contains("Rest"), "{noted}");
    let created = &envelopes[0]["detail"]["data"];
    assert_eq!(created["appointment_id"], Value::Null);
    assert_eq!(created["user_id"], session.patient.id);
}

#[tokio::test]
async fn a_patient_who_cancels_frees_the_slot() {
    let app = App::start().await;
    let session = booked(&app).await;
    let reason = json!({ "cancellation_reason": "Well again" });
    let path = format!("{}/cancel", session.path());
    session.patient.post(&path, reason).await.expect(200);
    let envelopes = session.published(2).await;
    let expected = [
        "video.consultation.session-created",
        "video.consultation.session-cancelled",
    ];
    assert_eq!(types(&envelopes), expected);
    let data = &envelopes[1]["detail"]["data"];
    assert_eq!(data["status"], "CANCELLED");
    assert_eq!(data["user_id"], session.patient.id);
    let again = app.patient();
    let body = direct(&session.doctor.id, &again.id, &on_the_day("14:30"));
    let path = "/api/video/sessions";
    again.post(path, body).await.expect(201);
}

#[tokio::test]
async fn what_is_refused_is_told_to_nobody() {
    let app = App::start().await;
    let session = booked(&app).await;
    for command in ["join", "leave", "end"] {
        let refused = session.command(&session.doctor, command).await;
        refused.assert_detailed(409);
    }
    let other = app.patient();
    let body = direct(&session.doctor.id, &other.id, &on_the_day("14:30"));
    let refused = other.post("/api/video/sessions", body).await;
    refused.assert_detailed(409);
    // What comes after it is told, so that would have been told before.
    session.note(&session.doctor, "Prepared.").await.expect(200);
    let envelopes = session.published(2).await;
    let expected = [
        "video.consultation.session-created",
        "video.consultation.notes-updated",
    ];
    assert_eq!(types(&envelopes), expected);
    let all = app.bus_events(tests::SOURCE).await;
    assert_eq!(all.len(), 2, "{all:?}");
}
