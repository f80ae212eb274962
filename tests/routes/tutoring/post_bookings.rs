//! POST /bookings

use serde_json::json;
use tests::{App, Offered, tomorrow, tomorrow_at, with};

#[tokio::test]
async fn books_inside_a_free_slot() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let booked = student
        .post("/bookings", student.booking(&teacher, "10:00", "11:00"))
        .await
        .expect(201);
    insta::assert_json_snapshot!(booked.json(), { ".booking_id" => "[id]" }, @r#"
    {
      "booking_id": "[id]",
      "message": "Booking created successfully"
    }
    "#);
    let path = format!("/bookings/{}", booked.text("booking_id"));
    assert_eq!(
        student.get(&path).await.expect(200).json()["status"],
        "pending"
    );
}

#[tokio::test]
async fn splits_the_slot() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    student.book(&teacher, "10:30", "11:15").await;
    let expected = [
        ("10:00", "10:30", false),
        ("10:30", "11:15", true),
        ("11:15", "12:00", false),
    ];
    assert_eq!(
        teacher.slots().await,
        expected.map(|(from, to, booked)| (tomorrow_at(from), tomorrow_at(to), booked))
    );
}

#[tokio::test]
async fn takes_a_whole_slot() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    student.book(&teacher, "10:00", "12:00").await;
    assert_eq!(
        teacher.slots().await,
        [(tomorrow_at("10:00"), tomorrow_at("12:00"), true)]
    );
}

#[tokio::test]
async fn what_is_left_can_be_booked_again() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let other = app.student().await;
    student.book(&teacher, "10:30", "11:00").await;
    other.book(&teacher, "10:00", "10:30").await;
    student.book(&teacher, "11:00", "12:00").await;
    assert!(teacher.slots().await.iter().all(|(_, _, booked)| *booked));
}

#[tokio::test]
async fn takes_any_offset_and_answers_in_utc() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = with(
        &student.booking(&teacher, "10:00", "11:00"),
        "start_time",
        format!("{}T12:00:00+02:00", tomorrow()),
    );
    let body = with(&body, "end_time", format!("{}T06:00:00-05:00", tomorrow()));
    let id = student
        .post("/bookings", body)
        .await
        .expect(201)
        .text("booking_id");
    let booking = student
        .get(&format!("/bookings/{id}"))
        .await
        .expect(200)
        .json();
    assert_eq!(booking["start_time"], tomorrow_at("10:00"));
    assert_eq!(booking["end_time"], tomorrow_at("11:00"));
}

#[tokio::test]
async fn user_ids_may_be_numbers() {
    let app = App::shared().await;
    let number = fastrand::u64(1_000_000_000..1 << 53);
    let id = number.to_string();
    let student = app.as_student(&id);
    let profile =
        json!({ "user_id": number, "role": "student", "profile_data": { "name": "Num Ber" } });
    student.post("/profiles", profile).await.expect(201);
    let Offered {
        teacher,
        student: other,
        ..
    } = app.offered().await;
    let body = with(
        &other.booking(&teacher, "10:00", "11:00"),
        "student_id",
        number,
    );
    let booking = student
        .post("/bookings", body)
        .await
        .expect(201)
        .text("booking_id");
    let shown = student
        .get(&format!("/bookings/{booking}"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        shown["student_id"],
        id.as_str(),
        "a string here: numbers are for seeds 000 and 002"
    );
}

#[tokio::test]
async fn an_admin_books_for_a_student() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    app.as_admin()
        .post("/bookings", student.booking(&teacher, "10:00", "11:00"))
        .await
        .expect(201);
    let own = format!("/bookings?student_id={}", student.id);
    assert_eq!(student.get(&own).await.expect(200).list().len(), 1);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .post("/bookings", json!({}))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_students_alone() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = student.booking(&teacher, "10:00", "11:00");
    teacher
        .post("/bookings", body.clone())
        .await
        .assert_refused(403);
    app.as_user(&student.id, "doctor")
        .post("/bookings", body)
        .await
        .assert_refused(403);
    assert_eq!(teacher.slots().await.len(), 1);
}

#[tokio::test]
async fn is_for_oneself_alone() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let other = app.student().await;
    other
        .post("/bookings", student.booking(&teacher, "10:00", "11:00"))
        .await
        .assert_refused(403);
    assert_eq!(teacher.slots().await.len(), 1);
}

#[tokio::test]
async fn a_booking_may_cross_midnight() {
    let app = App::shared().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let next = tomorrow().tomorrow().expect("a day");
    let (from, to) = (tomorrow_at("23:00"), format!("{next}T01:00:00Z"));
    let slot = json!({ "teacher_id": teacher.id, "start_time": from, "end_time": to });
    teacher.post("/availability", slot).await.expect_success();
    let second = app.teacher().await;
    let slot = json!({ "teacher_id": second.id, "start_time": from, "end_time": to });
    second.post("/availability", slot).await.expect_success();

    let body = with(
        &student.booking(&teacher, "23:30", "23:30"),
        "end_time",
        format!("{next}T00:30:00Z"),
    );
    student.post("/bookings", body.clone()).await.expect(201);
    let clash = with(&body, "teacher_id", second.id.as_str());
    let clash = with(&clash, "start_time", format!("{next}T00:15:00Z"));
    student.post("/bookings", clash).await.assert_refused(409);
    let flags: Vec<_> = teacher
        .slots()
        .await
        .into_iter()
        .map(|(_, _, booked)| booked)
        .collect();
    assert_eq!(flags, [false, true, false]);
}
