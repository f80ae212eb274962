use http::Method;
use serde_json::{Value, json};
use tests::{App, tomorrow_at, unique_id};

/// Wrong in every way that a body can be.
fn hopeless() -> Vec<u8> {
    vec![b'{'; 300 * 1024]
}

#[tokio::test]
async fn paths_and_methods_come_before_tokens() {
    let app = App::shared().await;
    for caller in [
        app.anonymous(),
        app.with_token("nonsense"),
        app.as_user("x", "nothing"),
    ] {
        caller
            .call(Method::POST, "/nowhere")
            .body("text/plain", hopeless())
            .await
            .assert_refused(404);
        caller
            .call(Method::PUT, "/bookings")
            .body("text/plain", hopeless())
            .await
            .assert_refused(405);
    }
}

#[tokio::test]
async fn tokens_come_before_bodies_and_parameters() {
    let app = App::shared().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        for path in [
            "/bookings",
            "/profiles",
            "/availability",
            "/sessions",
            "/meetings",
            "/attendees",
            "/presigned-url",
        ] {
            caller
                .call(Method::POST, path)
                .body("text/plain", hopeless())
                .await
                .assert_refused(401);
        }
        for path in [
            "/bookings?limit=x",
            "/bookings/%00",
            "/sessions/x",
            "/search/teachers",
            "/availability?from=x",
        ] {
            caller.get(path).await.assert_refused(401);
        }
    }
}

#[tokio::test]
async fn roles_come_before_bodies() {
    let app = App::shared().await;
    let teacher = app.as_teacher("anybody");
    teacher
        .call(Method::POST, "/bookings")
        .body("text/plain", hopeless())
        .await
        .assert_refused(403);
    let student = app.as_student("anybody");
    student
        .call(Method::POST, "/availability")
        .body("text/plain", hopeless())
        .await
        .assert_refused(403);
    student
        .post("/availability", json!({}))
        .await
        .assert_refused(403);
}

#[tokio::test]
async fn size_comes_before_type_and_type_before_content() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    student
        .call(Method::POST, "/bookings")
        .body("text/plain", hopeless())
        .await
        .assert_refused(413);
    student
        .call(Method::POST, "/bookings")
        .body("text/plain", "{")
        .await
        .assert_refused(415);
    student
        .call(Method::POST, "/bookings")
        .body("application/json", "{")
        .await
        .assert_refused(400);
}

#[tokio::test]
async fn bodies_come_before_what_they_are_about() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    student
        .put("/sessions/nothing", json!({ "status": "done" }))
        .await
        .assert_error(400, "status");
    student
        .patch("/bookings/nothing", json!({ "status": "done" }))
        .await
        .assert_error(400, "status");
    student
        .post("/sessions/nothing/rating", json!({ "rating": 9 }))
        .await
        .assert_error(400, "rating");
    let series = json!({
        "teacher_id": "another",
        "start_time": tomorrow_at("10:00"),
        "end_time": tomorrow_at("11:00"),
        "recurrence": "now and then",
    });
    app.as_teacher("anybody")
        .post("/availability", series)
        .await
        .assert_error(400, "recurrence");
}

#[tokio::test]
async fn what_is_not_there_comes_before_whose_it_is() {
    let app = App::shared().await;
    let offered = app.offered().await;
    let gone = app.booked().await.id.replace("bkg_0", "bkg_f");
    offered
        .teacher
        .get(&format!("/bookings/{gone}"))
        .await
        .assert_refused(404);
}

/// Whether one may book for somebody is known before anything is loaded.
#[tokio::test]
async fn whom_it_is_for_comes_before_what_is_not_there() {
    let app = App::shared().await;
    let body = json!({
        "student_id": unique_id("nobody"),
        "teacher_id": unique_id("nobody"),
        "start_time": tomorrow_at("10:00"),
        "end_time": tomorrow_at("11:00"),
    });
    app.as_student("somebody-else")
        .post("/bookings", body)
        .await
        .assert_refused(403);
}

#[tokio::test]
async fn whose_it_is_comes_before_its_state() {
    let app = App::shared().await;
    let met = app.met().await;
    let stranger = app.as_student(&unique_id("stranger"));
    let back: Value = json!({ "status": "pending" });
    stranger
        .put(&format!("/sessions/{}", met.session_id), back)
        .await
        .assert_refused(403);
    stranger
        .post(
            &format!("/sessions/{}/rating", met.session_id),
            json!({ "rating": 5 }),
        )
        .await
        .assert_refused(403);
    stranger
        .patch(
            &format!("/bookings/{}", met.booking_id),
            json!({ "status": "cancelled" }),
        )
        .await
        .assert_refused(403);
}

#[tokio::test]
async fn what_is_wrong_by_itself_comes_before_what_is_not_there() {
    let app = App::shared().await;
    let student = app.as_student(&unique_id("student"));
    let past = json!({ "start_time": "2020-01-01T10:00:00Z", "end_time": "2020-01-01T11:00:00Z" });
    student
        .patch("/bookings/nowhere", past)
        .await
        .assert_error(400, "start_time");
}
