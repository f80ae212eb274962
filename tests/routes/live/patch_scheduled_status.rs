//! PATCH /live/scheduled-sessions/{id}/status

use http::Method;
use serde_json::json;
use tests::{App, NO_SCHEDULED_SESSION, NO_STATUS, SCHEDULED_SESSIONS, live_time};

const STATUSES: [&str; 3] = ["scheduled", "live", "finished"];

#[tokio::test]
async fn is_as_the_seed_shows_it() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let live = app.live_session_of(&instructor).await;
    let body = json!({ "startsAt": live_time("15:00"), "sessionId": live.id });
    let scheduled = app.scheduled_of(&instructor, &body).await;
    let answer = scheduled.step(&instructor, "live").await.expect(200);
    let expected = json!({
        "_id": scheduled.id,
        "instructor": instructor.id,
        "startsAt": live_time("15:00"),
        "status": "live",
        "sessionId": live.id,
    });
    assert_eq!(answer.json(), expected);
    assert_eq!(scheduled.shown().await["status"], "live");
    assert_eq!(scheduled.listed().await["status"], "live");
}

#[tokio::test]
async fn steps_go_forward_only() {
    let app = App::shared().await;
    for (from, before) in STATUSES.iter().enumerate() {
        for (to, after) in STATUSES.iter().enumerate() {
            let scheduled = app.scheduled_in_status(before).await;
            let answer = scheduled.step(&scheduled.instructor, after).await;
            let shown = if from <= to {
                assert_eq!(answer.expect(200).text("status"), *after);
                after
            } else {
                answer.assert_live_error(409, "");
                before
            };
            assert_eq!(scheduled.shown().await["status"], *shown);
        }
    }
}

#[tokio::test]
async fn nothing_else_changes() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let path = format!("{}/status/", scheduled.path());
    let body = json!({ "status": "live", "startsAt": live_time("20:00"), "instructor": "me" });
    let answer = scheduled.instructor.patch(&path, body).await.expect(200);
    assert_eq!(answer.text("startsAt"), live_time("15:00"));
    assert_eq!(answer.text("instructor"), scheduled.instructor.id);
}

#[tokio::test]
async fn one_that_should_have_started_can_go_on() {
    let app = App::start().await;
    let scheduled = app.scheduled_live().await;
    app.advance(5 * 24 * 3_600).await;
    for status in ["live", "finished"] {
        let step = scheduled.step(&scheduled.instructor, status).await;
        assert_eq!(step.expect(200).text("status"), status);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        let answer = scheduled.step(&caller, "live").await;
        answer.assert_live_error(401, "");
    }
}

#[tokio::test]
async fn only_its_instructor_may() {
    const REFUSED: &str = "Not authorized to update this scheduled session";

    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    for role in ["instructor", "teacher", "student", "admin", "super_admin"] {
        let answer = scheduled.step(&app.somebody(role), "live").await;
        answer.assert_live_message(403, REFUSED);
    }
    assert_eq!(scheduled.shown().await["status"], "scheduled");
    // What is sent comes before whose it is, and that before the step.
    let other = app.instructor();
    let wrong = scheduled.step(&other, "over").await;
    wrong.assert_live_message(400, NO_STATUS);
    let step = scheduled.step(&scheduled.instructor, "finished").await;
    step.expect(200);
    let back = scheduled.step(&other, "live").await;
    back.assert_live_message(403, REFUSED);
}

#[tokio::test]
async fn a_status_is_required() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let path = format!("{}/status", scheduled.path());
    let instructor = &scheduled.instructor;
    for body in [json!({}), json!({ "startsAt": live_time("16:00") })] {
        let answer = instructor.patch(&path, body).await;
        answer.assert_live_message(400, "status is required");
    }
    for status in ["over", "cancelled", "scheduled | live", "alive"] {
        let answer = scheduled.step(instructor, status).await;
        answer.assert_live_message(400, NO_STATUS);
    }
    for status in [json!(""), json!(5), json!(null), json!(["live"])] {
        let answer = instructor.patch(&path, json!({ "status": status })).await;
        answer.assert_live_error(400, "status");
    }
    let broken = instructor.call(Method::PATCH, &path);
    let broken = broken.body("application/json", "{").await;
    broken.assert_live_error(400, "");
    let text = instructor.call(Method::PATCH, &path);
    let text = text.body("text/plain", "x").await;
    text.assert_live_error(415, "");
    assert_eq!(scheduled.shown().await["status"], "scheduled");
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for id in ["00000000-0000-4000-8000-000000000000", "nothing", "%20"] {
        let path = format!("{SCHEDULED_SESSIONS}/{id}/status");
        let answer = instructor.patch(&path, json!({ "status": "live" })).await;
        answer.assert_live_message(404, NO_SCHEDULED_SESSION);
    }
}
