//! POST /api/video/sessions (availability)

use serde_json::{Value, json};
use tests::{App, Caller, Person, direct, on_the_day, tomorrow_at, with};

const PATH: &str = "/api/video/sessions";

/// Mondays from 09:00 to 12:00 in Berlin, which in January is 08:00 to 11:00
/// UTC, and not on 1 February 2027.
fn mondays() -> Value {
    json!({
        "time_zone": "Europe/Berlin",
        "slot_duration_minutes": 30,
        "weekly": [{ "weekday": "monday", "start_time": "09:00", "end_time": "12:00" }],
        "exceptions": [{ "date": "2027-02-01", "windows": [] }],
    })
}

async fn doctor_with_hours(app: &App) -> Person {
    let doctor = app.doctor();
    let path = format!("/api/video/doctors/{}/availability", doctor.id);
    doctor.put(&path, mondays()).await.expect(200);
    doctor
}

async fn asks(caller: &Caller, body: Value) -> u16 {
    let answer = caller.post(PATH, body).await;
    if answer.status() != 201 {
        answer.assert_detailed(409);
    }
    answer.status()
}

#[tokio::test]
async fn a_patients_session_lies_inside_the_doctors_hours() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let doctor = doctor_with_hours(&app).await;
    for (time, minutes, expected) in [
        ("07:59", 30, 409),
        ("07:00", 120, 409),
        ("10:31", 30, 409),
        ("10:50", 15, 409),
        ("11:00", 30, 409),
        ("14:00", 30, 409),
        ("08:00", 30, 201),
        ("08:35", 25, 201),
        ("10:30", 30, 201),
    ] {
        let patient = app.patient();
        let body = direct(&doctor.id, &patient.id, &on_the_day(time));
        let body = with(&body, "consultation_duration_minutes", minutes);
        assert_eq!(asks(&patient, body).await, expected, "{time} {minutes}");
    }
}

#[tokio::test]
async fn days_without_hours_and_exceptions_are_outside() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let doctor = doctor_with_hours(&app).await;
    for (start, expected) in [
        ("2027-01-26T09:00:00Z", 409),
        ("2027-02-01T09:00:00Z", 409),
        ("2027-02-08T09:00:00Z", 201),
        // Summer: 09:00 in Berlin is 07:00 UTC.
        ("2027-07-05T10:30:00Z", 409),
        ("2027-07-05T07:00:00Z", 201),
    ] {
        let patient = app.patient();
        let body = direct(&doctor.id, &patient.id, start);
        assert_eq!(asks(&patient, body).await, expected, "{start}");
    }
}

#[tokio::test]
async fn doctor_and_admin_set_any_time() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let doctor = doctor_with_hours(&app).await;
    let patient = app.patient();
    let at = |time: &str| direct(&doctor.id, &patient.id, &on_the_day(time));
    assert_eq!(asks(&patient, at("14:00")).await, 409);
    assert_eq!(asks(&doctor, at("14:00")).await, 201);
    assert_eq!(asks(&app.as_admin(), at("15:00")).await, 201);
}

#[tokio::test]
async fn an_appointment_of_a_clinic_is_at_any_time() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let appointment = app.appointment_at(&on_the_day("20:00"));
    let path = format!("/api/video/doctors/{}/availability", appointment.doctor.id);
    appointment.doctor.put(&path, mondays()).await.expect(200);
    appointment.told("booked", &appointment.detail()).await;
    let session = appointment.session().await;
    assert_eq!(session.status().await, "SCHEDULED");
}

#[tokio::test]
async fn a_doctor_who_has_set_none_is_free_at_any_time() {
    let app = App::shared().await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let body = direct(&doctor.id, &patient.id, &tomorrow_at("03:17"));
    assert_eq!(asks(&patient, body).await, 201);
}

#[tokio::test]
async fn hours_may_end_at_midnight() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let doctor = app.doctor();
    let path = format!("/api/video/doctors/{}/availability", doctor.id);
    let hours = json!({
        "time_zone": "UTC",
        "slot_duration_minutes": 30,
        "weekly": [{ "weekday": "monday", "start_time": "22:00", "end_time": "24:00" }],
    });
    doctor.put(&path, hours).await.expect(200);
    for (time, expected) in [("23:30", 201), ("23:45", 409)] {
        let patient = app.patient();
        let body = direct(&doctor.id, &patient.id, &on_the_day(time));
        assert_eq!(asks(&patient, body).await, expected, "{time}");
    }
}
