//! GET /bookings

use serde_json::{Value, json};
use tests::{App, Caller, Person, tomorrow_at};

async fn starts(caller: &Caller, query: &str) -> Vec<String> {
    let list = caller
        .get(&format!("/bookings?{query}"))
        .await
        .expect(200)
        .list();
    list.iter()
        .map(|booking| booking["start_time"].as_str().expect("a time").to_owned())
        .collect()
}

/// A teacher, and a student with bookings at 10:00, 11:00 and 12:00.
async fn three_bookings(app: &App) -> (Person, Person) {
    let (teacher, student) = (app.teacher().await, app.student().await);
    teacher.offer("10:00", "13:00").await;
    for (from, to) in [("11:00", "11:30"), ("10:00", "10:30"), ("12:00", "12:30")] {
        student.book(&teacher, from, to).await;
    }
    (teacher, student)
}

#[tokio::test]
async fn shows_ones_own() {
    let app = App::shared().await;
    let booked = app.booked().await;
    for (person, side) in [(&booked.student, "student"), (&booked.teacher, "teacher")] {
        let list = person
            .get(&format!("/bookings?{side}_id={}", person.id))
            .await
            .expect(200)
            .json();
        assert_eq!(list[0]["booking_id"], booked.id.as_str());
        assert_eq!(list[0]["student_id"], booked.student.id.as_str());
        assert_eq!(list[0]["teacher_id"], booked.teacher.id.as_str());
        assert_eq!(list[0]["start_time"], tomorrow_at("10:00"));
        assert_eq!(list[0]["end_time"], tomorrow_at("11:00"));
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(list, {
                "[].booking_id" => "[id]", "[].student_id" => "[id]", "[].teacher_id" => "[id]",
                "[].start_time" => "[time]", "[].end_time" => "[time]", "[].created_at" => "[time]" }, @r#"
            [
              {
                "booking_id": "[id]",
                "created_at": "[time]",
                "end_time": "[time]",
                "start_time": "[time]",
                "status": "pending",
                "student_id": "[id]",
                "teacher_id": "[id]"
              }
            ]
            "#);
        }
    }
}

#[tokio::test]
async fn the_newest_start_comes_first() {
    let app = App::shared().await;
    let (teacher, student) = three_bookings(&app).await;
    let expected = [
        tomorrow_at("12:00"),
        tomorrow_at("11:00"),
        tomorrow_at("10:00"),
    ];
    assert_eq!(
        starts(&student, &format!("student_id={}", student.id)).await,
        expected
    );
    assert_eq!(
        starts(&teacher, &format!("teacher_id={}", teacher.id)).await,
        expected
    );
}

#[tokio::test]
async fn nothing_booked_is_an_empty_list() {
    let app = App::shared().await;
    let student = app.student().await;
    assert_eq!(
        student
            .get(&format!("/bookings?student_id={}", student.id))
            .await
            .expect(200)
            .json(),
        json!([])
    );
}

#[tokio::test]
async fn the_other_side_may_be_named() {
    let app = App::shared().await;
    let (teacher, student) = three_bookings(&app).await;
    let (other_teacher, other_student) = (app.teacher().await, app.student().await);
    other_teacher.offer("14:00", "16:00").await;
    student.book(&other_teacher, "14:00", "15:00").await;
    other_student.book(&other_teacher, "15:00", "16:00").await;

    let at_two = [tomorrow_at("14:00")];
    assert_eq!(
        starts(&student, &format!("teacher_id={}", other_teacher.id)).await,
        at_two
    );
    assert_eq!(
        starts(&other_teacher, &format!("student_id={}", student.id)).await,
        at_two
    );
    let both = format!("student_id={}&teacher_id={}", student.id, other_teacher.id);
    for caller in [&*student, &*other_teacher, &app.as_admin()] {
        assert_eq!(starts(caller, &both).await, at_two);
    }
    assert_eq!(
        starts(&student, &format!("teacher_id={}", teacher.id))
            .await
            .len(),
        3
    );
}

#[tokio::test]
async fn an_admin_sees_anybodys() {
    let app = App::shared().await;
    let (teacher, student) = three_bookings(&app).await;
    assert_eq!(
        starts(&app.as_admin(), &format!("student_id={}", student.id))
            .await
            .len(),
        3
    );
    assert_eq!(
        starts(&app.as_admin(), &format!("teacher_id={}", teacher.id))
            .await
            .len(),
        3
    );
}

#[tokio::test]
async fn filters_by_status() {
    let app = App::shared().await;
    let (teacher, student) = three_bookings(&app).await;
    let own = format!("student_id={}", student.id);
    let all = student
        .get(&format!("/bookings?{own}"))
        .await
        .expect(200)
        .list();
    let path = |booking: &Value| {
        format!(
            "/bookings/{}",
            booking["booking_id"].as_str().expect("an id")
        )
    };
    teacher
        .patch(&path(&all[0]), json!({ "status": "confirmed" }))
        .await
        .expect(200);
    student
        .patch(&path(&all[1]), json!({ "status": "cancelled" }))
        .await
        .expect(200);
    for (status, start) in [
        ("confirmed", "12:00"),
        ("cancelled", "11:00"),
        ("pending", "10:00"),
    ] {
        assert_eq!(
            starts(&student, &format!("{own}&status={status}")).await,
            [tomorrow_at(start)],
            "{status}"
        );
    }
    assert!(
        starts(&student, &format!("{own}&status=completed"))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn filters_by_time() {
    let app = App::shared().await;
    let (_, student) = three_bookings(&app).await;
    let own = format!("student_id={}", student.id);
    let (early, late) = (tomorrow_at("10:45"), tomorrow_at("11:45"));
    let (ten, eleven, twelve) = (
        tomorrow_at("10:00"),
        tomorrow_at("11:00"),
        tomorrow_at("12:00"),
    );
    assert_eq!(
        starts(&student, &format!("{own}&from={early}")).await,
        [twelve, eleven.clone()]
    );
    assert_eq!(starts(&student, &format!("{own}&to={early}")).await, [ten]);
    assert_eq!(
        starts(&student, &format!("{own}&from={early}&to={late}")).await,
        [eleven]
    );
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .get("/bookings?student_id=somebody")
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn refuses_other_peoples() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    student
        .get(&format!("/bookings?student_id={}", booked.student.id))
        .await
        .assert_refused(403);
    teacher
        .get(&format!("/bookings?teacher_id={}", booked.teacher.id))
        .await
        .assert_refused(403);
    let both = format!(
        "/bookings?student_id={}&teacher_id={}",
        booked.student.id, booked.teacher.id
    );
    student.get(&both).await.assert_refused(403);
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    let student = app.student().await;
    student.get("/bookings").await.assert_refused(400);
    let own = format!("student_id={}", student.id);
    for (field, query) in [
        ("student_id", "student_id=a%20b"),
        ("student_id", "student_id="),
        ("teacher_id", "teacher_id=%01"),
        ("status", &format!("{own}&status=done")),
        ("from", &format!("{own}&from=yesterday")),
        ("from", &format!("{own}&from=2026-01-01T00:00:00")),
        ("to", &format!("{own}&to=2026-01-01")),
        ("limit", &format!("{own}&limit=0")),
        ("limit", &format!("{own}&limit=ten")),
        ("cursor", &format!("{own}&cursor=nonsense")),
    ] {
        student
            .get(&format!("/bookings?{query}"))
            .await
            .assert_error(400, field);
    }
}
