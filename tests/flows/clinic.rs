//! The document's clinic flow, step by step, over HTTP and the bus.

use serde_json::{Value, json};
use tests::{App, Consultation, SOURCE, on_the_day, second_of};

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

#[track_caller]
fn assert_at(time: &Value, expected: &str) {
    let late = second_of(time) - second_of(&json!(on_the_day(expected)));
    assert!((0..=SLACK).contains(&late), "{time} is not {expected}");
}

fn of_type<'a>(envelopes: &'a [Value], detail_type: &str) -> &'a Value {
    let mut found = envelopes
        .iter()
        .filter(|envelope| envelope["detail-type"] == detail_type);
    let first = found.next();
    assert!(found.next().is_none(), "two of {detail_type}");
    first.unwrap_or_else(|| panic!("no {detail_type}"))
}

/// Every audit event is on the bus, as it stands in the trail.
#[track_caller]
fn assert_published(
    envelopes: &[Value],
    trail: &[Value],
    session: &Consultation,
    appointment: &Value,
) {
    assert_eq!(envelopes.len(), trail.len(), "{envelopes:?}");
    for (event_type, detail_type, status) in [
        (
            "SESSION_CREATED",
            "video.consultation.session-created",
            "SCHEDULED",
        ),
        (
            "DOCTOR_JOINED",
            "video.consultation.doctor-joined",
            "WAITING",
        ),
        (
            "PATIENT_JOINED",
            "video.consultation.patient-joined",
            "ACTIVE",
        ),
        ("DOCTOR_LEFT", "video.consultation.doctor-left", "COMPLETED"),
        (
            "PATIENT_LEFT",
            "video.consultation.patient-left",
            "COMPLETED",
        ),
    ] {
        let event = trail
            .iter()
            .find(|event| event["event_type"] == event_type)
            .unwrap_or_else(|| panic!("no {event_type}"));
        let envelope = of_type(envelopes, detail_type);
        assert_eq!(envelope["source"], SOURCE);
        let detail = &envelope["detail"];
        // Who leaves by the end leaves while it is on, or when it is over.
        let told = &detail["data"]["status"];
        let is_left = event_type.ends_with("_LEFT");
        assert!(*told == status || (is_left && told == "ACTIVE"), "{detail}");
        let expected = json!({
            "event_type": detail_type,
            "timestamp": event["created_at"],
            "data": {
                "event_id": event["event_id"],
                "session_id": session.id,
                "appointment_id": appointment,
                "doctor_id": session.doctor.id,
                "patient_id": session.patient.id,
                "user_id": event["user_id"],
                "status": told,
                "event_description": event["event_description"],
            },
        });
        assert_eq!(*detail, expected);
    }
}

#[tokio::test]
async fn from_the_appointment_to_its_completion() {
    let app = App::start().await;
    app.set_time("14:10:00").await;

    // 1. The patient books an appointment, and the session is there.
    let appointment = app.appointment_at(&on_the_day("14:30"));
    appointment.told("booked", &appointment.detail()).await;
    let session = appointment.session().await;
    let shown = session.shown().await;
    assert_eq!(shown["booking_type"], "CLINIC_BASED");
    assert_eq!(shown["appointment_id"], appointment.id);
    assert_eq!(shown["clinic_id"], 1);
    assert_eq!(shown["status"], "SCHEDULED");
    assert_eq!(shown["scheduled_end_time"], on_the_day("15:00"));
    let created = session.event("SESSION_CREATED").await;
    assert_eq!(created["user_id"], "system");
    assert_eq!(
        created["event_description"],
        "Video consultation session created for CLINIC_BASED"
    );

    // 2. The doctor creates it, which it is.
    let created = appointment
        .doctor
        .post("/api/video/sessions", appointment.clinic_based());
    assert_eq!(created.await.expect(200).text("session_id"), session.id);

    // 3. The doctor joins.
    app.set_time("14:30:15").await;
    let doctor = session.connect(&session.doctor).await;
    assert_at(&doctor["attendee"]["joined_at"], "14:30:15");
    assert_eq!(session.status().await, "WAITING");

    // 4. The patient joins.
    app.set_time("14:31:00").await;
    let patient = session.connect(&session.patient).await;
    assert_eq!(patient["meeting_id"], doctor["meeting_id"]);
    let shown = session.shown().await;
    assert_eq!(shown["status"], "ACTIVE");
    assert_at(&shown["actual_start_time"], "14:30:15");
    assert_at(&shown["patient_joined_at"], "14:31:00");
    assert_eq!(app.chime_meetings_of(&session.id).await.len(), 1);

    // 6. The doctor ends it.
    app.set_time("14:58:35").await;
    let notes = "Patient improved...";
    let body = json!({ "session_notes": notes, "connection_quality_rating": 4 });
    let path = format!("{}/end", session.path());
    let ended = session.doctor.post(&path, body).await.expect(200).json();
    assert_at(&ended["actual_end_time"], "14:58:35");
    assert_eq!(ended["total_duration_minutes"], 28);
    assert!(app.chime_meetings_of(&session.id).await.is_empty());

    // 7. Whoever listens is told.
    let trail = session.events().await;
    let mut types: Vec<_> = trail
        .iter()
        .map(|event| event["event_type"].as_str().expect("a type"))
        .collect();
    let first = ["SESSION_CREATED", "DOCTOR_JOINED", "PATIENT_JOINED"];
    assert_eq!(types[..3], first);
    // These are of one moment.
    types[3..].sort_unstable();
    let last = ["DOCTOR_LEFT", "PATIENT_LEFT", "SESSION_COMPLETED"];
    assert_eq!(types[3..], last);
    let envelopes = session.published(6).await;
    let completed = of_type(&envelopes, "video.consultation.completed");
    assert_eq!(completed["source"], SOURCE);
    let expected = json!({
        "event_type": "video.consultation.completed",
        "timestamp": ended["actual_end_time"],
        "data": {
            "appointment_id": appointment.id,
            "session_id": session.id,
            "doctor_id": session.doctor.id,
            "patient_id": session.patient.id,
            "duration_minutes": 28,
            "completed_at": ended["actual_end_time"],
            "session_notes": notes,
            "connection_quality_rating": 4,
        },
    });
    assert_eq!(completed["detail"], expected);
    assert_published(&envelopes, &trail, &session, &json!(appointment.id));
    assert!(app.dead_letters().await.is_empty());
}
