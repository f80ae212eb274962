//! POST /bookings (what is refused)

use serde_json::{Value, json};
use tests::{App, Offered, from_now, tomorrow, unique_id, with, without};

#[tokio::test]
async fn refuses_fields_that_are_missing() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let good = student.booking(&teacher, "10:00", "11:00");
    for field in ["student_id", "teacher_id", "start_time", "end_time"] {
        student
            .post("/bookings", without(&good, field))
            .await
            .assert_error(400, field);
        student
            .post("/bookings", with(&good, field, Value::Null))
            .await
            .assert_error(400, field);
    }
}

#[tokio::test]
async fn refuses_fields_that_are_wrong() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let good = student.booking(&teacher, "10:00", "11:00");
    for (field, value) in [
        ("student_id", json!(true)),
        ("student_id", json!({})),
        ("student_id", json!("a\u{0}b")),
        ("student_id", json!("a".repeat(129))),
        ("teacher_id", json!(-1)),
        ("teacher_id", json!([])),
        ("teacher_id", json!("")),
        ("teacher_id", json!("a#b")),
        ("start_time", json!(1_800_000_000)),
        ("start_time", json!("tomorrow")),
        ("start_time", json!(format!("{}T10:00:00", tomorrow()))),
        ("start_time", json!(tomorrow().to_string())),
        ("start_time", json!("2026-02-30T10:00:00Z")),
        ("end_time", json!("")),
        ("end_time", json!(format!("{}T11:00:00", tomorrow()))),
        ("end_time", json!({ "at": "11:00" })),
    ] {
        student
            .post("/bookings", with(&good, field, value))
            .await
            .assert_error(400, field);
    }
}

#[tokio::test]
async fn refuses_times_that_make_no_booking() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    for (from, to) in [("11:00", "10:00"), ("10:00", "10:00"), ("10:00", "10:04")] {
        student
            .post("/bookings", student.booking(&teacher, from, to))
            .await
            .assert_error(400, "end_time");
    }
    let past = with(
        &student.booking(&teacher, "10:00", "11:00"),
        "start_time",
        from_now(-60),
    );
    student
        .post("/bookings", past)
        .await
        .assert_error(400, "start_time");
    student.book(&teacher, "10:00", "10:05").await;
}

#[tokio::test]
async fn both_must_have_profiles() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let good = student.booking(&teacher, "10:00", "11:00");
    student
        .post("/bookings", with(&good, "teacher_id", unique_id("nobody")))
        .await
        .assert_refused(404);
    let nobody = unique_id("nobody");
    app.as_student(&nobody)
        .post("/bookings", with(&good, "student_id", nobody.as_str()))
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn both_must_have_the_right_roles() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let (other_teacher, other_student) = (app.teacher().await, app.student().await);
    let good = student.booking(&teacher, "10:00", "11:00");
    let wrong = with(&good, "teacher_id", other_student.id.as_str());
    student
        .post("/bookings", wrong)
        .await
        .assert_error(400, "teacher_id");
    let wrong = with(&good, "student_id", other_teacher.id.as_str());
    app.as_admin()
        .post("/bookings", wrong)
        .await
        .assert_error(400, "student_id");
}

#[tokio::test]
async fn refuses_time_that_is_not_free() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    teacher.offer("12:00", "13:00").await;
    let other = app.student().await;
    other.book(&teacher, "10:30", "11:00").await;
    for (from, to, why) in [
        ("08:00", "09:00", "never offered"),
        ("09:30", "10:15", "starts before the slot"),
        ("11:30", "12:30", "spans two slots"),
        ("12:30", "13:30", "ends after the slot"),
        ("10:30", "11:00", "booked"),
        ("10:15", "10:45", "overlaps what is booked"),
        ("10:00", "12:00", "contains what is booked"),
    ] {
        let refused = student
            .post("/bookings", student.booking(&teacher, from, to))
            .await;
        assert_eq!(refused.status(), 409, "{why}: {refused}");
        refused.assert_refused(409);
    }
    let own = format!("/bookings?student_id={}", student.id);
    assert!(student.get(&own).await.expect(200).list().is_empty());
}

#[tokio::test]
async fn a_student_is_in_one_place_at_a_time() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let second = app.teacher().await;
    second.offer("10:00", "12:00").await;
    student.book(&teacher, "10:00", "11:00").await;
    student
        .post("/bookings", student.booking(&second, "10:30", "11:30"))
        .await
        .assert_refused(409);
    assert_eq!(second.slots().await.len(), 1);
    student.book(&second, "11:00", "12:00").await;
}
