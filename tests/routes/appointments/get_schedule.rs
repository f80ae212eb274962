//! GET /api/appointments/psychologist/schedule

use serde_json::{Value, json};
use tests::{APPOINTMENTS, App, LISTED, SCHEDULE, on_the_day, tomorrow, tomorrow_at, visit, with};

/// The seconds that a slow machine may lose.
const SLACK: i64 = 14;

#[tokio::test]
async fn shows_an_appointment_as_the_document_does() {
    let app = App::start().await;
    app.set_clock("2026-11-15T12:00:00Z").await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, "2026-11-16T08:00:00Z");
    let body = with(&body, "patient_name", "Jane Doe");
    let made = app.visit_of(&psychologist, &patient, &body).await;
    made.step(&psychologist, "confirmed").await.expect(200);
    app.set_clock("2026-11-16T07:00:00Z").await;
    let schedule = psychologist.get(&format!("{SCHEDULE}?status=confirmed"));
    let schedule = schedule.await.expect(200).json();
    let shown = &schedule["results"][0];
    let room = shown["video_room_id"].as_str().expect("a room");
    assert!(room.starts_with(&format!("apt-{}-", made.id)), "{room}");
    let url = shown["meeting_url"].as_str().expect("a URL");
    assert!(url.ends_with(&format!("/video-session/{room}")), "{url}");
    let left = shown["time_until_start_seconds"].as_i64().expect("seconds");
    assert!((3_600 - SLACK..=3_600).contains(&left), "{shown}");
    let expected = json!({
        "count": 1,
        "next": null,
        "previous": null,
        "results": [{
            "id": made.id,
            "patient_name": "Jane Doe",
            "service_name": "Individual Therapy",
            "appointment_date": "2026-11-16T08:00:00Z",
            "formatted_date": "Mon, 16 Nov 2026",
            "formatted_time": "08:00 AM",
            "duration_minutes": 60,
            "status": "confirmed",
            "session_type": "telehealth",
            "video_room_id": room,
            "meeting_url": url,
            "session_start_time": "2026-11-16T08:00:00Z",
            "session_end_time": "2026-11-16T09:00:00Z",
            "time_until_start_seconds": left,
            "time_remaining_seconds": null,
            "session_status": "upcoming",
            "can_join_session": false,
        }],
    });
    assert_eq!(schedule, expected);
}

#[tokio::test]
async fn is_the_psychologists_own() {
    let app = App::shared().await;
    let made = app.visit().await;
    for role in ["psychologist", "doctor"] {
        let caller = app.as_user(&made.psychologist.id, role);
        let list = caller.get(SCHEDULE).await.expect(200);
        assert_eq!(list.ids(), [made.id]);
        let names: Vec<String> = list.results()[0]
            .as_object()
            .map(|fields| fields.keys().cloned().collect())
            .unwrap_or_default();
        assert_eq!(names, LISTED);
    }
    let nothing = json!({ "count": 0, "next": null, "previous": null, "results": [] });
    for stranger in [app.psychologist(), app.doctor()] {
        let list = stranger.get(SCHEDULE).await.expect(200).json();
        assert_eq!(list, nothing);
    }
}

#[tokio::test]
async fn never_shows_anothers() {
    let app = App::shared().await;
    let made = app.visit().await;
    let other = app.visit().await;
    let query = format!("{SCHEDULE}?psychologist_id={}", made.psychologist.id);
    let answer = other.psychologist.get(&query).await;
    // Refused, or not looked at.
    match answer.status() {
        403 => answer.assert_detailed(403),
        _ => assert_eq!(answer.expect(200).ids(), [other.id]),
    }
    let own = made.psychologist.get(&query).await.expect(200);
    assert_eq!(own.ids(), [made.id]);
}

#[tokio::test]
async fn an_admin_names_the_psychologist() {
    let app = App::shared().await;
    let (made, other) = (app.visit().await, app.visit().await);
    for admin in [app.as_admin(), app.as_user("root", "super_admin")] {
        for visit in [&made, &other] {
            let query = format!("{SCHEDULE}?psychologist_id={}", visit.psychologist.id);
            let list = admin.get(&query).await.expect(200);
            assert_eq!(list.ids(), [visit.id]);
            let none = admin.get(&format!("{query}&status=cancelled")).await;
            assert_eq!(none.expect(200).number("count"), 0);
        }
        let unknown = format!("{SCHEDULE}?psychologist_id={}", made.patient.id);
        let list = admin.get(&unknown).await.expect(200);
        assert_eq!(list.number("count"), 0);
        for query in ["", "?psychologist_id=", "?psychologist_id=a%20b"] {
            let refused = admin.get(&format!("{SCHEDULE}{query}")).await;
            refused.assert_wrong_names(&["psychologist_id"]);
        }
    }
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let made = app.visit().await;
    for path in [SCHEDULE, SCHEDULE.trim_end_matches('/')] {
        let list = made.psychologist.get(path).await.expect(200);
        assert_eq!(list.ids(), [made.id]);
    }
}

