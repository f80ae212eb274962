//! POST /availability

use serde_json::{Value, json};
use tests::{App, Person, from_now, tomorrow, tomorrow_at, unique_id, with, without};

fn slot(teacher: &Person, from: &str, to: &str) -> Value {
    json!({ "teacher_id": teacher.id, "start_time": tomorrow_at(from), "end_time": tomorrow_at(to) })
}

#[tokio::test]
async fn makes_a_slot() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let made = teacher
        .post("/availability", slot(&teacher, "10:00", "12:00"))
        .await
        .expect(201);
    insta::assert_json_snapshot!(made.json(), { ".id" => "[id]" }, @r#"
    {
      "id": "[id]",
      "message": "Availability slot created successfully"
    }
    "#);
    assert_eq!(
        teacher.slots().await,
        [(tomorrow_at("10:00"), tomorrow_at("12:00"), false)]
    );
}

#[tokio::test]
async fn slots_may_touch_and_teachers_do_not_share_time() {
    let app = App::shared().await;
    let (teacher, other) = (app.teacher().await, app.teacher().await);
    teacher.offer("10:00", "11:00").await;
    teacher.offer("11:00", "12:00").await;
    teacher.offer("09:00", "10:00").await;
    other.offer("10:00", "11:00").await;
    assert_eq!(teacher.slots().await.len(), 3);
}

#[tokio::test]
async fn lasts_5_minutes_to_12_hours() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    teacher.offer("01:00", "01:05").await;
    teacher.offer("02:00", "14:00").await;
    for (from, to) in [("15:00", "15:04"), ("15:00", "15:00"), ("16:00", "15:00")] {
        teacher
            .post("/availability", slot(&teacher, from, to))
            .await
            .assert_error(400, "end_time");
    }
    let next = tomorrow().tomorrow().expect("a day");
    let long = with(
        &slot(&teacher, "15:00", "15:00"),
        "end_time",
        format!("{next}T03:00:01Z"),
    );
    teacher
        .post("/availability", long)
        .await
        .assert_error(400, "end_time");
}

#[tokio::test]
async fn is_in_the_future() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let past = json!({ "teacher_id": teacher.id, "start_time": from_now(-7_200), "end_time": from_now(-3_600) });
    teacher
        .post("/availability", past)
        .await
        .assert_error(400, "start_time");
    let begun = json!({ "teacher_id": teacher.id, "start_time": from_now(-60), "end_time": from_now(3_600) });
    teacher
        .post("/availability", begun)
        .await
        .assert_error(400, "start_time");
}

#[tokio::test]
async fn may_be_at_the_end_of_time() {
    let app = App::shared().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let (start, end) = ("9999-12-30T20:00:00Z", "9999-12-30T22:00:00Z");
    let last = json!({ "teacher_id": teacher.id, "start_time": start, "end_time": end });
    teacher.post("/availability", last).await.expect(201);
    let booking = json!({ "student_id": student.id, "teacher_id": teacher.id, "start_time": start, "end_time": end });
    student.post("/bookings", booking).await.expect(201);
}

#[tokio::test]
async fn one_that_overlaps_another_conflicts() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    teacher.offer("10:00", "12:00").await;
    for (from, to) in [
        ("10:00", "12:00"),
        ("09:00", "10:01"),
        ("11:59", "13:00"),
        ("10:30", "11:00"),
        ("09:00", "13:00"),
    ] {
        teacher
            .post("/availability", slot(&teacher, from, to))
            .await
            .assert_refused(409);
    }
    let student = app.student().await;
    student.book(&teacher, "10:00", "11:00").await;
    teacher
        .post("/availability", slot(&teacher, "10:15", "10:45"))
        .await
        .assert_refused(409);
    assert_eq!(teacher.slots().await.len(), 2);
}

#[tokio::test]
async fn one_over_midnight_overlaps_on_both_days() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let next = tomorrow().tomorrow().expect("a day");
    let over = with(
        &slot(&teacher, "23:00", "23:00"),
        "end_time",
        format!("{next}T02:00:00Z"),
    );
    teacher.post("/availability", over).await.expect_success();
    let clash = json!({
        "teacher_id": teacher.id,
        "start_time": format!("{next}T01:00:00Z"),
        "end_time": format!("{next}T03:00:00Z"),
    });
    teacher
        .post("/availability", clash)
        .await
        .assert_refused(409);
    assert_eq!(
        teacher.slots().await,
        [(tomorrow_at("23:00"), format!("{next}T02:00:00Z"), false)]
    );
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .post("/availability", json!({}))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_teachers_alone() {
    let app = App::shared().await;
    let student = app.student().await;
    student
        .post("/availability", slot(&student, "10:00", "12:00"))
        .await
        .assert_refused(403);
}

#[tokio::test]
async fn is_for_oneself_alone() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let other = app.as_teacher(&unique_id("teacher"));
    other
        .post("/availability", slot(&teacher, "10:00", "12:00"))
        .await
        .assert_refused(403);
    assert!(teacher.slots().await.is_empty());
}

#[tokio::test]
async fn an_admin_makes_anybodys() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    app.as_admin()
        .post("/availability", slot(&teacher, "10:00", "12:00"))
        .await
        .expect_success();
    assert_eq!(teacher.slots().await.len(), 1);
}

#[tokio::test]
async fn refuses_fields_that_are_missing_or_wrong() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let good = slot(&teacher, "10:00", "12:00");
    for field in ["teacher_id", "start_time", "end_time"] {
        teacher
            .post("/availability", without(&good, field))
            .await
            .assert_error(400, field);
    }
    for (field, value) in [
        ("teacher_id", json!(null)),
        ("teacher_id", json!(false)),
        ("teacher_id", json!("a b")),
        ("teacher_id", json!("a\u{1}b")),
        ("start_time", json!(null)),
        ("start_time", json!(12)),
        ("start_time", json!("10:00")),
        ("start_time", json!("2030-01-01T10:00:00")),
        ("start_time", json!("2030-01-01T10:00:00,5Z")),
        ("start_time", json!("2030-01-01T10:00:00+24:00")),
        ("end_time", json!([])),
        ("end_time", json!("later")),
    ] {
        teacher
            .post("/availability", with(&good, field, value))
            .await
            .assert_error(400, field);
    }
    assert!(teacher.slots().await.is_empty());
}
