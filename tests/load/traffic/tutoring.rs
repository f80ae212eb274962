use std::sync::Arc;

use futures::future::join_all;
use serde_json::json;
use tests::{App, Booked, Met, Offered, unique_id};

use crate::ledger::Ledger;

const SOURCE: &str = "sessions.tutoring";

/// How many want the same time.
const RIVALS: usize = 4;

/// A lesson from the offer to its rating.
pub(super) async fn lesson(app: App, ledger: Arc<Ledger>) {
    let Met {
        teacher,
        student,
        booking_id,
        session_id,
        ..
    } = app.met().await;
    ledger.keep_event(SOURCE, "tutoring.booking.created", &booking_id);
    let session = format!("/sessions/{session_id}");
    let notes = json!({ "notes": [{ "text": "Do page 7" }] });
    student.put(&session, notes).await.expect(200);
    let done = json!({ "status": "completed" });
    teacher.put(&session, done).await.expect(200);
    ledger.keep_event(SOURCE, "tutoring.session.completed", &session_id);
    let rating = json!({ "rating": 5, "comment": "Clear." });
    let rated = student.post(&format!("{session}/rating"), rating).await;
    rated.expect_success();
    ledger.keep_event(SOURCE, "tutoring.session.rated", &session_id);
    ledger.keep(&student, &session).await;
    ledger
        .keep(&teacher, &format!("/bookings/{booking_id}"))
        .await;
    let slots = [("10:00", "11:00", true), ("11:00", "12:00", false)];
    ledger.keep_slots(&teacher, &slots);
}

/// Several want one time; each asks twice with one key, as one does when an
/// answer is late.
pub(super) async fn race(app: App, ledger: Arc<Ledger>) {
    let Offered { teacher, .. } = app.offered().await;
    let rivals = join_all((0..RIVALS).map(|_| app.student())).await;
    let asked = rivals.iter().map(async |rival| {
        let key = unique_id("key");
        let ask = || {
            let body = rival.booking(&teacher, "10:00", "11:00");
            rival
                .post("/bookings", body)
                .header("Idempotency-Key", &key)
        };
        let (first, second) = (ask().await, ask().await);
        if first.status() == 409 {
            second.assert_refused(409);
            return None;
        }
        let first = first.expect(201);
        assert_eq!(second.expect(201).json(), first.json());
        Some((rival, first.text("booking_id")))
    });
    let won: Vec<_> = join_all(asked).await.into_iter().flatten().collect();
    assert_eq!(won.len(), 1, "of one time");
    let (winner, booking_id) = &won[0];
    ledger.keep_event(SOURCE, "tutoring.booking.created", booking_id);
    ledger
        .keep(winner, &format!("/bookings/{booking_id}"))
        .await;
    let list = format!("/bookings?student_id={}", winner.id);
    ledger.keep(winner, &list).await;
    let slots = [("10:00", "11:00", true), ("11:00", "12:00", false)];
    ledger.keep_slots(&teacher, &slots);
}

/// A booking that is confirmed, and then cancelled: its time is free again.
pub(super) async fn cancellation(app: App, ledger: Arc<Ledger>) {
    let Booked {
        teacher,
        student,
        id,
    } = app.booked().await;
    ledger.keep_event(SOURCE, "tutoring.booking.created", &id);
    let path = format!("/bookings/{id}");
    for (status, event) in [
        ("confirmed", "tutoring.booking.confirmed"),
        ("cancelled", "tutoring.booking.cancelled"),
    ] {
        let body = json!({ "status": status });
        teacher.patch(&path, body).await.expect(200);
        ledger.keep_event(SOURCE, event, &id);
    }
    ledger.keep(&student, &path).await;
    ledger.keep_slots(&teacher, &[("10:00", "12:00", false)]);
}
