//! GET /meetings/{session_id}

use http::Method;
use serde_json::json;
use tests::{App, unique_id};

#[tokio::test]
async fn shows_the_meeting_to_both_sides_and_admins() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let made = opened
        .student
        .post("/meetings", json!({ "session_id": opened.id }))
        .await
        .expect(201)
        .json();
    for caller in [&*opened.student, &*opened.teacher, &app.as_admin()] {
        assert_eq!(
            caller
                .get(&format!("/meetings/{}", opened.id))
                .await
                .expect(200)
                .json(),
            made
        );
    }
}

#[tokio::test]
async fn none_is_on_before_and_after() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let path = format!("/meetings/{}", opened.id);
    opened.student.get(&path).await.assert_refused(404);
    let id = opened
        .student
        .post("/meetings", json!({ "session_id": opened.id }))
        .await
        .expect(201)
        .text("meeting_id");
    opened.student.get(&path).await.expect(200);
    opened
        .student
        .call(Method::DELETE, "/meetings")
        .json(&json!({ "meeting_id": id }))
        .await
        .expect(200);
    opened.student.get(&path).await.assert_refused(404);
}

#[tokio::test]
async fn one_that_chime_has_let_expire_is_not_on() {
    let app = App::shared().await;
    let met = app.met().await;
    app.expire_meeting(&met.id).await;
    met.student
        .get(&format!("/meetings/{}", met.session_id))
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let met = app.met().await;
    app.anonymous()
        .get(&format!("/meetings/{}", met.session_id))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let met = app.met().await;
    for role in ["student", "teacher"] {
        let stranger = app.as_user(&unique_id("stranger"), role);
        stranger
            .get(&format!("/meetings/{}", met.session_id))
            .await
            .assert_refused(403);
    }
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_not_found() {
    let app = App::shared().await;
    let met = app.met().await;
    for id in ["nothing", "%00", &unique_id("session"), &met.id] {
        met.student
            .get(&format!("/meetings/{id}"))
            .await
            .assert_refused(404);
    }
}
