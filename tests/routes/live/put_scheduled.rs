//! PUT /live/scheduled-sessions/{id}

use http::Method;
use serde_json::json;
use tests::{
    App, NO_SCHEDULED_SESSION, NO_STATUS, SCHEDULED_SESSIONS, from_now, live_time, tomorrow,
};

#[tokio::test]
async fn is_as_the_seed_shows_it() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let live = app.live_session_of(&scheduled.instructor).await;
    let body = json!({
        "startsAt": live_time("16:00"),
        "status": "live",
        "sessionId": live.id,
    });
    let answer = scheduled.change(&scheduled.instructor, body).await;
    let expected = json!({
        "_id": scheduled.id,
        "instructor": scheduled.instructor.id,
        "startsAt": live_time("16:00"),
        "status": "live",
        "sessionId": live.id,
    });
    assert_eq!(answer.expect(200).json(), expected);
    let shown = scheduled.shown().await;
    assert_eq!(shown["startsAt"], live_time("16:00"));
    assert_eq!(shown["status"], "live");
    assert_eq!(shown["sessionId"]["_id"], live.id);
    assert_eq!(scheduled.listed().await["startsAt"], live_time("16:00"));
}

#[tokio::test]
async fn each_field_may_be_left_out() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let instructor = &scheduled.instructor;
    let live = app.live_session_of(instructor).await;
    let mut expected = json!({
        "_id": scheduled.id,
        "instructor": instructor.id,
        "startsAt": live_time("15:00"),
        "status": "scheduled",
        "sessionId": null,
    });
    for (field, value) in [
        ("sessionId", json!(live.id)),
        ("startsAt", json!(live_time("18:30"))),
        ("status", json!("live")),
        ("status", json!("live")),
        ("status", json!("finished")),
        ("sessionId", json!(null)),
    ] {
        let mut body = json!({});
        body[field] = value.clone();
        expected[field] = value;
        let answer = scheduled.change(instructor, body).await.expect(200);
        assert_eq!(answer.json(), expected, "{field}");
    }
    let nothing = scheduled.change(instructor, json!({})).await.expect(200);
    assert_eq!(nothing.json(), expected);
    // A body where all fields are optional may be empty.
    let path = format!("{}/", scheduled.path());
    let empty = instructor.call(Method::PUT, &path).await.expect(200);
    assert_eq!(empty.json(), expected);
    let ignored = json!({ "instructor": "somebody", "_id": "mine" });
    let answer = scheduled.change(instructor, ignored).await.expect(200);
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn times_of_any_offset_become_utc_in_milliseconds() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let body = json!({ "startsAt": format!("{}T20:30:00+02:00", tomorrow()) });
    let answer = scheduled.change(&scheduled.instructor, body).await;
    assert_eq!(answer.expect(200).text("startsAt"), live_time("18:30"));
}

#[tokio::test]
async fn what_is_over_can_be_finished_without_a_new_start() {
    let app = App::start().await;
    let scheduled = app.scheduled_live().await;
    app.advance(5 * 24 * 3_600).await;
    let body = json!({ "status": "finished" });
    let answer = scheduled.change(&scheduled.instructor, body).await;
    assert_eq!(answer.expect(200).text("startsAt"), live_time("15:00"));
    // But a start that is set lies in the future.
    let body = json!({ "startsAt": live_time("16:00") });
    let answer = scheduled.change(&scheduled.instructor, body).await;
    answer.assert_live_error(400, "startsAt");
}

#[tokio::test]
async fn steps_go_forward_only() {
    let app = App::shared().await;
    for (before, after) in [
        ("live", "scheduled"),
        ("finished", "live"),
        ("finished", "scheduled"),
    ] {
        let scheduled = app.scheduled_in_status(before).await;
        let body = json!({ "status": after, "startsAt": live_time("20:00") });
        let answer = scheduled.change(&scheduled.instructor, body).await;
        answer.assert_live_error(409, "");
        let shown = scheduled.shown().await;
        assert_eq!(shown["status"], before);
        assert_eq!(shown["startsAt"], live_time("15:00"));
    }
    let scheduled = app.scheduled_live().await;
    let skip = json!({ "status": "finished" });
    let answer = scheduled.change(&scheduled.instructor, skip).await;
    assert_eq!(answer.expect(200).text("status"), "finished");
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        let answer = scheduled.change(&caller, json!({ "status": "live" })).await;
        answer.assert_live_error(401, "");
    }
}

#[tokio::test]
async fn only_its_instructor_may() {
    const REFUSED: &str = "Not authorized to update this scheduled session";

    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let before = scheduled.shown().await;
    let body = json!({ "status": "live", "startsAt": live_time("16:00") });
    for role in ["instructor", "teacher", "student", "admin", "super_admin"] {
        let somebody = app.somebody(role);
        let answer = scheduled.change(&somebody, body.clone()).await;
        answer.assert_live_message(403, REFUSED);
    }
    assert_eq!(scheduled.shown().await, before);
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let instructor = &scheduled.instructor;
    let before = scheduled.shown().await;
    for status in ["over", "LIVE!", "cancelled"] {
        let body = json!({ "status": status, "startsAt": live_time("16:00") });
        let answer = scheduled.change(instructor, body).await;
        answer.assert_live_message(400, NO_STATUS);
    }
    let without_offset = format!("{}T16:00:00", tomorrow());
    for (field, value) in [
        ("status", json!(5)),
        ("status", json!("")),
        ("startsAt", json!("")),
        ("startsAt", json!("tomorrow")),
        ("startsAt", json!(without_offset)),
        ("startsAt", json!(1_800_000_000)),
        ("startsAt", json!(from_now(-60))),
        ("sessionId", json!(5)),
        ("sessionId", json!({ "_id": "x" })),
    ] {
        let mut body = json!({ "startsAt": live_time("16:00"), "status": "live" });
        body[field] = value;
        let answer = scheduled.change(instructor, body).await;
        answer.assert_live_error(400, field);
    }
    let broken = instructor.call(Method::PUT, &scheduled.path());
    let broken = broken.body("application/json", "{").await;
    broken.assert_live_error(400, "");
    let text = instructor.call(Method::PUT, &scheduled.path());
    let text = text.body("text/plain", "x").await;
    text.assert_live_error(415, "");
    assert_eq!(scheduled.shown().await, before);
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for id in ["00000000-0000-4000-8000-000000000000", "nothing", "%20"] {
        let path = format!("{SCHEDULED_SESSIONS}/{id}");
        let answer = instructor.put(&path, json!({ "status": "live" })).await;
        answer.assert_live_message(404, NO_SCHEDULED_SESSION);
    }
}
