//! What callers see when the store or Chime fails around a meeting.

use serde_json::json;
use tests::{Answer, App, Opened};

use crate::faults::{ALL, in_time};

async fn meet(opened: &Opened) -> Answer {
    in_time(
        opened
            .student
            .post("/meetings", json!({ "session_id": opened.id })),
    )
    .await
}

/// No meeting is known, and making one leaves one.
async fn assert_no_meeting_then_one(app: &App, opened: &Opened) {
    let path = format!("/meetings/{}", opened.id);
    opened.student.get(&path).await.assert_refused(404);
    let id = meet(opened).await.expect(201).text("meeting_id");
    assert_eq!(
        opened
            .student
            .get(&path)
            .await
            .expect(200)
            .text("meeting_id"),
        id
    );
    assert_eq!(app.chime_meetings().await.len(), 1, "one effect");
}

#[tokio::test]
async fn a_store_that_fails_makes_no_meeting_that_stays() {
    for kind in ["error", "throttle", "timeout", "conflict"] {
        let app = App::start().await;
        let opened = app.opened().await;
        app.fault("dynamodb", "*", kind, ALL).await;
        let failed = meet(&opened).await;
        app.clear_faults().await;
        assert_eq!(failed.status(), 503, "{kind}: {failed}");
        failed.assert_refused(503);
        assert_no_meeting_then_one(&app, &opened).await;
    }
}

/// The meeting of a crashed call has ended before the next call: that one's is
/// another, and on.
#[tokio::test]
async fn a_meeting_that_was_not_stored_and_is_over_is_not_given() {
    let app = App::start().await;
    let opened = app.opened().await;
    app.fault("dynamodb", "TransactWriteItems", "error", ALL)
        .await;
    meet(&opened).await.assert_refused(503);
    app.clear_faults().await;
    let lost = app.chime_meetings_of(&opened.id).await;
    let lost = lost[0]["Meeting"]["MeetingId"].as_str().expect("an id");
    let expire = format!("/_local/chime/meetings/{lost}/expire");
    app.anonymous().post(&expire, json!({})).await.expect(200);

    let id = meet(&opened).await.expect(201).text("meeting_id");
    assert_ne!(id, lost);
    let attendee = json!({ "meeting_id": id, "user_id": opened.student.id, "name": "Stu" });
    opened
        .student
        .post("/attendees", attendee)
        .await
        .expect(201);
}

/// The meeting is there at Chime, but what was to be stored of it is not.
#[tokio::test]
async fn a_meeting_that_could_not_be_stored_is_found_again() {
    for kind in ["error", "lost_answer"] {
        let app = App::start().await;
        let opened = app.opened().await;
        for operation in ["TransactWriteItems", "UpdateItem", "PutItem"] {
            app.fault("dynamodb", operation, kind, ALL).await;
        }
        let failed = meet(&opened).await;
        app.clear_faults().await;
        assert_eq!(failed.status(), 503, "{kind}: {failed}");
        let id = meet(&opened).await.text("meeting_id");
        assert_eq!(meet(&opened).await.expect(200).text("meeting_id"), id);
        assert_eq!(app.chime_meetings().await.len(), 1, "{kind}: one effect");
    }
}

#[tokio::test]
async fn chime_that_fails_is_502_and_one_that_is_busy_or_silent_503() {
    for (kind, status) in [("error", 502), ("throttle", 503), ("timeout", 503)] {
        let app = App::start().await;
        let opened = app.opened().await;
        app.fault("chime", "*", kind, ALL).await;
        let failed = meet(&opened).await;
        app.clear_faults().await;
        assert_eq!(failed.status(), status, "{kind}: {failed}");
        failed.assert_refused(status);
        let session = opened
            .student
            .get(&format!("/sessions/{}", opened.id))
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&session["status"], &session["meeting_data"]),
            (&json!("pending"), &json!({})),
            "{kind}"
        );
        assert_no_meeting_then_one(&app, &opened).await;
    }
}

#[tokio::test]
async fn answers_that_chime_loses_make_no_second_meeting() {
    for count in [1, ALL] {
        let app = App::start().await;
        let opened = app.opened().await;
        app.fault("chime", "CreateMeeting", "lost_answer", count)
            .await;
        let first = meet(&opened).await;
        app.clear_faults().await;
        match count {
            1 => assert_eq!(first.status(), 201, "{first}"),
            _ => assert!(matches!(first.status(), 502 | 503), "{first}"),
        }
        let id = meet(&opened).await.text("meeting_id");
        let live = app.chime_meetings().await;
        assert_eq!(live.len(), 1, "one effect");
        assert_eq!(live[0]["Meeting"]["MeetingId"], id.as_str());
    }
}

#[tokio::test]
async fn attendees_and_endings_fail_and_recover_like_meetings() {
    let app = App::start().await;
    let met = app.met().await;
    let attendee = json!({ "meeting_id": met.id, "user_id": met.student.id, "name": "Stu Dent" });
    let ended = json!({ "meeting_id": met.id });
    let end = || {
        met.student
            .call(http::Method::DELETE, "/meetings")
            .json(&ended)
    };
    for (kind, status) in [("error", 502), ("throttle", 503), ("timeout", 503)] {
        app.fault("chime", "*", kind, ALL).await;
        in_time(met.student.post("/attendees", attendee.clone()))
            .await
            .assert_refused(status);
        in_time(end()).await.assert_refused(status);
        app.clear_faults().await;
    }
    in_time(met.student.post("/attendees", attendee.clone()))
        .await
        .expect(201);
    in_time(end()).await.expect(200);
    assert!(app.chime_meetings().await.is_empty());
}

/// A session that could be completed is, once, however Chime does.
#[tokio::test]
async fn completing_while_chime_fails_can_be_repeated() {
    let app = App::start().await;
    let met = app.met().await;
    let path = format!("/sessions/{}", met.session_id);
    let completed = json!({ "status": "completed" });
    app.fault("chime", "*", "error", ALL).await;
    let first = in_time(met.teacher.put(&path, completed.clone())).await;
    assert!(matches!(first.status(), 200 | 502), "{first}");
    app.clear_faults().await;
    in_time(met.teacher.put(&path, completed)).await.expect(200);
    let session = met.student.get(&path).await.expect(200);
    assert_eq!(session.text("status"), "completed");
    assert!(
        app.chime_meetings().await.is_empty(),
        "the meeting is ended"
    );
}
