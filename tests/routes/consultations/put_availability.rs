//! PUT /api/video/doctors/{doctor_id}/availability

use serde_json::{Value, json};
use tests::{App, unique_id, with};

use super::get_availability::{hours, path, windows};

/// That an answer shows what was given, whatever it shows besides.
#[track_caller]
fn assert_stored(answer: &Value, doctor_id: &str, given: &Value) {
    for (field, value) in given.as_object().expect("an object") {
        let numbers = (answer[field].as_f64(), value.as_f64());
        let same = answer[field] == *value || (numbers.0.is_some() && numbers.0 == numbers.1);
        assert!(same, "{field} in {answer}");
    }
    if let Some(id) = answer.get("doctor_id") {
        assert_eq!(id, doctor_id);
    }
}

#[tokio::test]
async fn stores_the_hours() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let given = json!({
        "time_zone": "Europe/Berlin",
        "slot_duration_minutes": 20,
        "weekly": [
            { "weekday": "monday", "start_time": "09:00", "end_time": "12:00" },
            { "weekday": "monday", "start_time": "20:00", "end_time": "24:00" },
            { "weekday": "friday", "start_time": "00:00", "end_time": "00:20" },
        ],
        "consultation_fee": 50.0,
        "currency": "EUR",
        "exceptions": [
            { "date": "2027-12-24", "windows": [] },
            { "date": "2027-12-28", "windows": [{ "start_time": "10:00", "end_time": "11:00" }] },
        ],
    });
    let stored = doctor.put(&path(&doctor.id), given.clone()).await;
    assert_stored(&stored.expect(200).json(), &doctor.id, &given);
}

#[tokio::test]
async fn says_what_it_takes_for_what_is_left_out() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let given = hours("UTC", &[("sunday", "09:00", "12:00")]);
    let mut expected = given.clone();
    expected["consultation_fee"] = json!(0);
    expected["currency"] = json!("USD");
    expected["exceptions"] = json!([]);
    let stored = doctor.put(&path(&doctor.id), given).await;
    assert_stored(&stored.expect(200).json(), &doctor.id, &expected);
}

#[tokio::test]
async fn takes_the_place_of_what_was_there() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let doctor = app.doctor();
    let first = hours("UTC", &[("monday", "09:00", "12:00")]);
    let first = with(&first, "consultation_fee", 50);
    doctor.put(&path(&doctor.id), first).await.expect(200);
    let second = hours("UTC", &[("tuesday", "10:00", "11:00")]);
    let stored = doctor.put(&path(&doctor.id), second).await.expect(200);
    assert_eq!(stored.json()["consultation_fee"].as_f64(), Some(0.0));
    let seen = windows(&doctor, "").await;
    assert_eq!(seen, ["2027-01-26 10:00 11:00 2"]);
    let none = hours("UTC", &[]);
    doctor.put(&path(&doctor.id), none).await.expect(200);
    assert!(windows(&doctor, "").await.is_empty());
}

#[tokio::test]
async fn sessions_that_are_there_stay() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let session = app.scheduled_at(&tests::on_the_day("14:30")).await;
    let doctor = &session.doctor;
    let elsewhere = hours("UTC", &[("tuesday", "10:00", "11:00")]);
    doctor.put(&path(&doctor.id), elsewhere).await.expect(200);
    assert_eq!(session.status().await, "SCHEDULED");
    app.set_time("14:30:00").await;
    session.join(&session.patient).await;
}

#[tokio::test]
async fn the_doctor_and_an_admin_may() {
    let app = App::shared().await;
    let doctor_id = unique_id("doctor");
    let given = hours("UTC", &[("monday", "09:00", "12:00")]);
    for (id, role) in [
        (doctor_id.as_str(), "doctor"),
        (doctor_id.as_str(), "psychologist"),
        ("the-admin", "admin"),
        ("the-admin", "super_admin"),
    ] {
        let caller = app.as_user(id, role);
        let stored = caller.put(&path(&doctor_id), given.clone()).await;
        stored.expect(200);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let given = hours("UTC", &[]);
    let answer = app.anonymous().put(&path("d1"), given).await;
    answer.assert_detailed(401);
}

#[tokio::test]
async fn others_may_not() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let given = hours("UTC", &[]);
    for role in ["doctor", "psychologist", "patient", "student", "teacher"] {
        let other = app.somebody(role);
        let refused = other.put(&path(&doctor.id), given.clone()).await;
        refused.assert_detailed(403);
    }
    let patient = app.patient();
    let refused = patient.put(&path(&patient.id), given).await;
    refused.assert_detailed(403);
    let answer = app.anonymous().get(&path(&doctor.id)).await;
    answer.assert_detailed(404);
}
