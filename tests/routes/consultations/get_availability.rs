//! GET /api/video/doctors/{doctor_id}/availability

use serde_json::{Value, json};
use tests::{App, Person, unique_id, with};

/// The path of a doctor's availability.
pub(super) fn path(doctor_id: &str) -> String {
    format!("/api/video/doctors/{doctor_id}/availability")
}

/// Hours in this zone: each a weekday, a start and an end; slots of half an
/// hour.
pub(super) fn hours(time_zone: &str, weekly: &[(&str, &str, &str)]) -> Value {
    let window = |(weekday, start, end): &(&str, &str, &str)| json!({ "weekday": weekday, "start_time": start, "end_time": end });
    json!({
        "time_zone": time_zone,
        "slot_duration_minutes": 30,
        "weekly": weekly.iter().map(window).collect::<Vec<_>>(),
    })
}

/// A doctor with such hours.
pub(super) async fn doctor_with(app: &App, hours: Value) -> Person {
    let doctor = app.doctor();
    doctor.put(&path(&doctor.id), hours).await.expect(200);
    doctor
}

/// What is seen: `date start end slots` for each window, in the order shown.
pub(super) async fn windows(doctor: &Person, query: &str) -> Vec<String> {
    let path = format!("{}{query}", path(&doctor.id));
    let shown = doctor.get(&path).await.expect(200).json();
    let slots = shown["availability_slots"].as_array().expect("a list");
    let window = |slot: &Value| {
        let text = |field: &str| slot[field].as_str().expect("a text").to_owned();
        format!(
            "{} {} {} {}",
            text("date"),
            text("start_time"),
            text("end_time"),
            slot["available_slots"]
        )
    };
    slots.iter().map(window).collect()
}

#[tokio::test]
async fn shows_the_windows_of_a_date() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let body = hours(
        "UTC",
        &[
            ("monday", "14:00", "17:00"),
            ("monday", "09:00", "12:00"),
            ("tuesday", "10:00", "11:00"),
        ],
    );
    let body = with(&body, "consultation_fee", 50.0);
    let doctor = doctor_with(&app, body).await;
    let path = format!("{}?date=2027-01-25", path(&doctor.id));
    let shown = app.anonymous().get(&path).await.expect(200).json();
    let window = |start: &str, end: &str| {
        json!({
            "date": "2027-01-25",
            "start_time": start,
            "end_time": end,
            "slot_duration_minutes": 30,
            "available_slots": 6,
            "consultation_fee": 50.0,
            "currency": "USD",
        })
    };
    let expected = json!({
        "doctor_id": doctor.id,
        "availability_slots": [window("09:00", "12:00"), window("14:00", "17:00")],
    });
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn fee_and_currency_are_the_doctors() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let body = hours("UTC", &[("monday", "09:00", "12:00")]);
    let free = doctor_with(&app, body.clone()).await;
    let body = with(&body, "consultation_fee", 49.9);
    let body = with(&body, "currency", "EUR");
    let paid = doctor_with(&app, body).await;
    for (doctor, fee, currency) in [(free, 0.0, "USD"), (paid, 49.9, "EUR")] {
        let path = format!("{}?date=2027-01-25", path(&doctor.id));
        let shown = doctor.get(&path).await.expect(200).json();
        let window = &shown["availability_slots"][0];
        assert_eq!(window["consultation_fee"].as_f64(), Some(fee));
        assert_eq!(window["currency"], currency);
    }
}

#[tokio::test]
async fn shows_a_week_from_today() {
    let app = App::start().await;
    app.set_time("12:30:00").await;
    let days = [
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ];
    let weekly = days.map(|day| (day, "13:00", "14:00"));
    let doctor = doctor_with(&app, hours("UTC", &weekly)).await;
    let expected = [25, 26, 27, 28, 29, 30, 31].map(|day| format!("2027-01-{day} 13:00 14:00 2"));
    assert_eq!(windows(&doctor, "").await, expected);
}

#[tokio::test]
async fn today_is_that_of_the_time_zone() {
    let app = App::start().await;
    app.set_time("22:30:00").await;
    let doctor = doctor_with(&app, hours("Asia/Tokyo", &[("tuesday", "09:00", "10:00")])).await;
    // That is midnight in UTC, and Monday still in New York.
    let seen = windows(&doctor, "?timezone=Asia/Tokyo").await;
    assert_eq!(seen, ["2027-01-26 09:00 10:00 2"]);
    let seen = windows(&doctor, "?timezone=America/New_York").await;
    assert_eq!(seen, ["2027-01-25 19:00 20:00 2"]);
    let seen = windows(&doctor, "").await;
    assert_eq!(seen, ["2027-01-26 00:00 01:00 2"]);
}

#[tokio::test]
async fn a_doctor_without_hours_has_no_windows() {
    let app = App::shared().await;
    let doctor = doctor_with(&app, hours("UTC", &[])).await;
    assert!(windows(&doctor, "").await.is_empty());
}

#[tokio::test]
async fn nobody_is_refused() {
    let app = App::shared().await;
    let doctor = doctor_with(&app, hours("UTC", &[("monday", "09:00", "12:00")])).await;
    let path = path(&doctor.id);
    let expected = app.anonymous().get(&path).await.expect(200).json();
    for role in ["doctor", "patient", "admin", "student"] {
        let shown = app.somebody(role).get(&path).await.expect(200).json();
        assert_eq!(shown, expected, "{role}");
    }
}

#[tokio::test]
async fn a_token_that_is_sent_must_be_valid() {
    let app = App::shared().await;
    let doctor = doctor_with(&app, hours("UTC", &[])).await;
    let somebody = app.with_token("nonsense");
    somebody.get(&path(&doctor.id)).await.assert_detailed(401);
}

#[tokio::test]
async fn an_unknown_doctor_is_not_found() {
    let app = App::shared().await;
    for id in ["nobody", "%00", "a%20b", &unique_id("doctor")] {
        let answer = app.anonymous().get(&path(id)).await;
        answer.assert_detailed(404);
    }
}

#[tokio::test]
async fn refuses_unknown_time_zones_and_dates() {
    let app = App::shared().await;
    let doctor = doctor_with(&app, hours("UTC", &[])).await;
    for (fields, query) in [
        (vec!["timezone"], "timezone=Mars/Olympus"),
        (vec!["timezone"], "timezone="),
        (vec!["timezone"], "timezone=%00"),
        (vec!["date"], "date=2027-02-30"),
        (vec!["date"], "date=25.01.2027"),
        (vec!["date"], "date=2027-01-25T10:00:00Z"),
        (vec!["date"], "date="),
        (vec!["date"], "date=today"),
        (vec!["date", "timezone"], "date=x&timezone=x"),
    ] {
        let refused = doctor.get(&format!("{}?{query}", path(&doctor.id))).await;
        refused.assert_wrong_fields(&fields);
        let entries = refused.assert_invalid();
        assert!(entries.iter().all(|entry| entry["loc"][0] == "query"));
    }
    // What is wrong by itself comes before what is not there.
    let refused = app.anonymous().get(&format!("{}?date=x", path("nobody")));
    refused.await.assert_wrong_fields(&["date"]);
}
