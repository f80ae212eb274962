//! PATCH /bookings/{booking_id}

use serde_json::{Value, json};
use tests::{App, Booked, Caller, tomorrow_at, unique_id};

pub(super) async fn patch(caller: &Caller, id: &str, body: Value) -> tests::Answer {
    caller.patch(&format!("/bookings/{id}"), body).await
}

pub(super) fn times(from: &str, to: &str) -> Value {
    json!({ "start_time": tomorrow_at(from), "end_time": tomorrow_at(to) })
}

#[tokio::test]
async fn the_teacher_confirms() {
    let app = App::shared().await;
    let Booked { teacher, id, .. } = app.booked().await;
    let confirmed = patch(&teacher, &id, json!({ "status": "confirmed" }))
        .await
        .expect(200);
    assert_eq!(confirmed.text("booking_id"), id);
    insta::assert_json_snapshot!(confirmed.json(), {
        ".booking_id" => "[id]", ".student_id" => "[id]", ".teacher_id" => "[id]",
        ".start_time" => "[time]", ".end_time" => "[time]", ".created_at" => "[time]",
    }, @r#"
    {
      "booking_id": "[id]",
      "created_at": "[time]",
      "end_time": "[time]",
      "start_time": "[time]",
      "status": "confirmed",
      "student_id": "[id]",
      "teacher_id": "[id]"
    }
    "#);
    assert_eq!(
        teacher
            .get(&format!("/bookings/{id}"))
            .await
            .expect(200)
            .json(),
        confirmed.json()
    );
}

#[tokio::test]
async fn either_side_cancels_and_the_time_is_free_again() {
    let app = App::shared().await;
    for by_teacher in [false, true] {
        let Booked {
            teacher,
            student,
            id,
        } = app.booked().await;
        patch(&teacher, &id, json!({ "status": "confirmed" }))
            .await
            .expect(200);
        let canceller = if by_teacher { &teacher } else { &student };
        let cancelled = patch(canceller, &id, json!({ "status": "cancelled" }))
            .await
            .expect(200);
        assert_eq!(cancelled.text("status"), "cancelled");
        assert_eq!(
            teacher.slots().await,
            [(tomorrow_at("10:00"), tomorrow_at("12:00"), false)]
        );
        student.book(&teacher, "10:00", "11:00").await;
    }
}

#[tokio::test]
async fn a_cancelled_time_joins_the_free_ones_on_both_sides() {
    let app = App::shared().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    teacher.offer("10:00", "12:00").await;
    let middle = student.book(&teacher, "10:30", "11:00").await;
    let last = student.book(&teacher, "11:30", "12:00").await;
    patch(&student, &middle, json!({ "status": "cancelled" }))
        .await
        .expect(200);
    let (ten, half, noon) = (
        tomorrow_at("10:00"),
        tomorrow_at("11:30"),
        tomorrow_at("12:00"),
    );
    assert_eq!(
        teacher.slots().await,
        [
            (ten.clone(), half.clone(), false),
            (half, noon.clone(), true)
        ]
    );
    patch(&student, &last, json!({ "status": "cancelled" }))
        .await
        .expect(200);
    assert_eq!(teacher.slots().await, [(ten, noon, false)]);
}

#[tokio::test]
async fn a_slot_that_was_booked_and_freed_can_be_booked_as_before() {
    let app = App::shared().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    // Together they are longer than a slot may be.
    teacher.offer("00:00", "08:00").await;
    teacher.offer("08:00", "16:00").await;
    let booking = student.book(&teacher, "08:00", "09:00").await;
    patch(&student, &booking, times("08:00", "10:00"))
        .await
        .expect(200);
    patch(&student, &booking, json!({ "status": "cancelled" }))
        .await
        .expect(200);
    let both = [("00:00", "08:00"), ("08:00", "16:00")];
    let free = both.map(|(from, to)| (tomorrow_at(from), tomorrow_at(to), false));
    assert_eq!(teacher.slots().await, free);
}

#[tokio::test]
async fn an_admin_does_everything() {
    let app = App::shared().await;
    let Booked { id, .. } = app.booked().await;
    let admin = app.as_admin();
    patch(&admin, &id, json!({ "status": "confirmed" }))
        .await
        .expect(200);
    patch(&admin, &id, times("11:00", "12:00"))
        .await
        .expect(200);
    patch(&admin, &id, json!({ "status": "cancelled" }))
        .await
        .expect(200);
}

#[tokio::test]
async fn illegal_steps_conflict() {
    let app = App::shared().await;
    let Booked {
        teacher,
        student,
        id,
    } = app.booked().await;
    patch(&teacher, &id, json!({ "status": "confirmed" }))
        .await
        .expect(200);
    patch(&teacher, &id, json!({ "status": "confirmed" }))
        .await
        .assert_refused(409);
    patch(&student, &id, json!({ "status": "cancelled" }))
        .await
        .expect(200);
    for body in [json!({ "status": "cancelled" }), times("11:00", "12:00")] {
        patch(&student, &id, body).await.assert_refused(409);
    }
    patch(&teacher, &id, json!({ "status": "confirmed" }))
        .await
        .assert_refused(409);
}

#[tokio::test]
async fn a_booking_whose_session_is_active_is_not_cancelled() {
    let app = App::shared().await;
    let met = app.met().await;
    patch(
        &met.student,
        &met.booking_id,
        json!({ "status": "cancelled" }),
    )
    .await
    .assert_refused(409);
    let booking = met
        .student
        .get(&format!("/bookings/{}", met.booking_id))
        .await
        .expect(200);
    assert_eq!(booking.text("status"), "pending");
}

#[tokio::test]
async fn a_completed_booking_is_final() {
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
    let id = &opened.booking_id;
    assert_eq!(
        opened
            .student
            .get(&format!("/bookings/{id}"))
            .await
            .expect(200)
            .text("status"),
        "completed"
    );
    patch(&opened.teacher, id, json!({ "status": "confirmed" }))
        .await
        .assert_refused(409);
    patch(&opened.student, id, json!({ "status": "cancelled" }))
        .await
        .assert_refused(409);
    patch(&opened.student, id, times("11:00", "12:00"))
        .await
        .assert_refused(409);
}

#[tokio::test]
async fn nothing_is_cancelled_or_moved_once_it_has_begun() {
    let app = App::start().await;
    let Booked {
        teacher,
        student,
        id,
    } = app.booked().await;
    teacher.offer("15:00", "16:00").await;
    app.set_clock(&tomorrow_at("10:00")).await;
    patch(&student, &id, json!({ "status": "cancelled" }))
        .await
        .assert_refused(409);
    patch(&teacher, &id, json!({ "status": "cancelled" }))
        .await
        .assert_refused(409);
    patch(&student, &id, times("15:00", "16:00"))
        .await
        .assert_refused(409);
    patch(&teacher, &id, json!({ "status": "confirmed" }))
        .await
        .expect(200);
}

#[tokio::test]
async fn every_command_on_a_cancelled_bookings_session_conflicts() {
    let app = App::shared().await;
    let opened = app.opened().await;
    patch(
        &opened.student,
        &opened.booking_id,
        json!({ "status": "cancelled" }),
    )
    .await
    .expect(200);
    let session = json!({ "session_id": opened.id });
    let path = format!("/sessions/{}", opened.id);
    let student = &opened.student;
    student.post("/meetings", session).await.assert_refused(409);
    student
        .put(&path, json!({ "status": "active" }))
        .await
        .assert_refused(409);
    student
        .put(&path, json!({ "notes": [{ "text": "late" }] }))
        .await
        .assert_refused(409);
    student
        .post(&format!("{path}/rating"), json!({ "rating": 5 }))
        .await
        .assert_refused(409);
    student
        .post("/sessions", json!({ "booking_id": opened.booking_id }))
        .await
        .assert_refused(409);
    student.get(&path).await.expect(200);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let Booked { id, .. } = app.booked().await;
    patch(&app.anonymous(), &id, json!({ "status": "cancelled" }))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let Booked { id, student, .. } = app.booked().await;
    for role in ["student", "teacher"] {
        let stranger = app.as_user(&unique_id("stranger"), role);
        patch(&stranger, &id, json!({ "status": "cancelled" }))
            .await
            .assert_refused(403);
        patch(&stranger, &id, times("11:00", "12:00"))
            .await
            .assert_refused(403);
    }
    assert_eq!(
        student
            .get(&format!("/bookings/{id}"))
            .await
            .expect(200)
            .text("status"),
        "pending"
    );
}

#[tokio::test]
async fn only_the_teacher_confirms() {
    let app = App::shared().await;
    let Booked { id, student, .. } = app.booked().await;
    patch(&student, &id, json!({ "status": "confirmed" }))
        .await
        .assert_refused(403);
}

#[tokio::test]
async fn refuses_what_is_not_one_of_the_three() {
    let app = App::shared().await;
    let Booked { id, student, .. } = app.booked().await;
    let both = json!({ "status": "cancelled", "start_time": tomorrow_at("11:00"), "end_time": tomorrow_at("12:00") });
    for (body, field) in [
        (json!({}), "status"),
        (both, "status"),
        (json!({ "status": "done" }), "status"),
        (json!({ "status": 1 }), "status"),
        (json!({ "status": ["cancelled"] }), "status"),
        (json!({ "start_time": tomorrow_at("11:00") }), "end_time"),
        (json!({ "end_time": tomorrow_at("12:00") }), "start_time"),
        (
            json!({ "start_time": "11:00", "end_time": tomorrow_at("12:00") }),
            "start_time",
        ),
        (
            json!({ "start_time": tomorrow_at("11:00"), "end_time": 12 }),
            "end_time",
        ),
    ] {
        patch(&student, &id, body).await.assert_error(400, field);
    }
    assert_eq!(
        student
            .get(&format!("/bookings/{id}"))
            .await
            .expect(200)
            .text("status"),
        "pending"
    );
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("booking")] {
        patch(
            &app.as_student("anybody"),
            id,
            json!({ "status": "cancelled" }),
        )
        .await
        .assert_refused(404);
    }
}
