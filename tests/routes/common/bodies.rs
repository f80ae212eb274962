use http::Method;
use serde_json::json;
use tests::{App, Caller, tomorrow_at, unique_id};

const LIMIT: usize = 256 * 1024;

async fn profile_of(caller: &Caller, id: &str, bytes: usize) -> tests::Answer {
    let body = json!({ "user_id": id, "role": "student", "profile_data": { "name": "Stu Dent" } })
        .to_string();
    let padding = " ".repeat(bytes - body.len());
    caller
        .call(Method::POST, "/profiles")
        .body("application/json", format!("{body}{padding}"))
        .await
}

#[tokio::test]
async fn has_at_most_256_kib() {
    let app = App::shared().await;
    let id = unique_id("student");
    let student = app.as_student(&id);
    profile_of(&student, &id, LIMIT + 1)
        .await
        .assert_refused(413);
    student
        .get(&format!("/profiles?user_id={id}"))
        .await
        .assert_refused(404);
    profile_of(&student, &id, LIMIT).await.expect(201);
    profile_of(&student, &id, 4 * LIMIT)
        .await
        .assert_refused(413);
}

#[tokio::test]
async fn is_json() {
    let app = App::shared().await;
    let id = unique_id("student");
    let student = app.as_student(&id);
    let body = json!({ "user_id": id, "role": "student", "profile_data": { "name": "Stu Dent" } })
        .to_string();
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/json",
        "application/jsonx",
        "json",
        "",
    ] {
        student
            .call(Method::POST, "/profiles")
            .body(content_type, body.clone())
            .await
            .assert_refused(415);
    }
    let call = student
        .call(Method::POST, "/profiles")
        .body("application/json; charset=utf-8", body.clone());
    call.await.expect(201);
    student
        .call(Method::POST, "/profiles")
        .body("Application/JSON", body)
        .await
        .expect(200);
}

#[tokio::test]
async fn broken_json_is_refused() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    for body in [
        "{",
        "{}}",
        "",
        " ",
        "nonsense",
        "[1",
        "\"text\"",
        "[]",
        "1",
        "null",
        "{\"a\":1,}",
        "{'a':1}",
        "\u{feff}{}",
    ] {
        student
            .call(Method::POST, "/sessions")
            .body("application/json", body)
            .await
            .assert_refused(400);
    }
    let invalid = b"{\"booking_id\":\"\xff\xfe\"}".to_vec();
    student
        .call(Method::POST, "/sessions")
        .body("application/json", invalid)
        .await
        .assert_refused(400);
    let deep = "[".repeat(100_000);
    student
        .call(Method::POST, "/sessions")
        .body("application/json", deep)
        .await
        .assert_refused(400);
    let deep = format!(
        "{{\"booking_id\":{}{}}}",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    student
        .call(Method::POST, "/sessions")
        .body("application/json", deep)
        .await
        .assert_refused(400);
}

#[tokio::test]
async fn no_body_where_one_is_needed_is_refused() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    for path in [
        "/bookings",
        "/profiles",
        "/sessions",
        "/meetings",
        "/attendees",
        "/presigned-url",
    ] {
        student.call(Method::POST, path).await.assert_refused(400);
    }
    app.as_teacher("anybody")
        .call(Method::POST, "/availability")
        .await
        .assert_refused(400);
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let app = App::shared().await;
    let offered = app.offered().await;
    let body = json!({
        "student_id": offered.student.id,
        "teacher_id": offered.teacher.id,
        "start_time": tomorrow_at("10:00"),
        "end_time": tomorrow_at("11:00"),
        "status": "confirmed",
        "is_admin": true,
        "__proto__": { "role": "admin" },
        "deep": [[[{ "a": null }]]],
    });
    let id = offered
        .student
        .post("/bookings", body)
        .await
        .expect(201)
        .text("booking_id");
    let booking = offered
        .student
        .get(&format!("/bookings/{id}"))
        .await
        .expect(200);
    assert_eq!(booking.text("status"), "pending");
}

#[tokio::test]
async fn errors_show_nothing_from_inside() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    for body in ["{", "{\"booking_id\":1}", "[]"] {
        let refused = student
            .call(Method::POST, "/sessions")
            .body("application/json", body)
            .await
            .expect(400);
        let message = refused.text("message").to_lowercase();
        for inside in [
            "serde", "rust", "axum", "::", "struct", "panicked", "dynamo", "/src/",
        ] {
            assert!(!message.contains(inside), "{refused}");
        }
    }
}
