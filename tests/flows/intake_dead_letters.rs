//! What the intake cannot carry out, and why.

use serde_json::json;
use tests::{App, direct, tomorrow_at, unique_id, until, with, without};

/// The dead letter of the event that has this mark in it, and its reason.
async fn dead_letter(app: &App, mark: &str) -> String {
    until(&format!("a dead letter of {mark}"), async || {
        let letters = app.dead_letters().await;
        let mut found = letters
            .into_iter()
            .filter(|letter| letter["body"].to_string().contains(mark));
        found.next()
    })
    .await["reason"]
        .as_str()
        .expect("a reason")
        .to_owned()
}

#[tokio::test]
async fn what_cannot_be_understood_is_a_dead_letter_with_its_reason() {
    let app = App::shared().await;
    for (what, field) in [
        ("booked", "start_time"),
        ("booked", "appointment_id"),
        ("booked", "doctor_id"),
        ("booked", "patient_id"),
        ("cancelled", "appointment_id"),
        ("rescheduled", "appointment_id"),
        ("rescheduled", "start_time"),
    ] {
        let appointment = app.appointment_at(&tomorrow_at("14:30"));
        let mark = unique_id("mark");
        let detail = without(&appointment.detail(), field);
        let detail = with(&detail, "mark", mark.clone());
        appointment.told(what, &detail).await;
        let reason = dead_letter(&app, &mark).await.to_lowercase();
        let word = field.split('_').next().unwrap_or_default();
        assert!(reason.contains(word), "{field} in `{reason}`");
        assert!(appointment.sessions().await.is_empty());
    }
}

#[tokio::test]
async fn what_is_no_appointment_at_all_is_a_dead_letter_too() {
    let app = App::shared().await;
    let appointment = app.appointment_at(&tomorrow_at("14:30"));
    for data in [json!("text"), json!(5), json!([]), json!({})] {
        let mark = unique_id("mark");
        let detail = json!({ "data": data, "mark": mark });
        appointment.told("booked", &detail).await;
        assert!(!dead_letter(&app, &mark).await.is_empty());
    }
    for start in [json!("tomorrow"), json!("2027-01-25T10:00:00"), json!(7)] {
        let appointment = app.appointment_at(&tomorrow_at("14:30"));
        let detail = with(&appointment.detail(), "start_time", start);
        appointment.told("booked", &detail).await;
        let reason = dead_letter(&app, &appointment.id).await;
        assert!(reason.contains("start"), "{reason}");
    }
    // Not even an object.
    let answer = appointment.taken_in("booked", &json!("text")).await;
    assert!(answer.status() >= 400, "{answer}");
}

#[tokio::test]
async fn a_clash_with_the_calendar_is_a_dead_letter() {
    let app = App::shared().await;
    let appointment = app.appointment_at(&tomorrow_at("14:30"));
    let doctor = &appointment.doctor;
    let taken = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:45"));
    let made = doctor.post("/api/video/sessions", taken).await;
    made.expect(201);
    appointment.told("booked", &appointment.detail()).await;
    let reason = dead_letter(&app, &appointment.id).await;
    assert!(!reason.is_empty());
    assert_eq!(appointment.sessions().await.len(), 1, "the other one");
}

#[tokio::test]
async fn a_reschedule_to_a_time_that_is_taken_is_a_dead_letter() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&tomorrow_at("14:30")).await;
    let doctor = &appointment.doctor;
    let taken = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("16:00"));
    let made = doctor.post("/api/video/sessions", taken).await;
    made.expect(201);
    let moved = with(&appointment.detail(), "start_time", tomorrow_at("15:45"));
    appointment.told("rescheduled", &moved).await;
    let reason = dead_letter(&app, &appointment.id).await;
    assert!(!reason.is_empty());
    let shown = session.shown().await;
    assert_eq!(shown["scheduled_start_time"], tomorrow_at("14:30"));
}
