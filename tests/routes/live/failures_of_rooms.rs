//! What callers see when Daily fails around a room, and what is left behind.

use serde_json::json;
use tests::{App, LIVE_SESSIONS, NO_LIVE_SESSION, daily_claims, live_body, live_time};

use crate::faults::{ALL, in_time};

const NOT_CREATED: &str = "Failed to create session room";
const NOT_DELETED: &str = "Failed to delete session";
const NO_TOKEN: &str = "Failed to get session token";

/// What Daily has not carried out.
const REFUSING: [&str; 3] = ["error", "throttle", "timeout"];

/// After the sweep each of these rooms is there with its session, or neither
/// is; and no other room is there without.
async fn assert_whole(app: &App, names: &[String]) {
    app.sweep_rooms().await;
    let rooms = app.daily_room_names().await;
    for name in names.iter().chain(&rooms) {
        let path = format!("{LIVE_SESSIONS}/{name}");
        let answer = app.anonymous().get(&path).await;
        if answer.status() != 200 {
            answer.assert_live_message(404, NO_LIVE_SESSION);
        }
        let has_room = rooms.contains(name);
        assert_eq!(answer.status() == 200, has_room, "{name}: {answer}");
    }
}

#[tokio::test]
async fn a_room_that_daily_does_not_make_is_not_stored() {
    for kind in REFUSING {
        let app = App::start().await;
        let instructor = app.instructor();
        for operation in ["CreateRoom", "*"] {
            app.fault("daily", operation, kind, ALL).await;
            let failed = in_time(instructor.post(LIVE_SESSIONS, live_body())).await;
            app.clear_faults().await;
            failed.assert_live_failure(500, NOT_CREATED);
            app.sweep_rooms().await;
            assert!(app.daily_rooms().await.is_empty(), "{kind} of {operation}");
        }
        let session = app.live_session_of(&instructor).await;
        assert_whole(&app, std::slice::from_ref(&session.name)).await;
        assert!(session.is_there().await);
    }
}

#[tokio::test]
async fn a_room_whose_making_is_not_answered_does_not_stay_alone() {
    for count in [1, ALL] {
        let app = App::start().await;
        let instructor = app.instructor();
        app.fault("daily", "CreateRoom", "lost_answer", count).await;
        let answer = in_time(instructor.post(LIVE_SESSIONS, live_body())).await;
        let rooms = app.daily_room_names().await;
        app.clear_faults().await;
        if answer.status() == 201 {
            // Daily was asked again, and has it.
            let name = answer.text("roomName");
            assert_whole(&app, &rooms).await;
            assert_eq!(app.daily_room_names().await, [name]);
        } else {
            answer.assert_live_failure(500, NOT_CREATED);
            assert_whole(&app, &rooms).await;
            assert!(app.daily_rooms().await.is_empty());
        }
    }
}

#[tokio::test]
async fn one_failure_of_daily_leaves_one_room_or_none() {
    for kind in REFUSING {
        let app = App::start().await;
        app.fault("daily", "CreateRoom", kind, 1).await;
        let made = in_time(app.instructor().post(LIVE_SESSIONS, live_body())).await;
        app.clear_faults().await;
        let rooms = app.daily_room_names().await;
        assert_whole(&app, &rooms).await;
        let expected = if made.status() == 201 {
            1
        } else {
            made.assert_live_failure(500, NOT_CREATED);
            0
        };
        assert_eq!(app.daily_rooms().await.len(), expected, "{kind}");
    }
}

#[tokio::test]
async fn a_store_that_fails_keeps_no_room() {
    for kind in ["error", "throttle", "timeout", "conflict"] {
        let app = App::start().await;
        let instructor = app.instructor();
        for operation in ["*", "TransactWriteItems"] {
            app.fault("dynamodb", operation, kind, ALL).await;
            let failed = in_time(instructor.post(LIVE_SESSIONS, live_body())).await;
            let rooms = app.daily_room_names().await;
            app.clear_faults().await;
            failed.assert_live_store_failure(NOT_CREATED);
            assert_eq!(rooms, [""; 0], "{kind} of {operation}");
            assert_whole(&app, &rooms).await;
            assert!(app.daily_rooms().await.is_empty(), "{kind} of {operation}");
        }
        app.live_session_of(&instructor).await;
    }
}