#[tokio::test]
async fn is_of_the_status_that_is_asked_for() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let mut made = Vec::new();
    for hour in ["08", "10", "12", "14"] {
        let start = tomorrow_at(&format!("{hour}:00"));
        let body = visit(&psychologist.id, &patient.id, &start);
        made.push(app.visit_of(&psychologist, &patient, &body).await);
    }
    for (index, status) in [
        (1, "confirmed"),
        (2, "confirmed"),
        (2, "completed"),
        (3, "cancelled"),
    ] {
        made[index].step(&psychologist, status).await.expect(200);
    }
    let all: Vec<u64> = made.iter().map(|visit| visit.id).collect();
    for (query, expected) in [
        ("", &all[..]),
        ("?status=all", &all[..]),
        ("?status=scheduled", &all[..1]),
        ("?status=confirmed", &all[1..2]),
        ("?status=completed", &all[2..3]),
        ("?status=cancelled", &all[3..]),
    ] {
        let list = psychologist.get(&format!("{SCHEDULE}{query}")).await;
        let list = list.expect(200);
        assert_eq!(list.ids(), expected, "{query}");
        assert_eq!(list.number("count"), expected.len() as u64, "{query}");
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous().get(SCHEDULE).await.assert_detailed(401);
    let nonsense = app.with_token("nonsense");
    nonsense.get(SCHEDULE).await.assert_detailed(401);
}

#[tokio::test]
async fn is_not_for_patients() {
    let app = App::shared().await;
    let made = app.visit().await;
    made.patient.get(SCHEDULE).await.assert_detailed(403);
    // The role is judged before the query.
    let query = format!("{SCHEDULE}?page=x");
    made.patient.get(&query).await.assert_detailed(403);
    // The patient has the list.
    let list = made.patient.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.ids(), [made.id]);
    for role in ["student", "teacher", "instructor"] {
        app.somebody(role).get(SCHEDULE).await.assert_detailed(403);
    }
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    for (fields, query) in [
        (vec!["start_date"], "start_date=2027-02-30"),
        (vec!["start_date"], "start_date="),
        (vec!["end_date"], "end_date=25.01.2027"),
        (vec!["end_date"], "end_date=2027-01-25T10:00:00Z"),
        (vec!["month"], "month=2027-13"),
        (vec!["month"], "month=2027-00"),
        (vec!["month"], "month=2027-1"),
        (vec!["month"], "month=2027"),
        (vec!["month"], "month=01"),
        (vec!["month"], "month=January"),
        (vec!["month"], "month=2027-01-25"),
        (vec!["month"], "month="),
        (vec!["year"], "year=27"),
        (vec!["year"], "year=02027"),
        (vec!["year"], "year=next"),
        (vec!["year"], "year=-2027"),
        (vec!["year"], "year="),
        (vec!["status"], "status=open"),
        (vec!["status"], "status=BOOKED"),
        (vec!["timezone"], "timezone=Mars/Phobos"),
        (vec!["page"], "page=0"),
        (vec!["page_size"], "page_size=0"),
        (
            vec![
                "end_date",
                "month",
                "page",
                "page_size",
                "start_date",
                "status",
                "timezone",
                "year",
            ],
            "start_date=x&end_date=x&month=x&year=x&status=x&page=x&page_size=x&timezone=x",
        ),
    ] {
        let refused = psychologist.get(&format!("{SCHEDULE}?{query}")).await;
        refused.assert_wrong_names(&fields);
    }
}

#[tokio::test]
async fn a_move_changes_the_day_that_it_is_listed_on() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let made = app.visit_at(&on_the_day("14:30")).await;
    let on = async |query: &str| {
        let list = made.psychologist.get(&format!("{SCHEDULE}?{query}")).await;
        list.expect(200).number("count")
    };
    assert_eq!(on("month=2027-01").await, 1);
    let later = json!({ "appointment_date": "2028-02-29T10:00:00Z" });
    made.change(&made.patient, later).await.expect(200);
    for (query, count) in [
        ("month=2027-01", 0),
        ("year=2027", 0),
        ("start_date=2027-01-25&end_date=2027-01-25", 0),
        ("month=2028-02", 1),
        ("year=2028", 1),
        ("start_date=2028-02-29&end_date=2028-02-29", 1),
    ] {
        assert_eq!(on(query).await, count, "{query}");
    }
}

#[tokio::test]
async fn no_day_matches_nothing_and_no_month_of_another_year() {
    let app = App::shared().await;
    let made = app.visit().await;
    let (day, next) = (
        tomorrow(),
        tomorrow().saturating_add(jiff::Span::new().years(1)),
    );
    let (month, year) = (day.strftime("%Y-%m"), day.year());
    for (query, count) in [
        (format!("month={month}&year={year}"), 1),
        (format!("month={month}&year={}", next.year()), 0),
        (format!("start_date={day}&end_date={day}&month={month}"), 1),
        (format!("start_date={next}&month={month}"), 0),
        (format!("start_date={day}&year={year}&status=scheduled"), 1),
        (format!("start_date={day}&year={year}&status=completed"), 0),
    ] {
        let list = made.psychologist.get(&format!("{SCHEDULE}?{query}")).await;
        let list = list.expect(200).json();
        assert_eq!(list["count"], count, "{query}");
        assert_eq!(list["next"], Value::Null);
    }
}
