//! What happens to an appointment reaches the event bus.

use serde_json::{Value, json};
use tests::{App, Visit, tomorrow, tomorrow_at, visit, with};

/// The seed's appointment, with when it is.
fn detail(visit: &Visit, start: &str, minutes: u64, kind: &str, status: &str) -> Value {
    json!({
        "appointment_id": visit.text_id(),
        "patient_id": visit.patient.id,
        "doctor_id": visit.psychologist.id,
        "clinic_id": 7,
        "appointment_date": tomorrow().to_string(),
        "appointment_type": kind,
        "status": status,
        "consultation_fee": 50.5,
        "start_time": start,
        "duration_minutes": minutes,
    })
}

async fn made(app: &App, session_type: &str) -> Visit {
    let psychologist = app.numbered("psychologist", "sarah@example.com");
    let patient = app.numbered("patient", "jane@example.com");
    let mut body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    for (field, value) in [
        ("session_type", json!(session_type)),
        ("clinic_id", json!(7)),
        ("consultation_fee", json!(50.5)),
    ] {
        body = with(&body, field, value);
    }
    app.visit_of(&psychologist, &patient, &body).await
}

fn types(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["detail-type"].as_str().expect("a type"))
        .collect()
}

#[tokio::test]
async fn booked_rescheduled_and_cancelled_are_told() {
    let app = App::shared().await;
    for (session_type, kind) in [("telehealth", "VIRTUAL"), ("in_person", "IN_PERSON")] {
        let made = made(&app, session_type).await;
        let later = json!({ "appointment_date": tomorrow_at("16:00") });
        made.change(&made.patient, later).await.expect(200);
        let shorter = json!({ "duration_minutes": 45 });
        made.change(&made.patient, shorter).await.expect(200);
        made.step(&made.patient, "cancelled").await.expect(200);
        let events = made.published(4).await;
        assert_eq!(
            types(&events),
            [
                "appointment.booked",
                "appointment.rescheduled",
                "appointment.rescheduled",
                "appointment.cancelled",
            ]
        );
        let (half_past_two, four) = (tomorrow_at("14:30"), tomorrow_at("16:00"));
        for (event, (start, minutes, status)) in events.iter().zip([
            (&half_past_two, 60, "BOOKED"),
            (&four, 60, "BOOKED"),
            (&four, 45, "BOOKED"),
            (&four, 45, "CANCELLED"),
        ]) {
            assert_eq!(event["source"], "sessions.appointments");
            let expected = detail(&made, start, minutes, kind, status);
            assert_eq!(event["detail"], expected);
        }
    }
}

#[tokio::test]
async fn what_nobody_gave_is_null() {
    let app = App::shared().await;
    let made = app.visit().await;
    let events = made.published(1).await;
    let detail = &events[0]["detail"];
    assert_eq!(detail["doctor_id"], made.psychologist.id);
    assert_eq!(detail["patient_id"], made.patient.id);
    assert_eq!(detail["clinic_id"], Value::Null);
    // A fee that nobody named may be none.
    let fee = &detail["consultation_fee"];
    assert!(fee.is_null() || fee.as_f64() == Some(0.0), "{detail}");
}

#[tokio::test]
async fn what_is_refused_is_told_to_nobody() {
    let app = App::shared().await;
    let made = app.visit().await;
    let past = json!({ "appointment_date": "2020-01-01T10:00:00Z" });
    made.change(&made.patient, past)
        .await
        .assert_wrong_names(&["appointment_date"]);
    made.step(&made.psychologist, "completed")
        .await
        .assert_detailed(409);
    made.step(&app.patient(), "cancelled")
        .await
        .assert_detailed(403);
    made.step(&made.psychologist, "cancelled").await.expect(200);
    made.step(&made.patient, "confirmed").await;
    let events = made.published(2).await;
    assert_eq!(
        types(&events),
        ["appointment.booked", "appointment.cancelled"]
    );
}

#[tokio::test]
async fn a_replayed_creation_is_told_once() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    let mut ids = Vec::new();
    for _ in 0..3 {
        let call = patient.post(tests::APPOINTMENTS, body.clone());
        let made = call.header("idempotency-key", "key").await;
        ids.push(made.expect(201).number("id"));
    }
    let made = Visit {
        app: app.clone(),
        psychologist,
        patient,
        id: ids[2],
    };
    made.step(&made.patient, "cancelled").await.expect(200);
    let events = made.published(2).await;
    assert_eq!(
        types(&events),
        ["appointment.booked", "appointment.cancelled"]
    );
}
