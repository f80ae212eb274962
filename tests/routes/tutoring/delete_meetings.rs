//! DELETE /meetings

use http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Caller, unique_id};

async fn end(caller: &Caller, meeting_id: &str) -> Answer {
    caller
        .call(Method::DELETE, "/meetings")
        .json(&json!({ "meeting_id": meeting_id }))
        .await
}

#[tokio::test]
async fn ends_the_meeting() {
    let app = App::shared().await;
    let met = app.met().await;
    let ended = end(&met.teacher, &met.id).await.expect(200);
    insta::assert_json_snapshot!(ended.json(), @r#"
    {
      "message": "Meeting ended successfully"
    }
    "#);
    assert!(app.chime_meetings_of(&met.id).await.is_empty());
    let session = met
        .student
        .get(&format!("/sessions/{}", met.session_id))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&session["status"], &session["meeting_data"]),
        (&json!("active"), &json!({}))
    );
}

#[tokio::test]
async fn ending_again_is_fine() {
    let app = App::shared().await;
    let met = app.met().await;
    for caller in [&*met.teacher, &*met.student, &app.as_admin()] {
        end(caller, &met.id).await.expect(200);
    }
}

#[tokio::test]
async fn ending_one_that_expired_or_was_replaced_is_fine() {
    let app = App::shared().await;
    let met = app.met().await;
    app.expire_meeting(&met.id).await;
    end(&met.student, &met.id).await.expect(200);
    let session = json!({ "session_id": met.session_id });
    let second = met
        .student
        .post("/meetings", session)
        .await
        .expect(201)
        .text("meeting_id");
    end(&met.student, &met.id).await.expect(200);
    let shown = met
        .student
        .get(&format!("/meetings/{}", met.session_id))
        .await
        .expect(200);
    assert_eq!(
        shown.text("meeting_id"),
        second,
        "the old one's end does not touch the new one"
    );
}

#[tokio::test]
async fn ending_one_of_a_completed_session_is_fine() {
    let app = App::shared().await;
    let met = app.met().await;
    met.teacher
        .put(
            &format!("/sessions/{}", met.session_id),
            json!({ "status": "completed" }),
        )
        .await
        .expect(200);
    end(&met.student, &met.id).await.expect(200);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let met = app.met().await;
    end(&app.anonymous(), &met.id).await.assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let met = app.met().await;
    for role in ["student", "teacher"] {
        end(&app.as_user(&unique_id("stranger"), role), &met.id)
            .await
            .assert_refused(403);
    }
    assert_eq!(app.chime_meetings_of(&met.id).await.len(), 1);
}

#[tokio::test]
async fn refuses_a_meeting_id_that_is_missing_or_wrong() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    for body in [
        json!({}),
        json!({ "meeting_id": Value::Null }),
        json!({ "meeting_id": 1 }),
        json!({ "meeting_id": [] }),
    ] {
        student
            .call(Method::DELETE, "/meetings")
            .json(&body)
            .await
            .assert_error(400, "meeting_id");
    }
    student.delete("/meetings").await.assert_refused(400);
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    let met = app.met().await;
    for id in [
        "nothing",
        "00000000-0000-4000-8000-000000000000",
        &met.session_id,
    ] {
        end(&met.student, id).await.assert_refused(404);
    }
}
