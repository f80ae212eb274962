//! GET /api/appointments/{id} (as time goes by)

use serde_json::{Value, json};
use tests::{App, Visit, on_the_day, visit, with};

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

/// An hour from 14:30, made at noon.
async fn made(app: &App) -> Visit {
    app.set_time("12:00:00").await;
    app.visit_at(&on_the_day("14:30")).await
}

#[track_caller]
fn assert_seconds(value: &Value, expected: i64, what: &str) {
    let seconds = value.as_i64();
    let seconds = seconds.unwrap_or_else(|| panic!("{what}: {value} is no number"));
    assert!(
        (expected - SLACK..=expected).contains(&seconds),
        "{what}: {seconds} is not {expected}"
    );
}

#[track_caller]
fn assert_upcoming(shown: &Value, can_join: bool, seconds: i64) {
    assert_eq!(shown["session_status"], "upcoming", "{shown}");
    assert_eq!(shown["can_join_session"], can_join, "{shown}");
    assert_seconds(&shown["time_until_start_seconds"], seconds, "until start");
    assert_eq!(shown["time_remaining_seconds"], Value::Null);
}

#[track_caller]
fn assert_in_progress(shown: &Value, seconds: i64) {
    assert_eq!(shown["session_status"], "in_progress", "{shown}");
    assert_eq!(shown["can_join_session"], true, "{shown}");
    assert_seconds(&shown["time_remaining_seconds"], seconds, "remaining");
    assert_eq!(shown["time_until_start_seconds"], Value::Null);
}

#[track_caller]
fn assert_over(shown: &Value, status: &str) {
    assert_eq!(shown["session_status"], status, "{shown}");
    assert_eq!(shown["can_join_session"], false, "{shown}");
    assert_eq!(shown["time_until_start_seconds"], Value::Null);
    assert_eq!(shown["time_remaining_seconds"], Value::Null);
}

#[tokio::test]
async fn from_upcoming_to_ended() {
    let app = App::start().await;
    let visit = made(&app).await;
    for confirmed in [false, true] {
        app.set_time("12:30:00").await;
        if confirmed {
            visit
                .step(&visit.psychologist, "confirmed")
                .await
                .expect(200);
        }
        for caller in [&visit.psychologist, &visit.patient] {
            let shown = async |time: &str| {
                app.set_time(time).await;
                visit.shown_to(caller).await
            };
            assert_upcoming(&shown("13:30:00").await, false, 3_600);
            assert_upcoming(&shown("14:14:40").await, false, 920);
            assert_upcoming(&shown("14:15:00").await, true, 900);
            assert_upcoming(&shown("14:29:30").await, true, 30);
            assert_in_progress(&shown("14:30:00").await, 3_600);
            assert_in_progress(&shown("15:00:00").await, 1_800);
            assert_in_progress(&shown("15:29:30").await, 30);
            assert_over(&shown("15:30:00").await, "ended");
            assert_over(&shown("23:30:00").await, "ended");
        }
    }
}

#[tokio::test]
async fn lists_and_changes_show_the_same() {
    let app = App::start().await;
    let visit = made(&app).await;
    app.set_time("14:20:00").await;
    let path = tests::SCHEDULE;
    let listed = visit.psychologist.get(path).await.expect(200);
    assert_upcoming(&listed.results()[0], true, 600);
    let listed = visit.patient.get(tests::APPOINTMENTS).await.expect(200);
    assert_upcoming(&listed.results()[0], true, 600);
    let changed = visit.step(&visit.psychologist, "confirmed").await;
    assert_upcoming(&changed.expect(200).json(), true, 600);
    let later = json!({ "duration_minutes": 90 });
    let changed = visit.change(&visit.patient, later).await.expect(200);
    assert_upcoming(&changed.json(), true, 600);
    app.set_time("15:45:00").await;
    assert_in_progress(&visit.shown().await, 900);
}

#[tokio::test]
async fn one_in_person_is_not_joined() {
    let app = App::start().await;
    app.set_time("12:00:00").await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &on_the_day("14:30"));
    let body = with(&body, "session_type", "in_person");
    let visit = app.visit_of(&psychologist, &patient, &body).await;
    app.set_time("14:20:00").await;
    assert_upcoming(&visit.shown().await, false, 600);
    app.set_time("14:40:00").await;
    let shown = visit.shown().await;
    assert_eq!(shown["session_status"], "in_progress");
    assert_eq!(shown["can_join_session"], false);
    assert_seconds(&shown["time_remaining_seconds"], 3_000, "remaining");
    app.set_time("15:30:00").await;
    assert_over(&visit.shown().await, "ended");
}

#[tokio::test]
async fn a_cancelled_one_is_cancelled_for_good() {
    let app = App::start().await;
    let visit = made(&app).await;
    visit.step(&visit.patient, "cancelled").await.expect(200);
    for time in ["13:00:00", "14:20:00", "14:40:00", "15:40:00"] {
        app.set_time(time).await;
        let shown = visit.shown().await;
        assert_eq!(shown["session_status"], "cancelled", "{time}");
        assert_eq!(shown["can_join_session"], false, "{time}");
        assert_eq!(shown["time_remaining_seconds"], Value::Null, "{time}");
        // Before the start the seconds to it may be told all the same.
        if time > "14:30:00" {
            assert_eq!(shown["time_until_start_seconds"], Value::Null, "{time}");
        }
    }
}

#[tokio::test]
async fn a_completed_one_is_not_joined_any_more() {
    let app = App::start().await;
    let visit = made(&app).await;
    app.set_time("14:40:00").await;
    for status in ["confirmed", "completed"] {
        visit.step(&visit.psychologist, status).await.expect(200);
    }
    assert_over(&visit.shown().await, "ended");
    app.set_time("15:30:00").await;
    assert_over(&visit.shown().await, "ended");
}

#[tokio::test]
async fn days_and_times_are_written_out() {
    let app = App::start().await;
    app.set_clock("2026-01-01T00:00:00Z").await;
    let psychologist = app.psychologist();
    for (start, date, time) in [
        ("2026-11-16T08:00:00Z", "Mon, 16 Nov 2026", "08:00 AM"),
        ("2026-11-17T00:05:00Z", "Tue, 17 Nov 2026", "12:05 AM"),
        ("2026-11-18T12:00:00Z", "Wed, 18 Nov 2026", "12:00 PM"),
        ("2026-12-31T23:30:00Z", "Thu, 31 Dec 2026", "11:30 PM"),
        ("2028-02-29T13:45:00Z", "Tue, 29 Feb 2028", "01:45 PM"),
    ] {
        let body = visit(&psychologist.id, &app.patient().id, start);
        let made = psychologist.post(tests::APPOINTMENTS, body).await;
        let made = made.expect(201).json();
        assert_eq!(made["formatted_date"], date);
        assert_eq!(made["formatted_time"], time);
    }
}
