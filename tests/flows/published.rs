//! What happens in tutoring reaches the event bus, each event once it is
//! committed and in the order of its booking.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{App, tomorrow_at};

/// Between a commit and the bus lie the stream and the relay.
const PATIENCE: Duration = Duration::from_secs(20);

/// The envelopes of a booking's events, once there are so many.
async fn published(app: &App, booking_id: &str, count: usize) -> Vec<Value> {
    let started = Instant::now();
    loop {
        let events = app
            .anonymous()
            .get("/_local/events?source=sessions.tutoring")
            .await
            .expect(200)
            .json();
        let of_booking = |event: &&Value| event["detail"]["data"]["booking_id"] == booking_id;
        let found: Vec<Value> = events["events"]
            .as_array()
            .expect("a list of events")
            .iter()
            .filter(of_booking)
            .cloned()
            .collect();
        if found.len() >= count {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "only {found:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn types(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .filter_map(|event| event["detail-type"].as_str())
        .collect()
}

#[tokio::test]
async fn a_lesson_is_told_of_from_booking_to_rating() {
    let app = App::shared().await;
    let met = app.met().await;
    let booking = format!("/bookings/{}", met.booking_id);
    let session = format!("/sessions/{}", met.session_id);
    met.teacher
        .patch(&booking, json!({ "status": "confirmed" }))
        .await
        .expect(200);
    met.teacher
        .put(&session, json!({ "status": "completed" }))
        .await
        .expect(200);
    met.student
        .post(&format!("{session}/rating"), json!({ "rating": 4 }))
        .await
        .expect(201);

    let events = published(&app, &met.booking_id, 4).await;
    let expected = [
        "tutoring.booking.created",
        "tutoring.booking.confirmed",
        "tutoring.session.completed",
        "tutoring.session.rated",
    ];
    assert_eq!(types(&events), expected);
    let detail = &events[3]["detail"];
    assert_eq!(detail["event_type"], "tutoring.session.rated");
    assert_eq!(detail["data"]["session_id"], met.session_id);
    assert_eq!(detail["data"]["student_id"], met.student.id);
    assert_eq!(detail["data"]["teacher_id"], met.teacher.id);
    assert_eq!(detail["data"]["start_time"], tomorrow_at("10:00"));
    assert_eq!(detail["data"]["status"], "completed");
    assert_eq!(detail["data"]["rating"], 4);
}

#[tokio::test]
async fn a_booking_that_moves_and_ends_is_told_of() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let path = format!("/bookings/{}", booked.id);
    let times = json!({ "start_time": tomorrow_at("10:30"), "end_time": tomorrow_at("11:30") });
    booked.student.patch(&path, times).await.expect(200);
    let cancel = json!({ "status": "cancelled" });
    booked
        .student
        .patch(&path, cancel.clone())
        .await
        .expect(200);
    // What is refused is told to nobody.
    booked.student.patch(&path, cancel).await.expect(409);

    let events = published(&app, &booked.id, 3).await;
    let expected = [
        "tutoring.booking.created",
        "tutoring.booking.rescheduled",
        "tutoring.booking.cancelled",
    ];
    assert_eq!(types(&events), expected);
    let moved = &events[1]["detail"]["data"];
    assert_eq!(moved["start_time"], tomorrow_at("10:30"));
    assert_eq!(events[2]["detail"]["data"]["status"], "cancelled");
}
