//! POST /sessions/{id}/rating

use serde_json::{Value, json};
use tests::{Answer, App, Caller, Opened, Person, unique_id};

async fn rate(caller: &Caller, id: &str, body: Value) -> Answer {
    caller.post(&format!("/sessions/{id}/rating"), body).await
}

async fn complete(teacher: &Person, id: &str) {
    for status in ["active", "completed"] {
        teacher
            .put(&format!("/sessions/{id}"), json!({ "status": status }))
            .await
            .expect(200);
    }
}

async fn completed(app: &App) -> Opened {
    let opened = app.opened().await;
    complete(&opened.teacher, &opened.id).await;
    opened
}

async fn rating_of(teacher: &Person) -> (f64, u64) {
    let path = format!("/profiles?user_id={}", teacher.id);
    let profile = teacher.get(&path).await.expect(200).json()["profile"].clone();
    (
        profile["rating"].as_f64().expect("a number"),
        profile["rating_count"].as_u64().expect("a count"),
    )
}

#[tokio::test]
async fn the_student_rates_a_completed_session() {
    let app = App::shared().await;
    let opened = completed(&app).await;
    let body = json!({ "rating": 4, "comment": "Clear and kind." });
    let rated = rate(&opened.student, &opened.id, body).await.expect(201);
    insta::assert_json_snapshot!(rated.json(), { ".message" => "[message]", ".session_id" => "[id]" }, @r#"
    {
      "comment": "Clear and kind.",
      "message": "[message]",
      "rating": 4,
      "session_id": "[id]"
    }
    "#);
    assert_eq!(rating_of(&opened.teacher).await, (4.0, 1));
}

#[tokio::test]
async fn the_teachers_rating_is_the_mean_to_two_decimals() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    teacher.offer("10:00", "13:00").await;
    for (from, to, rating) in [
        ("10:00", "11:00", 5),
        ("11:00", "12:00", 4),
        ("12:00", "13:00", 4),
    ] {
        let student = app.student().await;
        let booking = student.book(&teacher, from, to).await;
        let id = student
            .post("/sessions", json!({ "booking_id": booking }))
            .await
            .expect(201)
            .text("session_id");
        complete(&teacher, &id).await;
        rate(&student, &id, json!({ "rating": rating }))
            .await
            .expect(201);
    }
    assert_eq!(rating_of(&teacher).await, (4.33, 3));
}

#[tokio::test]
async fn one_rates_once() {
    let app = App::shared().await;
    let opened = completed(&app).await;
    rate(&opened.student, &opened.id, json!({ "rating": 5 }))
        .await
        .expect(201);
    for rating in [5, 1] {
        rate(&opened.student, &opened.id, json!({ "rating": rating }))
            .await
            .assert_refused(409);
    }
    assert_eq!(rating_of(&opened.teacher).await, (5.0, 1));
}

#[tokio::test]
async fn it_must_be_completed() {
    let app = App::shared().await;
    let opened = app.opened().await;
    rate(&opened.student, &opened.id, json!({ "rating": 5 }))
        .await
        .assert_refused(409);
    opened
        .teacher
        .put(
            &format!("/sessions/{}", opened.id),
            json!({ "status": "active" }),
        )
        .await
        .expect(200);
    rate(&opened.student, &opened.id, json!({ "rating": 5 }))
        .await
        .assert_refused(409);
    assert_eq!(rating_of(&opened.teacher).await, (0.0, 0));
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let opened = completed(&app).await;
    rate(&app.anonymous(), &opened.id, json!({ "rating": 5 }))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_its_student_alone() {
    let app = App::shared().await;
    let opened = completed(&app).await;
    rate(&opened.teacher, &opened.id, json!({ "rating": 5 }))
        .await
        .assert_refused(403);
    let stranger = app.as_student(&unique_id("stranger"));
    rate(&stranger, &opened.id, json!({ "rating": 1 }))
        .await
        .assert_refused(403);
    assert_eq!(rating_of(&opened.teacher).await, (0.0, 0));
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let opened = completed(&app).await;
    for (field, body) in [
        ("rating", json!({})),
        ("rating", json!({ "rating": null })),
        ("rating", json!({ "rating": 0 })),
        ("rating", json!({ "rating": 6 })),
        ("rating", json!({ "rating": -1 })),
        ("rating", json!({ "rating": 4.5 })),
        ("rating", json!({ "rating": 1e300 })),
        ("rating", json!({ "rating": "5" })),
        ("rating", json!({ "rating": true })),
        ("comment", json!({ "rating": 5, "comment": 1 })),
        ("comment", json!({ "rating": 5, "comment": "a\u{0}b" })),
        (
            "comment",
            json!({ "rating": 5, "comment": "c".repeat(10_001) }),
        ),
    ] {
        rate(&opened.student, &opened.id, body)
            .await
            .assert_error(400, field);
    }
    assert_eq!(rating_of(&opened.teacher).await, (0.0, 0));
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("session")] {
        rate(&app.as_student("anybody"), id, json!({ "rating": 5 }))
            .await
            .assert_refused(404);
    }
}
