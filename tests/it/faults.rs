//! What callers see when the store or Chime fails, and what is left behind.

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{Answer, App, Offered, Person, tomorrow_at, unique_id};

/// More than anybody retries.
pub(crate) const ALL: u32 = 1_000;

/// No answer takes longer, whatever fails.
const LONGEST: Duration = Duration::from_secs(12);

pub(crate) async fn in_time(call: tests::Call) -> Answer {
    let asked = Instant::now();
    let answer = call.await;
    assert!(
        asked.elapsed() < LONGEST,
        "{:?} for {answer}",
        asked.elapsed()
    );
    answer
}

async fn book(offered: &Offered) -> Answer {
    in_time(offered.student.post(
        "/bookings",
        offered.student.booking(&offered.teacher, "10:00", "11:00"),
    ))
    .await
}

async fn bookings(student: &Person) -> usize {
    student
        .get(&format!("/bookings?student_id={}", student.id))
        .await
        .expect(200)
        .list()
        .len()
}

/// Nothing of a booking is stored, and booking works.
async fn assert_not_booked(offered: &Offered) {
    assert_eq!(bookings(&offered.student).await, 0);
    assert_eq!(
        offered.teacher.slots().await,
        [(tomorrow_at("10:00"), tomorrow_at("12:00"), false)]
    );
    book(offered).await.expect(201);
    assert_eq!(bookings(&offered.student).await, 1);
}

#[tokio::test]
async fn a_store_that_fails_is_503_and_books_nothing() {
    let app = App::start().await;
    for kind in ["error", "throttle", "timeout", "conflict"] {
        for operation in ["*", "TransactWriteItems"] {
            let offered = app.offered().await;
            app.fault("dynamodb", operation, kind, ALL).await;
            let failed = book(&offered).await;
            app.clear_faults().await;
            assert_eq!(failed.status(), 503, "{kind} of {operation}: {failed}");
            failed.assert_refused(503);
            assert_not_booked(&offered).await;
        }
    }
}

#[tokio::test]
async fn reads_of_a_store_that_fails_are_503() {
    let app = App::start().await;
    let met = app.met().await;
    let paths = [
        format!("/profiles?user_id={}", met.student.id),
        format!("/bookings?student_id={}", met.student.id),
        format!("/bookings/{}", met.booking_id),
        format!("/sessions/{}", met.session_id),
        format!("/meetings/{}", met.session_id),
        format!("/availability?teacher_id={}", met.teacher.id),
        "/search/teachers?topic=chess".to_owned(),
    ];
    for kind in ["error", "throttle"] {
        app.fault("dynamodb", "*", kind, ALL).await;
        for path in &paths {
            in_time(met.student.get(path)).await.assert_refused(503);
        }
        app.clear_faults().await;
    }
    for path in &paths {
        met.student.get(path).await.expect(200);
    }
}

#[tokio::test]
async fn five_conflicts_in_a_row_end_well() {
    let app = App::start().await;
    let offered = app.offered().await;
    app.fault("dynamodb", "TransactWriteItems", "conflict", 5)
        .await;
    book(&offered).await.expect(201);
    assert_eq!(bookings(&offered.student).await, 1);
}

#[tokio::test]
async fn one_failure_is_not_seen() {
    let app = App::start().await;
    for kind in ["error", "throttle", "timeout", "lost_answer"] {
        let offered = app.offered().await;
        app.fault("dynamodb", "TransactWriteItems", kind, 1).await;
        let answer = book(&offered).await;
        app.clear_faults().await;
        assert_eq!(answer.status(), 201, "{kind}: {answer}");
        assert_eq!(bookings(&offered.student).await, 1, "{kind}");
    }
}

#[tokio::test]
async fn a_lost_answer_never_books_twice() {
    let app = App::start().await;
    let offered = app.offered().await;
    app.fault("dynamodb", "TransactWriteItems", "lost_answer", ALL)
        .await;
    let lost = book(&offered).await;
    app.clear_faults().await;
    lost.assert_refused(503);
    let again = book(&offered).await;
    assert!(matches!(again.status(), 201 | 409), "{again}");
    assert_eq!(bookings(&offered.student).await, 1);
    let expected = [
        (tomorrow_at("10:00"), tomorrow_at("11:00"), true),
        (tomorrow_at("11:00"), tomorrow_at("12:00"), false),
    ];
    assert_eq!(offered.teacher.slots().await, expected);
}

