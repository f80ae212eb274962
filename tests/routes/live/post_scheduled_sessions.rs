//! POST /live/scheduled-sessions

use http::Method;
use serde_json::{Value, json};
use tests::{App, SCHEDULED_SESSIONS, from_now, is_uuid, live_second, live_time, tomorrow, with};

fn body() -> Value {
    json!({ "startsAt": live_time("15:00") })
}

#[tokio::test]
async fn an_instructor_plans_one() {
    let app = App::shared().await;
    for role in ["instructor", "teacher", "Instructor"] {
        let instructor = app.somebody(role);
        let made = instructor.post(SCHEDULED_SESSIONS, body()).await;
        let shown = made.expect(201).json();
        let expected = json!({
            "_id": shown["_id"],
            "instructor": instructor.id,
            "startsAt": live_time("15:00"),
            "status": "scheduled",
            "sessionId": null,
        });
        assert_eq!(shown, expected);
        assert!(is_uuid(&shown["_id"]), "{shown}");
    }
}

#[tokio::test]
async fn no_room_is_made_for_it() {
    let app = App::start().await;
    app.scheduled_live().await;
    assert!(app.daily_rooms().await.is_empty());
}

#[tokio::test]
async fn times_of_any_offset_become_utc_in_milliseconds() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for time in [
        "15:00:00Z",
        "15:00:00.000Z",
        "17:00:00+02:00",
        "10:30:00.000-04:30",
        "15:00:00+00:00",
    ] {
        let body = json!({ "startsAt": format!("{}T{time}", tomorrow()) });
        let made = instructor.post(SCHEDULED_SESSIONS, body).await;
        assert_eq!(made.expect(201).text("startsAt"), live_time("15:00"));
    }
    let soon = json!({ "startsAt": from_now(300) });
    let made = instructor.post(SCHEDULED_SESSIONS, soon).await.expect(201);
    live_second(&made.json()["startsAt"]);
}

#[tokio::test]
async fn several_may_start_at_once() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for _ in 0..3 {
        let made = instructor.post(SCHEDULED_SESSIONS, body()).await;
        made.expect(201);
    }
    assert_eq!(instructor.lists(&app.anonymous()).await.len(), 3);
}

#[tokio::test]
async fn an_id_of_digits_is_a_text() {
    let app = App::shared().await;
    let instructor = app.numbered("instructor", "ines@example.com");
    let made = instructor.post(SCHEDULED_SESSIONS, body()).await;
    assert_eq!(made.expect(201).json()["instructor"], instructor.id);
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let path = format!("{SCHEDULED_SESSIONS}/");
    app.instructor().post(&path, body()).await.expect(201);
}

#[tokio::test]
async fn what_callers_must_not_set_is_ignored() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let mut given = body();
    given["_id"] = json!("mine");
    given["instructor"] = json!("somebody-else");
    let made = instructor.post(SCHEDULED_SESSIONS, given).await;
    let shown = made.expect(201).json();
    assert_ne!(shown["_id"], "mine");
    assert_eq!(shown["instructor"], instructor.id);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        let answer = caller.post(SCHEDULED_SESSIONS, body()).await;
        answer.assert_live_error(401, "");
    }
}

#[tokio::test]
async fn other_roles_are_refused() {
    let app = App::shared().await;
    for role in ["student", "doctor", "patient", "admin", "super_admin", "no"] {
        let person = app.somebody(role);
        // The role comes before the body.
        for body in [body(), json!({})] {
            let answer = person.post(SCHEDULED_SESSIONS, body).await;
            answer.assert_live_error(403, "Not authorized to create");
        }
        assert!(person.lists(&app.anonymous()).await.is_empty());
    }
}

#[tokio::test]
async fn a_start_in_the_future_is_required() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for body in [json!({}), json!({ "sessionId": null })] {
        let answer = instructor.post(SCHEDULED_SESSIONS, body).await;
        answer.assert_live_message(400, "startsAt is required");
    }
    let without_offset = format!("{}T15:00:00", tomorrow());
    for start in [
        json!(""),
        json!("tomorrow"),
        json!(tomorrow().to_string()),
        json!(without_offset),
        json!("2027-02-30T15:00:00Z"),
        json!(1_800_000_000),
        json!({}),
        json!(from_now(-60)),
        json!("2020-01-01T00:00:00.000Z"),
    ] {
        let body = with(&body(), "startsAt", start);
        let answer = instructor.post(SCHEDULED_SESSIONS, body).await;
        answer.assert_live_error(400, "startsAt");
    }
    assert!(instructor.lists(&app.anonymous()).await.is_empty());
}

#[tokio::test]
async fn the_future_is_the_platforms() {
    let app = App::start().await;
    app.set_clock("2031-01-01T00:00:00Z").await;
    let instructor = app.instructor();
    for (start, status) in [
        ("2030-12-31T23:59:00Z", 400),
        ("2031-01-01T00:10:00Z", 201),
        ("2031-01-01T01:59:00+02:00", 400),
    ] {
        let made = instructor.post(SCHEDULED_SESSIONS, json!({ "startsAt": start }));
        let made = made.await;
        assert_eq!(made.status(), status, "{start}: {made}");
    }
}

#[tokio::test]
async fn bodies_that_are_none_are_refused() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let call = || instructor.call(Method::POST, SCHEDULED_SESSIONS);
    for text in ["{", "[]", "null", ""] {
        let answer = call().body("application/json", text).await;
        answer.assert_live_error(400, "");
    }
    let text = call().body("text/plain", body().to_string()).await;
    text.assert_live_error(415, "");
    let long = call().body("application/json", " ".repeat(300 * 1024));
    long.await.assert_live_error(413, "");
}
