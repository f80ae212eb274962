//! A scheduled session and the live one that it is held in.

use serde_json::{Value, json};
use tests::{Answer, App, Person, SCHEDULED_SESSIONS, Scheduled, live_time};

async fn linked(app: &App, instructor: &Person, id: &str) -> Scheduled {
    let body = json!({ "startsAt": live_time("15:00"), "sessionId": id });
    app.scheduled_of(instructor, &body).await
}

/// What every answer says of the link: the list, GET by id, and a change.
async fn links(scheduled: &Scheduled) -> [Value; 3] {
    let changed = scheduled.change(&scheduled.instructor, json!({})).await;
    [
        scheduled.listed().await["sessionId"].clone(),
        scheduled.shown().await["sessionId"].clone(),
        changed.expect(200).json()["sessionId"].clone(),
    ]
}

#[tokio::test]
async fn is_there_from_the_beginning() {
    let app = App::shared().await;
    let live = app.live_session().await;
    let instructor = &live.instructor;
    let body = json!({ "startsAt": live_time("15:00"), "sessionId": live.id });
    let made = instructor.post(SCHEDULED_SESSIONS, body).await;
    assert_eq!(made.expect(201).json()["sessionId"], live.id);
    let body = json!({ "startsAt": live_time("16:00"), "sessionId": null });
    let made = instructor.post(SCHEDULED_SESSIONS, body).await;
    assert_eq!(made.expect(201).json()["sessionId"], Value::Null);
}

#[tokio::test]
async fn can_be_made_changed_and_taken_away() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let instructor = &scheduled.instructor;
    for live in [
        app.live_session_of(instructor).await,
        app.live_session_of(instructor).await,
    ] {
        let body = json!({ "sessionId": live.id });
        let changed = scheduled.change(instructor, body).await.expect(200);
        assert_eq!(changed.json()["sessionId"], live.id);
        let whole = json!({
            "_id": live.id,
            "roomName": live.name,
            "title": "Introduction to Node.js",
        });
        let expected = [json!(live.id), whole, json!(live.id)];
        assert_eq!(links(&scheduled).await, expected);
        let stepped = scheduled.step(instructor, "live").await.expect(200);
        assert_eq!(stepped.json()["sessionId"], live.id);
    }
    let body = json!({ "sessionId": null });
    let changed = scheduled.change(instructor, body).await.expect(200);
    assert_eq!(changed.json()["sessionId"], Value::Null);
    assert_eq!(
        links(&scheduled).await,
        [Value::Null, Value::Null, Value::Null]
    );
}

#[tokio::test]
async fn ends_with_the_live_session() {
    let app = App::shared().await;
    let live = app.live_session().await;
    let scheduled = linked(&app, &live.instructor, &live.id).await;
    live.delete(&live.instructor).await.expect(200);
    assert_eq!(
        links(&scheduled).await,
        [Value::Null, Value::Null, Value::Null]
    );
    let stepped = scheduled.step(&live.instructor, "live").await.expect(200);
    assert_eq!(stepped.json()["sessionId"], Value::Null);
    // It can be held in another.
    let other = app.live_session_of(&live.instructor).await;
    let body = json!({ "sessionId": other.id });
    let changed = scheduled.change(&live.instructor, body).await.expect(200);
    assert_eq!(changed.json()["sessionId"], other.id);
}

#[tokio::test]
async fn several_may_be_held_in_one() {
    let app = App::shared().await;
    let live = app.live_session().await;
    for _ in 0..3 {
        linked(&app, &live.instructor, &live.id).await;
    }
    live.delete(&live.instructor).await.expect(200);
    let list = live.instructor.lists(&app.anonymous()).await;
    let left: Vec<_> = list.iter().map(|entry| &entry["sessionId"]).collect();
    assert_eq!(left, [&Value::Null; 3]);
}

/// Tries it in a new one, and in one that is there and must stay as it is.
async fn tried(app: &App, instructor: &Person, id: &Value) -> [Answer; 2] {
    let body = json!({ "startsAt": live_time("16:00"), "sessionId": id });
    let made = instructor.post(SCHEDULED_SESSIONS, body.clone()).await;
    let plain = json!({ "startsAt": live_time("15:00") });
    let scheduled = app.scheduled_of(instructor, &plain).await;
    let before = scheduled.shown().await;
    let changed = scheduled.change(instructor, body).await;
    assert_eq!(scheduled.shown().await, before);
    [made, changed]
}

#[tokio::test]
async fn one_that_is_not_there_is_not_found() {
    let app = App::shared().await;
    let gone = app.live_session().await;
    gone.delete(&gone.instructor).await.expect(200);
    let unknown = "00000000-0000-4000-8000-000000000000";
    for id in [json!(unknown), json!(gone.id)] {
        for answer in tried(&app, &gone.instructor, &id).await {
            answer.assert_live_error(404, "");
        }
    }
    // It is the id, and not the room's name; neither has the form of one.
    let live = app.live_session_of(&gone.instructor).await;
    for id in [json!(live.name), json!("nothing")] {
        for answer in tried(&app, &gone.instructor, &id).await {
            let status = answer.status();
            assert!(matches!(status, 400 | 404), "{answer}");
            answer.assert_live_error(status, "");
        }
    }
}

#[tokio::test]
async fn another_instructors_is_refused() {
    let app = App::shared().await;
    let live = app.live_session().await;
    for role in ["instructor", "teacher"] {
        for answer in tried(&app, &app.somebody(role), &json!(live.id)).await {
            answer.assert_live_error(403, "");
        }
    }
}

#[tokio::test]
async fn an_id_that_is_no_text_is_refused() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for id in [json!(5), json!(true), json!([]), json!({})] {
        for answer in tried(&app, &instructor, &id).await {
            answer.assert_live_error(400, "sessionId");
        }
    }
}
