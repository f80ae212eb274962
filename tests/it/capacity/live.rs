//! An instructor, a recorded room, and a session that is to be held.

use http::Method;
use serde_json::json;
use tests::{App, LIVE_SESSIONS, SCHEDULED_SESSIONS, live_body};

use super::Measure;

/// The routes as their log lines have them.
const SESSION: &str = "/live/sessions/{name}";
const SCHEDULED: &str = "/live/scheduled-sessions/{id}";

pub(super) async fn measure(measure: &mut Measure, app: &App) {
    let instructor = app.as_user("instructor-1", "instructor");
    let made = instructor.post(LIVE_SESSIONS, live_body());
    let made = measure.request("POST /live/sessions", made).await;
    let (name, id) = (made.text("roomName"), made.text("_id"));
    let path = format!("{LIVE_SESSIONS}/{name}");

    let shown = app.anonymous().get(&path);
    measure.request(&format!("GET {SESSION}"), shown).await;
    let token = json!({ "userName": "Ida Instructor" });
    let token = instructor.post(&format!("{path}/token"), token);
    measure
        .request(&format!("POST {SESSION}/token"), token)
        .await;

    let join = format!("/_local/daily/rooms/{name}/participants");
    let joined = app.anonymous().post(&join, json!({ "user_name": "Stu" }));
    joined.await.expect_success();
    for (method, what) in [
        (Method::POST, "start-recording"),
        (Method::POST, "stop-recording"),
        (Method::GET, "recording"),
    ] {
        let request = format!("{method} {SESSION}/{what}");
        let call = instructor.call(method, &format!("{path}/{what}"));
        measure.request(&request, call).await;
    }

    let body = json!({ "startsAt": "2027-12-25T10:00:00.000Z", "sessionId": id });
    let scheduled = instructor.post(SCHEDULED_SESSIONS, body);
    let scheduled = measure
        .request("POST /live/scheduled-sessions", scheduled)
        .await;
    let at = format!("{SCHEDULED_SESSIONS}/{}", scheduled.text("_id"));
    let anybody = app.anonymous();
    measure
        .request(&format!("GET {SCHEDULED}"), anybody.get(&at))
        .await;
    let all = anybody.get(SCHEDULED_SESSIONS);
    measure.request("GET /live/scheduled-sessions", all).await;
    let own = anybody.get(&format!("{SCHEDULED_SESSIONS}?instructorId=instructor-1"));
    measure
        .request("GET /live/scheduled-sessions (of an instructor)", own)
        .await;

    let moved = json!({ "startsAt": "2027-12-25T12:00:00.000Z" });
    let moved = instructor.put(&at, moved);
    measure.request(&format!("PUT {SCHEDULED}"), moved).await;
    let step = instructor.patch(&format!("{at}/status"), json!({ "status": "live" }));
    measure
        .request(&format!("PATCH {SCHEDULED}/status"), step)
        .await;
    measure
        .request(&format!("DELETE {SCHEDULED}"), instructor.delete(&at))
        .await;
    measure
        .request(&format!("DELETE {SESSION}"), instructor.delete(&path))
        .await;
}
