//! GET /api/video/sessions/{session_id}/events

use serde_json::{Value, json};
use tests::{App, Consultation, NOT_FOUND, NOT_YOURS, second_of, unique_id};

async fn trail(session: &Consultation, query: &str) -> Value {
    let path = format!("{}/events{query}", session.path());
    session.doctor.get(&path).await.expect(200).json()
}

fn types(trail: &Value) -> Vec<&str> {
    let events = trail["events"].as_array().expect("a list");
    events
        .iter()
        .map(|event| event["event_type"].as_str().expect("a type"))
        .collect()
}

#[tokio::test]
async fn shows_what_happened_oldest_first() {
    let app = App::shared().await;
    let session = app.completed().await;
    let trail = trail(&session, "").await;
    let events = trail["events"].as_array().expect("a list");
    let expected = json!({
        "session_id": session.id,
        "total_events": events.len(),
        "events": trail["events"],
    });
    assert_eq!(trail, expected);
    let first_three = ["SESSION_CREATED", "DOCTOR_JOINED", "PATIENT_JOINED"];
    assert_eq!(types(&trail)[..3], first_three);
    let mut ids = Vec::new();
    for event in events {
        let shape = json!({
            "event_id": event["event_id"],
            "event_type": event["event_type"],
            "user_id": event["user_id"],
            "created_at": event["created_at"],
            "event_description": event["event_description"],
        });
        assert_eq!(*event, shape);
        ids.push(event["event_id"].as_str().expect("an id"));
    }
    let times: Vec<_> = events
        .iter()
        .map(|event| second_of(&event["created_at"]))
        .collect();
    assert!(times.is_sorted(), "{trail}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6, "{trail}");
}

#[tokio::test]
async fn is_filtered_and_counts_what_matches() {
    let app = App::shared().await;
    let session = app.waiting().await;
    for _ in 0..2 {
        session.leave(&session.doctor).await;
        session.join(&session.doctor).await;
    }
    for (event_type, count) in [
        ("SESSION_CREATED", 1),
        ("DOCTOR_JOINED", 3),
        ("DOCTOR_LEFT", 2),
        ("PATIENT_JOINED", 0),
        ("PATIENT_LEFT", 0),
        ("SESSION_CANCELLED", 0),
        ("SESSION_COMPLETED", 0),
        ("SESSION_NO_SHOW", 0),
        ("NOTES_UPDATED", 0),
    ] {
        let trail = trail(&session, &format!("?event_type={event_type}")).await;
        assert_eq!(trail["total_events"], count, "{event_type}");
        assert_eq!(types(&trail), vec![event_type; count]);
    }
    let page = trail(&session, "?event_type=DOCTOR_JOINED&skip=1&limit=1").await;
    assert_eq!(page["total_events"], 3);
    assert_eq!(types(&page), ["DOCTOR_JOINED"]);
}

#[tokio::test]
async fn is_paged() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    for n in 0..54 {
        let note = session.note(&session.doctor, &format!("Note {n}"));
        note.await.expect(200);
    }
    let all = trail(&session, "?limit=100").await;
    let all = all["events"].as_array().expect("a list").clone();
    assert_eq!(all.len(), 55);
    for (query, from, to) in [
        ("", 0, 50),
        ("?skip=0", 0, 50),
        ("?limit=101", 0, 55),
        ("?limit=7", 0, 7),
        ("?skip=7&limit=7", 7, 14),
        ("?skip=50", 50, 55),
        ("?skip=54&limit=100", 54, 55),
        ("?skip=55", 55, 55),
        ("?skip=5000", 55, 55),
    ] {
        let page = trail(&session, query).await;
        assert_eq!(page["total_events"], 55, "{query}");
        assert_eq!(page["events"], json!(all[from..to]), "{query}");
    }
}

#[tokio::test]
async fn whatever_is_passed_over_it_counts_what_matches() {
    let app = App::shared().await;
    let session = app.waiting().await;
    for skip in [
        99_999_950,
        99_999_998,
        99_999_999,
        999_999_990,
        u128::from(u32::MAX) - 10,
        u128::from(u32::MAX),
        u128::from(u64::MAX) - 1,
        u128::from(u64::MAX),
        u128::MAX,
    ] {
        for (filter, total) in [("", 2), ("&event_type=DOCTOR_JOINED", 1)] {
            let page = trail(&session, &format!("?skip={skip}{filter}")).await;
            assert_eq!(page["total_events"], total, "{skip}{filter}");
            assert_eq!(page["events"], json!([]), "{skip}{filter}");
        }
        let path = format!("/api/video/sessions?skip={skip}");
        let list = session.doctor.get(&path).await.expect(200).json();
        assert_eq!((&list["total"], &list["sessions"]), (&json!(1), &json!([])));
    }
}

#[tokio::test]
async fn doctor_patient_and_admin_see_it() {
    let app = App::shared().await;
    let session = app.active().await;
    let seen = trail(&session, "").await;
    let path = format!("{}/events", session.path());
    for reader in [&*session.patient, &app.as_admin()] {
        assert_eq!(reader.get(&path).await.expect(200).json(), seen);
    }
}

#[tokio::test]
async fn notes_are_not_in_it() {
    let app = App::shared().await;
    let session = app.active().await;
    let note = session.note(&session.doctor, "Between us.");
    note.await.expect(200);
    let path = format!("{}/events", session.path());
    let seen = session.patient.get(&path).await.expect(200);
    assert!(!seen.json().to_string().contains("Between us"), "{seen}");
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let path = format!("{}/events", session.path());
    app.anonymous().get(&path).await.assert_detailed(401);
}

#[tokio::test]
async fn strangers_may_not() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let path = format!("{}/events", session.path());
    for stranger in [app.doctor(), app.patient()] {
        let refused = stranger.get(&path).await;
        refused.assert_detail(403, NOT_YOURS);
    }
    let student = app.somebody("student");
    student.get(&path).await.assert_detailed(403);
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let path = format!("{}/events", session.path());
    for (fields, query) in [
        (vec!["event_type"], "event_type=SESSION_LOST"),
        (vec!["event_type"], "event_type="),
        (vec!["skip"], "skip=-1"),
        (vec!["skip"], "skip=one"),
        (vec!["skip"], "skip="),
        (vec!["limit"], "limit=0"),
        (vec!["limit"], "limit=-5"),
        (vec!["limit"], "limit=1.5"),
        (vec!["limit"], "limit="),
        (
            vec!["event_type", "limit", "skip"],
            "event_type=x&skip=x&limit=x",
        ),
    ] {
        let refused = session.doctor.get(&format!("{path}?{query}")).await;
        refused.assert_wrong_fields(&fields);
        let entries = refused.assert_invalid();
        assert!(entries.iter().all(|entry| entry["loc"][0] == "query"));
    }
}

#[tokio::test]
async fn an_unknown_session_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("session")] {
        let path = format!("/api/video/sessions/{id}/events");
        let answer = app.doctor().get(&path).await;
        answer.assert_detail(404, NOT_FOUND);
    }
}
