//! Real concurrency around one session: its meeting, notes, attendees, rating.

use std::collections::BTreeSet;

use futures::future::join_all;
use serde_json::json;
use tests::App;

use crate::races::count;

#[tokio::test]
async fn two_hundred_calls_make_one_meeting() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let body = json!({ "session_id": opened.id });
    let race = (0..200).map(|n| {
        let caller = if n % 2 == 0 {
            &opened.student
        } else {
            &opened.teacher
        };
        caller.post("/meetings", body.clone()).into_future()
    });
    let answers = join_all(race).await;
    let mut ids = BTreeSet::new();
    for answer in &answers {
        assert!(matches!(answer.status(), 200 | 201), "{answer}");
        ids.insert(answer.text("meeting_id"));
    }
    assert_eq!(ids.len(), 1);
    let id = ids.first().expect("a meeting");
    let live = app.chime_meetings().await;
    let session = live
        .iter()
        .filter(|entry| entry["Meeting"]["MeetingId"] == id.as_str());
    assert_eq!(session.count(), 1);
    let external = &answers[0].json()["meeting_data"]["ExternalMeetingId"];
    let of_session = live
        .iter()
        .filter(|entry| entry["Meeting"]["ExternalMeetingId"] == *external);
    assert_eq!(of_session.count(), 1, "no second meeting of that session");
}

#[tokio::test]
async fn two_hundred_calls_after_an_expiry_make_one_new_meeting() {
    let app = App::start().await;
    let met = app.met().await;
    app.expire_meeting(&met.id).await;
    let body = json!({ "session_id": met.session_id });
    let answers =
        join_all((0..200).map(|_| met.student.post("/meetings", body.clone()).into_future())).await;
    let ids: BTreeSet<_> = answers
        .into_iter()
        .map(|answer| {
            assert!(matches!(answer.status(), 200 | 201), "{answer}");
            answer.text("meeting_id")
        })
        .collect();
    assert_eq!(ids.len(), 1);
    assert!(!ids.contains(&met.id));
    assert_eq!(app.chime_meetings().await.len(), 1);
}

#[tokio::test]
async fn writers_at_the_same_time_lose_no_note() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let path = format!("/sessions/{}", opened.id);
    let race = (0..20).map(|n| {
        let caller = if n % 2 == 0 {
            &opened.student
        } else {
            &opened.teacher
        };
        let notes: Vec<_> = (0..3)
            .map(|m| json!({ "text": format!("note {n}.{m}") }))
            .collect();
        let url = format!("https://files.example.com/{n}.pdf");
        caller
            .put(
                &path,
                json!({ "notes": notes, "files": [{ "name": format!("{n}.pdf"), "url": url }] }),
            )
            .into_future()
    });
    for answer in join_all(race).await {
        answer.expect(200);
    }
    let session = opened.student.get(&path).await.expect(200).json();
    let texts: BTreeSet<_> = session["notes"]
        .as_array()
        .expect("notes")
        .iter()
        .map(|note| note["text"].to_string())
        .collect();
    assert_eq!(texts.len(), 60);
    assert_eq!(session["files"].as_array().map(Vec::len), Some(20));
}

#[tokio::test]
async fn the_500th_note_is_written_once() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let path = format!("/sessions/{}", opened.id);
    let note = |text: String| json!({ "text": text });
    let notes: Vec<_> = (0..495).map(|n| note(format!("note {n}"))).collect();
    opened
        .student
        .put(&path, json!({ "notes": notes }))
        .await
        .expect(200);
    let race = (0..20).map(|n| {
        opened
            .student
            .put(&path, json!({ "notes": [note(format!("late {n}"))] }))
            .into_future()
    });
    let statuses: Vec<_> = join_all(race)
        .await
        .iter()
        .map(tests::Answer::status)
        .collect();
    assert_eq!(
        (count(&statuses, 200), count(&statuses, 400)),
        (5, 15),
        "{statuses:?}"
    );
    let session = opened.student.get(&path).await.expect(200).json();
    assert_eq!(session["notes"].as_array().map(Vec::len), Some(500));
}

#[tokio::test]
async fn a_booking_has_one_session() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let body = json!({ "booking_id": booked.id });
    let race = (0..40).map(|n| {
        let caller = if n % 2 == 0 {
            &booked.student
        } else {
            &booked.teacher
        };
        caller.post("/sessions", body.clone()).into_future()
    });
    let answers = join_all(race).await;
    let ids: BTreeSet<_> = answers
        .iter()
        .map(|answer| answer.text("session_id"))
        .collect();
    let statuses: Vec<_> = answers.iter().map(tests::Answer::status).collect();
    assert_eq!(
        (ids.len(), count(&statuses, 201), count(&statuses, 200)),
        (1, 1, 39),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn one_rates_once() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for status in ["active", "completed"] {
        opened
            .teacher
            .put(
                &format!("/sessions/{}", opened.id),
                json!({ "status": status }),
            )
            .await
            .expect(200);
    }
    let path = format!("/sessions/{}/rating", opened.id);
    let race = (1..=5).map(|rating| {
        opened
            .student
            .post(&path, json!({ "rating": rating }))
            .into_future()
    });
    let statuses: Vec<_> = join_all(race)
        .await
        .iter()
        .map(tests::Answer::status)
        .collect();
    assert_eq!(
        (count(&statuses, 201), count(&statuses, 409)),
        (1, 4),
        "{statuses:?}"
    );
    let path = format!("/profiles?user_id={}", opened.teacher.id);
    let profile = opened.teacher.get(&path).await.expect(200).json();
    assert_eq!(profile["profile"]["rating_count"], 1);
}

#[tokio::test]
async fn one_user_gets_one_attendee() {
    let app = App::shared().await;
    let met = app.met().await;
    let body = json!({ "meeting_id": met.id, "user_id": met.student.id, "name": "Stu Dent" });
    let answers =
        join_all((0..40).map(|_| met.student.post("/attendees", body.clone()).into_future())).await;
    let ids: BTreeSet<_> = answers
        .iter()
        .map(|answer| {
            assert!(matches!(answer.status(), 200 | 201), "{answer}");
            answer.text("attendee_id")
        })
        .collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(
        app.chime_meetings_of(&met.id).await[0]["Attendees"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}