#[tokio::test]
async fn a_key_makes_a_retry_safe_after_a_lost_answer() {
    let app = App::start().await;
    let offered = app.offered().await;
    let key = unique_id("key");
    let body = offered.student.booking(&offered.teacher, "10:00", "11:00");
    let call = || {
        offered
            .student
            .post("/bookings", body.clone())
            .header("idempotency-key", &key)
    };
    app.fault("dynamodb", "TransactWriteItems", "lost_answer", ALL)
        .await;
    in_time(call()).await.assert_refused(503);
    app.clear_faults().await;
    let again = in_time(call()).await.expect(201);
    assert_eq!(bookings(&offered.student).await, 1);
    let booking = offered
        .student
        .get(&format!("/bookings/{}", again.text("booking_id")))
        .await
        .expect(200);
    assert_eq!(booking.text("status"), "pending");
}

#[tokio::test]
async fn a_key_is_free_again_after_a_failure() {
    let app = App::start().await;
    for kind in ["error", "throttle"] {
        let offered = app.offered().await;
        let key = unique_id("key");
        let body = offered.student.booking(&offered.teacher, "10:00", "11:00");
        let call = || {
            offered
                .student
                .post("/bookings", body.clone())
                .header("idempotency-key", &key)
        };
        app.fault("dynamodb", "TransactWriteItems", kind, ALL).await;
        in_time(call()).await.assert_refused(503);
        app.clear_faults().await;
        let again = in_time(call()).await.expect(201);
        assert_eq!(again.header("idempotent-replayed"), None, "{again}");
        assert_eq!(bookings(&offered.student).await, 1);
    }
}

/// The first call hangs at the store while the second one comes.
#[tokio::test]
async fn a_key_whose_first_call_is_still_running_conflicts() {
    let app = App::start().await;
    let offered = app.offered().await;
    let body = offered.student.booking(&offered.teacher, "10:00", "11:00");
    let call = || {
        let call = offered.student.post("/bookings", body.clone());
        in_time(call.header("idempotency-key", "one-key"))
    };
    app.fault("dynamodb", "TransactWriteItems", "timeout", 1)
        .await;
    let (one, other) = tokio::join!(call(), call());
    let (won, lost) = if one.status() == 201 {
        (one, other)
    } else {
        (other, one)
    };
    lost.assert_refused(409);
    assert_eq!(won.expect(201).header("idempotent-replayed"), None);
    let replayed = call().await.expect(201);
    assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
    assert_eq!(bookings(&offered.student).await, 1);
}

#[tokio::test]
async fn the_message_is_constant_and_shows_nothing_from_inside() {
    let app = App::start().await;
    let offered = app.offered().await;
    let mut messages = Vec::new();
    for kind in ["error", "throttle", "conflict"] {
        app.fault("dynamodb", "TransactWriteItems", kind, ALL).await;
        messages.push(book(&offered).await.text("message"));
        app.clear_faults().await;
    }
    messages.dedup();
    assert_eq!(messages.len(), 1, "{messages:?}");
    let message = messages[0].to_lowercase();
    for inside in [
        "dynamo",
        "aws",
        "127.0.0.1",
        "transact",
        "throttl",
        "conflict",
        "injected",
        "sdk",
    ] {
        assert!(!message.contains(inside), "{message}");
    }
}

#[tokio::test]
async fn other_writes_fail_whole_and_work_again() {
    let app = App::start().await;
    let opened = app.opened().await;
    let path = format!("/sessions/{}", opened.id);
    let notes = json!({ "status": "active", "notes": [{ "text": "one", "timestamp": "2026-01-01T10:00:00Z" }] });
    let profile = json!({ "user_id": opened.teacher.id, "role": "teacher", "profile_data": { "topics": ["chess"] } });
    let booking = format!("/bookings/{}", opened.booking_id);
    app.fault("dynamodb", "*", "error", ALL).await;
    in_time(opened.student.put(&path, notes.clone()))
        .await
        .assert_refused(503);
    in_time(opened.teacher.post("/profiles", profile.clone()))
        .await
        .assert_refused(503);
    in_time(
        opened
            .teacher
            .patch(&booking, json!({ "status": "confirmed" })),
    )
    .await
    .assert_refused(503);
    app.clear_faults().await;
    let session: Value = opened.student.get(&path).await.expect(200).json();
    assert_eq!(
        (&session["status"], &session["notes"]),
        (&json!("pending"), &json!([]))
    );
    assert_eq!(
        opened
            .student
            .get(&booking)
            .await
            .expect(200)
            .text("status"),
        "pending"
    );
    assert_eq!(
        app.as_admin()
            .get("/search/teachers?topic=chess")
            .await
            .expect(200)
            .json(),
        json!([])
    );
    opened.student.put(&path, notes).await.expect(200);
    opened.teacher.post("/profiles", profile).await.expect(200);
    opened
        .teacher
        .patch(&booking, json!({ "status": "confirmed" }))
        .await
        .expect(200);
}
