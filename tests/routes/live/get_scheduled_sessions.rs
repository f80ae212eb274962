//! GET /live/scheduled-sessions

use serde_json::{Value, json};
use tests::{App, SCHEDULED_SESSIONS, live_time, unique_id};

#[tokio::test]
async fn is_as_the_seed_shows_it() {
    let app = App::shared().await;
    let instructor = app.instructor_named("John Doe", "john@example.com").await;
    let live = app.live_session_of(&instructor).await;
    let first = json!({ "startsAt": live_time("15:00") });
    let first = app.scheduled_of(&instructor, &first).await;
    let second = json!({ "startsAt": live_time("16:00"), "sessionId": live.id });
    let second = app.scheduled_of(&instructor, &second).await;
    second.step(&instructor, "live").await.expect(200);
    let path = format!("{SCHEDULED_SESSIONS}?instructorId={}", instructor.id);
    let shown = app.as_student("anybody").get(&path).await.expect(200);
    let who = json!({ "_id": instructor.id, "name": "John Doe", "email": "john@example.com" });
    let expected = json!({
        "sessions": [
            {
                "_id": first.id,
                "instructor": who,
                "startsAt": live_time("15:00"),
                "status": "scheduled",
                "sessionId": null,
            },
            {
                "_id": second.id,
                "instructor": who,
                "startsAt": live_time("16:00"),
                "status": "live",
                "sessionId": live.id,
            },
        ],
        "page": 1,
        "limit": 10,
        "totalItems": 2,
        "totalPages": 1,
    });
    assert_eq!(shown.json(), expected);
}

#[tokio::test]
async fn the_email_is_there_with_a_token_only() {
    let app = App::shared().await;
    let instructor = app.instructor_named("John Doe", "john@example.com").await;
    let body = json!({ "startsAt": live_time("15:00") });
    app.scheduled_of(&instructor, &body).await;
    let list = instructor.lists(&app.anonymous()).await;
    let expected = json!({ "_id": instructor.id, "name": "John Doe" });
    assert_eq!(list[0]["instructor"], expected);
    for caller in [
        app.as_student("anybody"),
        app.as_admin(),
        app.as_user("somebody", "nothing"),
        app.as_teacher(&instructor.id),
    ] {
        let list = instructor.lists(&caller).await;
        assert_eq!(list[0]["instructor"]["email"], "john@example.com");
    }
}

#[tokio::test]
async fn who_has_no_profile_has_no_name() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let shown = scheduled.listed().await;
    let expected = json!({ "_id": scheduled.instructor.id, "name": null });
    assert_eq!(shown["instructor"], expected);
    let list = scheduled.instructor.lists(&scheduled.instructor).await;
    assert_eq!(list[0]["instructor"]["name"], Value::Null);
    assert_eq!(list[0]["instructor"]["email"], Value::Null);
}

#[tokio::test]
async fn a_profile_that_changes_changes_it() {
    let app = App::shared().await;
    let instructor = app.instructor_named("John Doe", "john@example.com").await;
    let body = json!({ "startsAt": live_time("15:00") });
    app.scheduled_of(&instructor, &body).await;
    let profile = json!({ "name": "John Roe", "email": null });
    let change = json!({ "user_id": instructor.id, "role": "teacher", "profile_data": profile });
    instructor.post("/profiles", change).await.expect(200);
    let list = instructor.lists(&instructor).await;
    assert_eq!(list[0]["instructor"]["name"], "John Roe");
    assert_eq!(list[0]["instructor"]["email"], Value::Null);
}

#[tokio::test]
async fn is_sorted_by_start() {
    let app = App::start().await;
    let (one, other) = (app.instructor(), app.instructor());
    let mut made = Vec::new();
    for (instructor, time) in [
        (&one, "15:00"),
        (&other, "09:00"),
        (&one, "12:00"),
        (&other, "23:30"),
        (&one, "10:15"),
        (&other, "12:30"),
    ] {
        let body = json!({ "startsAt": live_time(time) });
        let scheduled = app.scheduled_of(instructor, &body).await;
        made.push((live_time(time), scheduled));
    }
    // Another day, after all those.
    let body = json!({ "startsAt": "2031-01-01T00:00:00Z" });
    let far = app.scheduled_of(&one, &body).await;
    made.push(("2031-01-01T00:00:00.000Z".to_owned(), far));
    // One that moves is sorted anew.
    let moved = json!({ "startsAt": live_time("08:00") });
    let first = &mut made[0];
    first.1.change(&one, moved).await.expect(200);
    first.0 = live_time("08:00");
    // One that is over stays.
    made[1].1.step(&other, "finished").await.expect(200);
    made.sort_by(|a, b| a.0.cmp(&b.0));

    let all = app.anonymous().get(SCHEDULED_SESSIONS).await.expect(200);
    let all = all.json();
    let ids = |list: &Value| -> Vec<String> {
        let list = list["sessions"].as_array().expect("a list");
        let ids = list.iter().filter_map(|entry| entry["_id"].as_str());
        ids.map(str::to_owned).collect()
    };
    let expected: Vec<_> = made.iter().map(|(_, of)| of.id.clone()).collect();
    assert_eq!(ids(&all), expected);
    assert_eq!(all["totalItems"], 7);

    for instructor in [&one, &other] {
        let path = format!("{SCHEDULED_SESSIONS}?instructorId={}", instructor.id);
        let own = app.anonymous().get(&path).await.expect(200).json();
        let expected: Vec<_> = made
            .iter()
            .filter(|(_, of)| of.instructor.id == instructor.id)
            .map(|(_, of)| of.id.clone())
            .collect();
        assert_eq!(ids(&own), expected);
        assert_eq!(own["totalItems"], expected.len());
    }
}

#[tokio::test]
async fn nobodys_is_empty() {
    let app = App::shared().await;
    let path = format!("{SCHEDULED_SESSIONS}?instructorId={}", unique_id("nobody"));
    let shown = app.anonymous().get(&path).await.expect(200).json();
    assert_eq!(shown["sessions"], json!([]));
    assert_eq!(shown["totalItems"], 0);
    // No page, or one that is empty.
    let pages = shown["totalPages"].as_u64();
    assert!(pages.is_some_and(|pages| pages <= 1), "{shown}");
}

#[tokio::test]
async fn a_token_that_is_sent_must_be_valid() {
    let app = App::shared().await;
    let answer = app.with_token("nonsense").get(SCHEDULED_SESSIONS).await;
    answer.assert_live_error(401, "");
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    for (query, names) in [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=two", "page"),
        ("page=1.5", "page"),
        ("page=", "page"),
        ("page=99999999999999999999999", "page"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=", "limit"),
    ] {
        let path = format!("{SCHEDULED_SESSIONS}?{query}");
        let answer = app.anonymous().get(&path).await;
        answer.assert_live_error(400, names);
    }
}