/// However often the commit loses, there is one room for a session.
#[tokio::test]
async fn a_commit_that_is_tried_again_makes_no_other_room() {
    let app = App::start().await;
    app.fault("dynamodb", "TransactWriteItems", "conflict", 4)
        .await;
    let made = in_time(app.instructor().post(LIVE_SESSIONS, live_body())).await;
    app.clear_faults().await;
    let name = made.expect(201).text("roomName");
    assert_eq!(app.daily_room_names().await, [name.as_str()]);
    assert_whole(&app, std::slice::from_ref(&name)).await;
    assert_eq!(app.daily_room_names().await, [name]);
}

#[tokio::test]
async fn a_store_that_does_not_answer_leaves_nothing_half() {
    for operation in ["*", "TransactWriteItems"] {
        let app = App::start().await;
        app.fault("dynamodb", operation, "lost_answer", ALL).await;
        let answer = in_time(app.instructor().post(LIVE_SESSIONS, live_body())).await;
        let rooms = app.daily_room_names().await;
        app.clear_faults().await;
        if operation == "TransactWriteItems" {
            // It was stored, and can be read.
            assert_eq!(rooms, [answer.expect(201).text("roomName")]);
        } else {
            answer.assert_live_store_failure(NOT_CREATED);
        }
        assert_whole(&app, &rooms).await;
    }
}

