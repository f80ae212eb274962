//! POST /sessions

use serde_json::{Value, json};
use tests::{App, Booked, unique_id};

#[tokio::test]
async fn opens_a_session_for_a_booking() {
    let app = App::shared().await;
    let Booked { student, id, .. } = app.booked().await;
    let made = student
        .post("/sessions", json!({ "booking_id": id }))
        .await
        .expect(201);
    insta::assert_json_snapshot!(made.json(), { ".session_id" => "[id]" }, @r#"
    {
      "message": "Session created successfully",
      "session_id": "[id]"
    }
    "#);
}

#[tokio::test]
async fn there_is_one_for_each_booking() {
    let app = App::shared().await;
    let Booked {
        student,
        teacher,
        id,
    } = app.booked().await;
    let body = json!({ "booking_id": id });
    let first = student
        .post("/sessions", body.clone())
        .await
        .expect(201)
        .text("session_id");
    for caller in [&*student, &*teacher, &app.as_admin()] {
        assert_eq!(
            caller
                .post("/sessions", body.clone())
                .await
                .expect(200)
                .text("session_id"),
            first
        );
    }
}

#[tokio::test]
async fn a_confirmed_booking_will_do() {
    let app = App::shared().await;
    let Booked { teacher, id, .. } = app.booked().await;
    teacher
        .patch(&format!("/bookings/{id}"), json!({ "status": "confirmed" }))
        .await
        .expect(200);
    teacher
        .post("/sessions", json!({ "booking_id": id }))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_cancelled_booking_conflicts() {
    let app = App::shared().await;
    let Booked { student, id, .. } = app.booked().await;
    student
        .patch(&format!("/bookings/{id}"), json!({ "status": "cancelled" }))
        .await
        .expect(200);
    student
        .post("/sessions", json!({ "booking_id": id }))
        .await
        .assert_refused(409);
    student
        .get(&format!("/bookings/{id}/session"))
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .post("/sessions", json!({ "booking_id": "x" }))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let Booked { student, id, .. } = app.booked().await;
    for role in ["student", "teacher"] {
        let stranger = app.as_user(&unique_id("stranger"), role);
        stranger
            .post("/sessions", json!({ "booking_id": id }))
            .await
            .assert_refused(403);
    }
    student
        .get(&format!("/bookings/{id}/session"))
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn refuses_a_booking_id_that_is_missing_or_wrong() {
    let app = App::shared().await;
    let student = app.student().await;
    for body in [
        json!({}),
        json!({ "booking_id": Value::Null }),
        json!({ "booking_id": 1 }),
        json!({ "booking_id": true }),
        json!({ "booking_id": ["x"] }),
    ] {
        student
            .post("/sessions", body)
            .await
            .assert_error(400, "booking_id");
    }
}

#[tokio::test]
async fn an_unknown_booking_is_not_found() {
    let app = App::shared().await;
    let Booked { student, id, .. } = app.booked().await;
    let unknown: String = id.chars().rev().collect();
    let unknown = format!("{}{}", &id[..id.len() - 8], &unknown[..8]);
    student
        .post("/sessions", json!({ "booking_id": unknown }))
        .await
        .assert_refused(404);
}
