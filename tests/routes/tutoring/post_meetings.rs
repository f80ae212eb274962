//! POST /meetings

use serde_json::{Value, json};
use tests::{Answer, App, Caller, unique_id};

async fn meet(caller: &Caller, session_id: &str) -> Answer {
    caller
        .post("/meetings", json!({ "session_id": session_id }))
        .await
}

#[tokio::test]
async fn makes_a_meeting_as_the_chime_sdk_takes_it() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let made = meet(&opened.student, &opened.id).await.expect(201);
    let body = made.json();
    assert_eq!(
        body.as_object().map(serde_json::Map::len),
        Some(2),
        "{made}"
    );
    let meeting = &body["meeting_data"];
    assert_eq!(meeting["MeetingId"], made.text("meeting_id").as_str());
    for url in ["AudioHostUrl", "AudioFallbackUrl", "SignalingUrl"] {
        assert!(
            meeting["MediaPlacement"][url]
                .as_str()
                .is_some_and(|url| !url.is_empty()),
            "{url} in {made}"
        );
    }
    assert!(meeting["MediaRegion"].is_string(), "{made}");
    assert!(
        meeting["ExternalMeetingId"]
            .as_str()
            .is_some_and(|id| (2..=64).contains(&id.len())),
        "{made}"
    );
}

#[tokio::test]
async fn makes_the_session_active() {
    let app = App::shared().await;
    let opened = app.opened().await;
    meet(&opened.teacher, &opened.id).await.expect(201);
    let session = opened
        .student
        .get(&format!("/sessions/{}", opened.id))
        .await
        .expect(200);
    assert_eq!(session.text("status"), "active");
}

#[tokio::test]
async fn there_is_one_for_each_session_at_a_time() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let first = meet(&opened.student, &opened.id).await.expect(201).json();
    for caller in [&*opened.student, &*opened.teacher, &app.as_admin()] {
        assert_eq!(meet(caller, &opened.id).await.expect(200).json(), first);
    }
    let id = first["meeting_id"].as_str().expect("an id");
    assert_eq!(app.chime_meetings_of(id).await.len(), 1);
}

#[tokio::test]
async fn a_new_one_is_made_when_chime_has_let_it_expire() {
    let app = App::shared().await;
    let met = app.met().await;
    app.expire_meeting(&met.id).await;
    let second = meet(&met.student, &met.session_id)
        .await
        .expect(201)
        .text("meeting_id");
    assert_ne!(second, met.id);
    let shown = met
        .teacher
        .get(&format!("/meetings/{}", met.session_id))
        .await
        .expect(200);
    assert_eq!(shown.text("meeting_id"), second);
    assert_eq!(
        meet(&met.teacher, &met.session_id)
            .await
            .expect(200)
            .text("meeting_id"),
        second
    );
}

#[tokio::test]
async fn a_new_one_is_made_after_it_was_deleted() {
    let app = App::shared().await;
    let met = app.met().await;
    met.student
        .call(http::Method::DELETE, "/meetings")
        .json(&json!({ "meeting_id": met.id }))
        .await
        .expect(200);
    let second = meet(&met.student, &met.session_id)
        .await
        .expect(201)
        .text("meeting_id");
    assert_ne!(second, met.id);
}

#[tokio::test]
async fn a_completed_session_conflicts() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for status in ["active", "completed"] {
        opened
            .teacher
            .put(
                &format!("/sessions/{}", opened.id),
                json!({ "status": status }),
            )
            .await
            .expect(200);
    }
    meet(&opened.student, &opened.id).await.assert_refused(409);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let opened = app.opened().await;
    meet(&app.anonymous(), &opened.id).await.assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for role in ["student", "teacher"] {
        meet(&app.as_user(&unique_id("stranger"), role), &opened.id)
            .await
            .assert_refused(403);
    }
    let session = opened
        .student
        .get(&format!("/sessions/{}", opened.id))
        .await
        .expect(200);
    assert_eq!(session.text("status"), "pending");
}

#[tokio::test]
async fn refuses_a_session_id_that_is_missing_or_wrong() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    for id in [Value::Null, json!(1), json!(true), json!([]), json!({})] {
        student
            .post("/meetings", json!({ "session_id": id }))
            .await
            .assert_error(400, "session_id");
    }
    student
        .post("/meetings", json!({}))
        .await
        .assert_error(400, "session_id");
}

#[tokio::test]
async fn an_unknown_session_is_not_found() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let (head, tail) = opened.id.split_at(opened.id.len() - 8);
    let tail: String = tail
        .chars()
        .rev()
        .map(|c| if c == 'a' { 'b' } else { 'a' })
        .collect();
    meet(&opened.student, &format!("{head}{tail}"))
        .await
        .assert_refused(404);
}
