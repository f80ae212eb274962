//! GET /api/video/sessions

use serde_json::{Value, json};
use tests::{App, Caller, Person, direct, tomorrow_at, unique_id};

const PATH: &str = "/api/video/sessions";

async fn list(caller: &Caller, query: &str) -> Value {
    caller
        .get(&format!("{PATH}{query}"))
        .await
        .expect(200)
        .json()
}

fn starts(list: &Value) -> Vec<String> {
    let sessions = list["sessions"].as_array().expect("a list");
    let start = |session: &Value| {
        let start = session["scheduled_start_time"].as_str();
        start.expect("a time").to_owned()
    };
    sessions.iter().map(start).collect()
}

/// A doctor with sessions from 08:00 on, one after the other, made out of
/// order; their starts, newest first.
async fn busy_doctor(app: &App, count: u32) -> (Person, Vec<String>) {
    let doctor = app.doctor();
    let start = |n: u32| tomorrow_at(&format!("{:02}:{:02}", 8 + n / 4, n % 4 * 15));
    for n in (0..count).step_by(2).chain((1..count).step_by(2)) {
        let body = direct(&doctor.id, &unique_id("patient"), &start(n));
        let body = tests::with(&body, "consultation_duration_minutes", 15);
        doctor.post(PATH, body).await.expect(201);
    }
    (doctor, (0..count).rev().map(start).collect())
}

#[tokio::test]
async fn shows_ones_own() {
    let app = App::shared().await;
    let session = app.scheduled_at(&tomorrow_at("14:30")).await;
    for person in [&session.doctor, &session.patient] {
        let list = list(person, "").await;
        let expected = json!({
            "total": 1,
            "skip": 0,
            "limit": 10,
            "sessions": [{
                "session_id": session.id,
                "booking_type": "DIRECT_DOCTOR",
                "doctor_id": session.doctor.id,
                "patient_id": session.patient.id,
                "status": "SCHEDULED",
                "scheduled_start_time": tomorrow_at("14:30"),
                "created_at": session.shown().await["created_at"],
            }],
        });
        assert_eq!(list, expected);
    }
    let nothing = json!({ "total": 0, "skip": 0, "limit": 10, "sessions": [] });
    for stranger in [app.doctor(), app.patient()] {
        assert_eq!(list(&stranger, "").await, nothing);
    }
}

#[tokio::test]
async fn newest_start_first_and_paged() {
    let app = App::shared().await;
    let (doctor, all) = busy_doctor(&app, 12).await;
    for (query, skip, limit, from, to) in [
        ("", 0, 10, 0, 10),
        ("?skip=10", 10, 10, 10, 12),
        ("?limit=5", 0, 5, 0, 5),
        ("?skip=5&limit=5", 5, 5, 5, 10),
        ("?skip=3&limit=1", 3, 1, 3, 4),
        ("?limit=100", 0, 100, 0, 12),
        ("?limit=101", 0, 100, 0, 12),
        ("?limit=999999", 0, 100, 0, 12),
        ("?skip=12", 12, 10, 12, 12),
        ("?skip=1000", 1000, 10, 12, 12),
    ] {
        let list = list(&doctor, query).await;
        assert_eq!(starts(&list), all[from..to], "{query}");
        assert_eq!(list["total"], 12, "{query}");
        assert_eq!(
            (&list["skip"], &list["limit"]),
            (&json!(skip), &json!(limit)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_session_is_listed_by_the_status_it_has_now() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let at = async |status: &str| {
        for person in [&session.doctor, &session.patient] {
            let found = list(person, &format!("?status={status}")).await;
            assert_eq!(found["total"], 1, "{status}");
            assert_eq!(found["sessions"][0]["status"], status);
            for other in ["SCHEDULED", "WAITING", "ACTIVE", "COMPLETED", "CANCELLED"] {
                if other != status {
                    let none = list(person, &format!("?status={other}")).await;
                    assert_eq!(none["total"], 0, "{other} while {status}");
                    assert_eq!(none["sessions"], json!([]));
                }
            }
        }
    };
    at("SCHEDULED").await;
    session.join(&session.doctor).await;
    at("WAITING").await;
    session.join(&session.patient).await;
    at("ACTIVE").await;
    session.end().await;
    at("COMPLETED").await;
    let session = app.cancelled().await;
    let found = list(&session.patient, "?status=CANCELLED").await;
    assert_eq!(found["total"], 1);
}

#[tokio::test]
async fn is_filtered_by_booking_type() {
    let app = App::shared().await;
    let (appointment, clinic) = app.booked_appointment(&tomorrow_at("14:30")).await;
    let doctor = &appointment.doctor;
    let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("16:30"));
    let direct = doctor.post(PATH, body).await.expect(201).text("session_id");
    for (query, expected) in [
        ("", vec![&direct, &clinic.id]),
        ("?booking_type=CLINIC_BASED", vec![&clinic.id]),
        ("?booking_type=DIRECT_DOCTOR", vec![&direct]),
        (
            "?booking_type=DIRECT_DOCTOR&status=SCHEDULED",
            vec![&direct],
        ),
        ("?booking_type=DIRECT_DOCTOR&status=ACTIVE", vec![]),
    ] {
        let list = list(doctor, query).await;
        let sessions = list["sessions"].as_array().expect("a list");
        let ids: Vec<_> = sessions
            .iter()
            .map(|session| session["session_id"].as_str().expect("an id"))
            .collect();
        assert_eq!(ids, expected, "{query}");
        assert_eq!(list["total"], expected.len(), "{query}");
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous().get(PATH).await.assert_detailed(401);
}

#[tokio::test]
async fn other_roles_may_not() {
    let app = App::shared().await;
    for role in ["student", "teacher", "instructor"] {
        let somebody = app.somebody(role);
        somebody.get(PATH).await.assert_detailed(403);
        // The role is judged before the query.
        let query = format!("{PATH}?limit=x");
        somebody.get(&query).await.assert_detailed(403);
    }
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    for (fields, query) in [
        (vec!["status"], "status=OPEN"),
        (vec!["status"], "status="),
        (vec!["booking_type"], "booking_type=WALK_IN"),
        (vec!["start_date"], "start_date=soon"),
        (vec!["start_date"], "start_date=2027-02-30"),
        (vec!["end_date"], "end_date=2027-01-25T10:00:00"),
        (vec!["end_date"], "end_date="),
        (vec!["skip"], "skip=-1"),
        (vec!["skip"], "skip=1.5"),
        (vec!["limit"], "limit=0"),
        (vec!["limit"], "limit=ten"),
        (
            vec![
                "booking_type",
                "end_date",
                "limit",
                "skip",
                "start_date",
                "status",
            ],
            "status=x&booking_type=x&start_date=x&end_date=x&skip=x&limit=x",
        ),
    ] {
        let refused = app.doctor().get(&format!("{PATH}?{query}")).await;
        refused.assert_wrong_fields(&fields);
        let entries = refused.assert_invalid();
        assert!(entries.iter().all(|entry| entry["loc"][0] == "query"));
    }
}
