//! GET /api/video/doctors/{doctor_id}/availability (slots)

use serde_json::{Value, json};
use tests::{App, Person, direct, on_the_day, tomorrow, unique_id, with};

use super::get_availability::{doctor_with, hours, windows};

const MONDAY: &str = "?date=2027-01-25";

/// A session of the doctor's that day; its id.
async fn take(doctor: &Person, time: &str, minutes: u32) -> String {
    let body = direct(&doctor.id, &unique_id("patient"), &on_the_day(time));
    let body = with(&body, "consultation_duration_minutes", minutes);
    let made = doctor.post("/api/video/sessions", body).await;
    made.expect(201).text("session_id")
}

#[tokio::test]
async fn only_whole_slots_count() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let weekly = [
        ("monday", "09:00", "10:10"),
        ("monday", "11:00", "11:29"),
        ("monday", "12:00", "12:30"),
        ("monday", "22:15", "24:00"),
    ];
    let doctor = doctor_with(&app, hours("UTC", &weekly)).await;
    let expected = [
        "2027-01-25 09:00 10:10 2",
        "2027-01-25 11:00 11:29 0",
        "2027-01-25 12:00 12:30 1",
        "2027-01-25 22:15 24:00 3",
    ];
    assert_eq!(windows(&doctor, MONDAY).await, expected);
}

#[tokio::test]
async fn slots_are_as_long_as_the_doctor_says() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    for (minutes, count) in [(15, 12), (20, 9), (45, 4), (50, 3), (120, 1)] {
        let body = hours("UTC", &[("monday", "09:00", "12:00")]);
        let body = with(&body, "slot_duration_minutes", minutes);
        let doctor = doctor_with(&app, body).await;
        let expected = [format!("2027-01-25 09:00 12:00 {count}")];
        assert_eq!(windows(&doctor, MONDAY).await, expected);
    }
}

#[tokio::test]
async fn what_is_taken_is_not_available() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let doctor = doctor_with(&app, hours("UTC", &[("monday", "09:00", "12:00")])).await;
    let left = async || {
        let seen = windows(&doctor, MONDAY).await;
        assert_eq!(seen.len(), 1, "{seen:?}");
        let left = seen[0].strip_prefix("2027-01-25 09:00 12:00 ");
        left.expect("the window").to_owned()
    };
    assert_eq!(left().await, "6");
    take(&doctor, "10:00", 30).await;
    assert_eq!(left().await, "5");
    // Two slots, since it is in both.
    let across = take(&doctor, "09:15", 30).await;
    assert_eq!(left().await, "3");
    // One that ends where the window starts.
    take(&doctor, "08:30", 30).await;
    assert_eq!(left().await, "3");
    // One that goes on after the window.
    take(&doctor, "11:45", 60).await;
    assert_eq!(left().await, "2");
    let path = format!("/api/video/sessions/{across}/cancel");
    doctor.post(&path, json!({})).await.expect(200);
    assert_eq!(left().await, "4");
}

#[tokio::test]
async fn a_lesson_takes_its_time_too() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let weekday = tomorrow().strftime("%A").to_string().to_lowercase();
    let doctor = app.as_user(&booked.teacher.id, "doctor");
    let path = super::get_availability::path(&booked.teacher.id);
    let body = hours("UTC", &[(weekday.as_str(), "09:00", "12:00")]);
    doctor.put(&path, body).await.expect(200);
    let path = format!("{path}?date={}", tomorrow());
    let shown = doctor.get(&path).await.expect(200).json();
    // From 10:00 to 11:00 of six slots.
    assert_eq!(shown["availability_slots"][0]["available_slots"], 4);
    let cancel = json!({ "status": "cancelled" });
    let booking = format!("/bookings/{}", booked.id);
    booked.student.patch(&booking, cancel).await.expect(200);
    let shown = doctor.get(&path).await.expect(200).json();
    assert_eq!(shown["availability_slots"][0]["available_slots"], 6);
}

#[tokio::test]
async fn what_is_past_is_not_available() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let weekly = [
        ("monday", "08:00", "09:00"),
        ("monday", "09:30", "12:00"),
        ("monday", "13:00", "14:00"),
    ];
    let doctor = doctor_with(&app, hours("UTC", &weekly)).await;
    assert_eq!(windows(&doctor, MONDAY).await.len(), 3);
    app.set_time("09:10:00").await;
    let expected = ["2027-01-25 09:30 12:00 5", "2027-01-25 13:00 14:00 2"];
    assert_eq!(windows(&doctor, MONDAY).await, expected);
    // From 10:00 to 10:30 a slot is on: nobody can book it any more, but it
    // is not wholly past either.
    app.set_time("10:15:00").await;
    let seen = windows(&doctor, MONDAY).await;
    let either = [3, 4].map(|left| format!("2027-01-25 09:30 12:00 {left}"));
    assert!(either.contains(&seen[0]), "{seen:?}");
    app.set_time("12:00:05").await;
    assert_eq!(windows(&doctor, MONDAY).await, ["2027-01-25 13:00 14:00 2"]);
    app.set_time("20:00:00").await;
    assert!(windows(&doctor, MONDAY).await.is_empty());
    let last_week = "?date=2027-01-18";
    assert!(windows(&doctor, last_week).await.is_empty());
}

#[tokio::test]
async fn a_window_that_is_not_over_is_shown_though_it_has_nothing_left() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let body = hours("UTC", &[("monday", "09:00", "10:10")]);
    let body = with(&body, "slot_duration_minutes", 60);
    let doctor = doctor_with(&app, body).await;
    let nothing_left = ["2027-01-25 09:00 10:10 0"];
    take(&doctor, "09:20", 15).await;
    assert_eq!(windows(&doctor, MONDAY).await, nothing_left);
    app.set_time("10:05:00").await;
    assert_eq!(windows(&doctor, MONDAY).await, nothing_left);
}

#[tokio::test]
async fn exceptions_take_the_place_of_a_day() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let weekly = [("monday", "09:00", "12:00"), ("tuesday", "09:00", "12:00")];
    let window = |start: &str, end: &str| json!({ "start_time": start, "end_time": end });
    let exceptions: Value = json!([
        { "date": "2027-01-25", "windows": [] },
        { "date": "2027-01-26", "windows": [window("20:00", "24:00"), window("18:00", "19:00")] },
        { "date": "2027-01-31", "windows": [window("10:00", "11:00")] },
    ]);
    let body = with(&hours("UTC", &weekly), "exceptions", exceptions);
    let doctor = doctor_with(&app, body).await;
    let expected = [
        "2027-01-26 18:00 19:00 2",
        "2027-01-26 20:00 24:00 8",
        "2027-01-31 10:00 11:00 2",
    ];
    assert_eq!(windows(&doctor, "").await, expected);
    assert!(windows(&doctor, MONDAY).await.is_empty());
    let next = windows(&doctor, "?date=2027-02-01").await;
    assert_eq!(next, ["2027-02-01 09:00 12:00 6"]);
}