/// The store fails, and then Daily does where the room would be deleted again.
#[tokio::test]
async fn a_room_that_cannot_be_deleted_again_is_swept() {
    for kind in ["error", "throttle", "timeout", "lost_answer"] {
        let app = App::start().await;
        app.fault("dynamodb", "TransactWriteItems", "error", ALL)
            .await;
        app.fault("daily", "DeleteRoom", kind, ALL).await;
        let failed = in_time(app.instructor().post(LIVE_SESSIONS, live_body())).await;
        let rooms = app.daily_room_names().await;
        app.clear_faults().await;
        failed.assert_live_store_failure(NOT_CREATED);
        assert_whole(&app, &rooms).await;
        assert!(app.daily_rooms().await.is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn a_room_that_daily_does_not_delete_keeps_its_session() {
    let app = App::start().await;
    for kind in REFUSING {
        for operation in ["DeleteRoom", "*"] {
            let name = format!("{kind} of {operation}");
            let session = app.live_session().await;
            let before = session.shown().await;
            app.fault("daily", operation, kind, ALL).await;
            let failed = in_time(session.delete(&session.instructor)).await;
            app.clear_faults().await;
            failed.assert_live_failure(500, NOT_DELETED);
            app.sweep_rooms().await;
            assert_eq!(session.shown().await, before, "{name}");
            assert!(session.room().await.is_some(), "{name}");
            session.delete(&session.instructor).await.expect(200);
            assert!(!session.is_there().await, "{name}");
            assert_eq!(session.room().await, None, "{name}");
            let told = session.published(2).await;
            assert_eq!(told[1]["detail-type"], "live.session.deleted");
            assert_eq!(told.len(), 2, "{told:?}");
        }
    }
}

#[tokio::test]
async fn a_deletion_that_daily_does_not_answer_is_repeated() {
    let app = App::start().await;
    for (count, status) in [(1, 200), (ALL, 500)] {
        let session = app.live_session().await;
        app.fault("daily", "DeleteRoom", "lost_answer", count).await;
        let answer = in_time(session.delete(&session.instructor)).await;
        app.clear_faults().await;
        if status == 500 {
            answer.assert_live_failure(500, NOT_DELETED);
            session.delete(&session.instructor).await.expect(200);
        } else {
            answer.expect(200);
        }
        assert!(!session.is_there().await);
        assert_eq!(session.room().await, None);
    }
}

#[tokio::test]
async fn a_deletion_that_is_not_stored_is_completed_by_the_next() {
    let app = App::start().await;
    for kind in ["error", "throttle", "timeout", "conflict", "lost_answer"] {
        let session = app.live_session().await;
        app.fault("dynamodb", "TransactWriteItems", kind, ALL).await;
        let failed = in_time(session.delete(&session.instructor)).await;
        app.clear_faults().await;
        failed.assert_live_store_failure(NOT_DELETED);
        let again = session.delete(&session.instructor).await;
        if kind == "lost_answer" {
            again.assert_live_message(404, NO_LIVE_SESSION);
        } else {
            again.expect(200);
        }
        assert!(!session.is_there().await, "{kind}");
        assert_eq!(session.room().await, None, "{kind}");
    }
}

/// A store that cannot even be read has Daily do nothing.
#[tokio::test]
async fn a_deletion_that_cannot_be_judged_deletes_nothing() {
    let app = App::start().await;
    let session = app.live_session().await;
    app.fault("dynamodb", "*", "error", ALL).await;
    let failed = in_time(session.delete(&session.instructor)).await;
    app.clear_faults().await;
    failed.assert_live_store_failure(NOT_DELETED);
    assert!(session.is_there().await);
    assert!(session.room().await.is_some());
}

#[tokio::test]
async fn a_token_that_daily_does_not_make_is_not_given() {
    let app = App::start().await;
    let session = app.live_session().await;
    let student = app.somebody("student");
    for kind in ["error", "throttle", "timeout", "lost_answer"] {
        for operation in ["CreateToken", "*"] {
            app.fault("daily", operation, kind, ALL).await;
            let failed = in_time(session.token(&student, "Stu")).await;
            app.clear_faults().await;
            failed.assert_live_failure(500, NO_TOKEN);
            let answer = session.token(&student, "Stu").await.expect(200);
            assert_eq!(daily_claims(&answer.text("token"))["o"], false);
        }
    }
}

#[tokio::test]
async fn one_token_that_fails_is_not_seen() {
    let app = App::start().await;
    let session = app.live_session().await;
    for kind in ["error", "throttle", "timeout", "lost_answer"] {
        app.fault("daily", "CreateToken", kind, 1).await;
        let answer = in_time(session.token(&session.instructor, "Ines")).await;
        app.clear_faults().await;
        if matches!(kind, "throttle" | "timeout") && answer.status() == 500 {
            // Whether there is time for a second try is not said.
            answer.assert_live_failure(500, NO_TOKEN);
            continue;
        }
        assert_eq!(answer.status(), 200, "{kind}: {answer}");
        assert_eq!(daily_claims(&answer.text("token"))["o"], true);
    }
}

#[tokio::test]
async fn everything_else_works_meanwhile() {
    let app = App::start().await;
    let session = app.live_session().await;
    app.fault("daily", "*", "error", ALL).await;
    assert!(session.is_there().await);
    let body = json!({ "startsAt": live_time("15:00"), "sessionId": session.id });
    let scheduled = app.scheduled_of(&session.instructor, &body).await;
    assert_eq!(scheduled.shown().await["sessionId"]["_id"], session.id);
    let step = scheduled.step(&session.instructor, "finished").await;
    step.expect(200);
    let deleted = session.instructor.delete(&scheduled.path()).await;
    deleted.expect(200);
}

#[tokio::test]
async fn what_is_refused_is_refused_without_daily() {
    let app = App::start().await;
    let session = app.live_session().await;
    app.fault("daily", "*", "error", ALL).await;
    let stranger = app.instructor();
    for answer in [
        session.delete(&stranger).await,
        session.start(&stranger).await,
        session.stop(&stranger).await,
        session.recording(&stranger).await,
        app.somebody("student")
            .post(LIVE_SESSIONS, live_body())
            .await,
    ] {
        answer.assert_live_error(403, "Not authorized");
    }
    let token = session.token(&stranger, "").await;
    token.assert_live_error(400, "userName");
    let untitled = stranger.post(LIVE_SESSIONS, json!({})).await;
    untitled.assert_live_message(400, "title is required");
    let path = format!("{LIVE_SESSIONS}/nothing-abc123");
    let unknown = stranger.delete(&path).await;
    unknown.assert_live_message(404, NO_LIVE_SESSION);
}
