//! PATCH /bookings/{booking_id} (another time)

use serde_json::json;
use tests::{App, Booked, from_now, tomorrow, tomorrow_at};

use super::patch_booking::{patch, times};

#[tokio::test]
async fn a_students_move_is_to_be_confirmed_again() {
    let app = App::shared().await;
    let Booked {
        teacher,
        student,
        id,
    } = app.booked().await;
    patch(&teacher, &id, json!({ "status": "confirmed" }))
        .await
        .expect(200);
    let moved = patch(&student, &id, times("10:30", "11:30"))
        .await
        .expect(200);
    assert_eq!(moved.text("status"), "pending");
    assert_eq!(
        (moved.text("start_time"), moved.text("end_time")),
        (tomorrow_at("10:30"), tomorrow_at("11:30"))
    );
    let expected = [
        ("10:00", "10:30", false),
        ("10:30", "11:30", true),
        ("11:30", "12:00", false),
    ];
    assert_eq!(
        teacher.slots().await,
        expected.map(|(from, to, booked)| (tomorrow_at(from), tomorrow_at(to), booked))
    );
}

#[tokio::test]
async fn a_teachers_move_keeps_the_status() {
    let app = App::shared().await;
    let Booked { teacher, id, .. } = app.booked().await;
    patch(&teacher, &id, json!({ "status": "confirmed" }))
        .await
        .expect(200);
    let moved = patch(&teacher, &id, times("11:00", "12:00"))
        .await
        .expect(200);
    assert_eq!(moved.text("status"), "confirmed");
    let expected = [("10:00", "11:00", false), ("11:00", "12:00", true)];
    assert_eq!(
        teacher.slots().await,
        expected.map(|(from, to, booked)| (tomorrow_at(from), tomorrow_at(to), booked))
    );
}

#[tokio::test]
async fn moves_to_another_day_with_the_session() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let day = tomorrow().tomorrow().expect("a day");
    let (from, to) = (format!("{day}T14:00:00Z"), format!("{day}T15:00:00Z"));
    let slot = json!({ "teacher_id": opened.teacher.id, "start_time": from, "end_time": to });
    opened
        .teacher
        .post("/availability", slot)
        .await
        .expect_success();
    let body = json!({ "start_time": from, "end_time": to });
    patch(&opened.student, &opened.booking_id, body)
        .await
        .expect(200);
    let session = opened
        .student
        .get(&format!("/sessions/{}", opened.id))
        .await
        .expect(200);
    assert_eq!(
        (session.text("start_time"), session.text("end_time")),
        (from.clone(), to.clone())
    );
    let expected = [
        (tomorrow_at("10:00"), tomorrow_at("12:00"), false),
        (from, to, true),
    ];
    assert_eq!(opened.teacher.slots().await, expected);
}

#[tokio::test]
async fn a_moved_booking_is_found_at_its_new_time() {
    let app = App::shared().await;
    let Booked { student, id, .. } = app.booked().await;
    patch(&student, &id, times("11:00", "12:00"))
        .await
        .expect(200);
    let list = student
        .get(&format!("/bookings?student_id={}", student.id))
        .await
        .expect(200)
        .list();
    assert_eq!(list.len(), 1);
    assert_eq!(list[0]["start_time"], tomorrow_at("11:00"));
}

#[tokio::test]
async fn a_move_obeys_the_rules_of_a_new_booking() {
    let app = App::shared().await;
    let Booked {
        teacher,
        student,
        id,
    } = app.booked().await;
    let other = app.student().await;
    other.book(&teacher, "11:00", "11:30").await;
    let second = app.teacher().await;
    second.offer("11:30", "12:00").await;
    student.book(&second, "11:30", "12:00").await;
    for (from, to, why) in [
        ("08:00", "09:00", "not offered"),
        ("10:30", "11:30", "booked by another"),
        ("11:30", "12:00", "the student is elsewhere"),
    ] {
        let refused = patch(&student, &id, times(from, to)).await;
        assert_eq!(refused.status(), 409, "{why}: {refused}");
        refused.assert_refused(409);
    }
    let unchanged = student.get(&format!("/bookings/{id}")).await.expect(200);
    assert_eq!(unchanged.text("start_time"), tomorrow_at("10:00"));
    patch(&student, &id, times("10:00", "10:04"))
        .await
        .assert_error(400, "end_time");
    patch(&student, &id, times("11:00", "10:00"))
        .await
        .assert_error(400, "end_time");
    let past = json!({ "start_time": from_now(-3_600), "end_time": from_now(3_600) });
    patch(&student, &id, past)
        .await
        .assert_error(400, "start_time");
}
