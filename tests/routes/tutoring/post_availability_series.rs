//! POST /availability (with `recurrence`)

use serde_json::{Value, json};
use tests::{App, Person, tomorrow_at, with};

fn series(teacher: &Person, rule: &str) -> Value {
    json!({
        "teacher_id": teacher.id,
        "start_time": tomorrow_at("09:00"),
        "end_time": tomorrow_at("10:00"),
        "recurrence": rule,
    })
}

fn ids(answer: &tests::Answer) -> Vec<String> {
    let ids = answer.json()["ids"].clone();
    let text = |id: &Value| id.as_str().expect("an id").to_owned();
    ids.as_array().expect("ids").iter().map(text).collect()
}

#[tokio::test]
async fn makes_one_slot_for_each_occurrence() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let made = teacher
        .post("/availability", series(&teacher, "FREQ=WEEKLY;COUNT=3"))
        .await
        .expect(201);
    insta::assert_json_snapshot!(made.json(), { ".ids[]" => "[id]", ".message" => "[message]" }, @r#"
    {
      "ids": [
        "[id]",
        "[id]",
        "[id]"
      ],
      "message": "[message]"
    }
    "#);
    assert!(!made.text("message").is_empty());
    let path = format!("/availability?teacher_id={}", teacher.id);
    let stored: Vec<_> = teacher
        .get(&path)
        .await
        .expect(200)
        .list()
        .iter()
        .map(|slot| slot["id"].clone())
        .collect();
    assert_eq!(stored, ids(&made));
    let slots = teacher.slots().await;
    let days = |n: usize| {
        let start: jiff::Timestamp = slots[n].0.parse().expect("a time");
        let first: jiff::Timestamp = slots[0].0.parse().expect("a time");
        start.duration_since(first).as_secs() / 86_400
    };
    assert_eq!([days(0), days(1), days(2)], [0, 7, 14]);
}

#[tokio::test]
async fn the_rule_may_be_named() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let made = teacher
        .post(
            "/availability",
            series(&teacher, "RRULE:FREQ=DAILY;COUNT=2"),
        )
        .await
        .expect_success();
    assert_eq!(ids(&made).len(), 2);
}

#[tokio::test]
async fn one_occurrence_is_a_series_of_one() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let made = teacher
        .post("/availability", series(&teacher, "FREQ=DAILY;COUNT=1"))
        .await
        .expect_success();
    assert_eq!(ids(&made).len(), 1);
}

#[tokio::test]
async fn takes_52_and_no_more() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let made = teacher
        .post("/availability", series(&teacher, "FREQ=WEEKLY;COUNT=52"))
        .await
        .expect_success();
    assert_eq!(ids(&made).len(), 52);
    let other = app.teacher().await;
    for rule in [
        "FREQ=WEEKLY;COUNT=53",
        "FREQ=DAILY",
        "FREQ=SECONDLY;COUNT=1000000000",
        "FREQ=DAILY;UNTIL=29990101T000000Z",
    ] {
        other
            .post("/availability", series(&other, rule))
            .await
            .assert_error(400, "recurrence");
    }
    assert!(other.slots().await.is_empty());
}

#[tokio::test]
async fn is_all_or_nothing() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let third = tests::tomorrow() + jiff::ToSpan::days(2);
    let taken = json!({
        "teacher_id": teacher.id,
        "start_time": format!("{third}T09:30:00Z"),
        "end_time": format!("{third}T10:30:00Z"),
    });
    teacher.post("/availability", taken).await.expect_success();
    teacher
        .post("/availability", series(&teacher, "FREQ=DAILY;COUNT=5"))
        .await
        .assert_refused(409);
    assert_eq!(teacher.slots().await.len(), 1);
}

/// In Berlin clocks went forward on 31 March 2030: 09:00 there is 08:00 UTC
/// before and 07:00 UTC after.
#[tokio::test]
async fn keeps_the_hour_of_the_day_when_clocks_change() {
    let app = App::start().await;
    app.set_clock("2030-03-01T00:00:00Z").await;
    let teacher = app.teacher().await;
    let profile = json!({ "time_zone": "Europe/Berlin" });
    let change = json!({ "user_id": teacher.id, "role": "teacher", "profile_data": profile });
    teacher.post("/profiles", change).await.expect(200);
    let body = with(
        &series(&teacher, "FREQ=DAILY;COUNT=4"),
        "start_time",
        "2030-03-29T09:00:00+01:00",
    );
    let body = with(&body, "end_time", "2030-03-29T10:30:00+01:00");
    teacher.post("/availability", body).await.expect_success();
    let times: Vec<_> = teacher
        .slots()
        .await
        .into_iter()
        .map(|(from, to, _)| format!("{from} {to}"))
        .collect();
    assert_eq!(
        times,
        [
            "2030-03-29T08:00:00Z 2030-03-29T09:30:00Z",
            "2030-03-30T08:00:00Z 2030-03-30T09:30:00Z",
            "2030-03-31T07:00:00Z 2030-03-31T08:30:00Z",
            "2030-04-01T07:00:00Z 2030-04-01T08:30:00Z",
        ]
    );
}

/// In New York clocks went back at 2:00 on 3 November 2030. A slot over that
/// hour is as long as the first one.
#[tokio::test]
async fn each_is_as_long_as_the_first() {
    let app = App::start().await;
    app.set_clock("2030-10-01T00:00:00Z").await;
    let teacher = app.teacher().await;
    let profile = json!({ "time_zone": "America/New_York" });
    let change = json!({ "user_id": teacher.id, "role": "teacher", "profile_data": profile });
    teacher.post("/profiles", change).await.expect(200);
    let body = with(
        &series(&teacher, "FREQ=DAILY;COUNT=3"),
        "start_time",
        "2030-11-02T00:00:00-04:00",
    );
    let body = with(&body, "end_time", "2030-11-02T04:00:00-04:00");
    teacher.post("/availability", body).await.expect_success();
    let times: Vec<_> = teacher
        .slots()
        .await
        .into_iter()
        .map(|(from, to, _)| format!("{from} {to}"))
        .collect();
    assert_eq!(
        times,
        [
            "2030-11-02T04:00:00Z 2030-11-02T08:00:00Z",
            "2030-11-03T04:00:00Z 2030-11-03T08:00:00Z",
            "2030-11-04T05:00:00Z 2030-11-04T09:00:00Z",
        ]
    );
}

#[tokio::test]
async fn without_a_time_zone_it_is_utc() {
    let app = App::start().await;
    app.set_clock("2030-03-01T00:00:00Z").await;
    let teacher = app.teacher().await;
    let body = with(
        &series(&teacher, "FREQ=DAILY;COUNT=3"),
        "start_time",
        "2030-03-30T09:00:00+01:00",
    );
    let body = with(&body, "end_time", "2030-03-30T10:00:00+01:00");
    teacher.post("/availability", body).await.expect_success();
    let starts: Vec<_> = teacher
        .slots()
        .await
        .into_iter()
        .map(|(from, ..)| from)
        .collect();
    assert_eq!(
        starts,
        [
            "2030-03-30T08:00:00Z",
            "2030-03-31T08:00:00Z",
            "2030-04-01T08:00:00Z"
        ]
    );
}

#[tokio::test]
async fn each_occurrence_is_booked_and_deleted_by_itself() {
    let app = App::shared().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let made = teacher
        .post("/availability", series(&teacher, "FREQ=DAILY;COUNT=3"))
        .await
        .expect_success();
    student.book(&teacher, "09:00", "10:00").await;
    teacher
        .delete(&format!("/availability/{}", ids(&made)[1]))
        .await
        .expect(200);
    let flags: Vec<_> = teacher
        .slots()
        .await
        .into_iter()
        .map(|(_, _, booked)| booked)
        .collect();
    assert_eq!(flags, [true, false]);
}

#[tokio::test]
async fn refuses_rules_that_are_none() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    for rule in [
        json!(""),
        json!("weekly"),
        json!("FREQ=SOMETIMES;COUNT=2"),
        json!("COUNT=2"),
        json!("FREQ=DAILY;COUNT=0"),
        json!("FREQ=DAILY;COUNT=-1"),
        json!("FREQ=DAILY;COUNT=two"),
        json!("FREQ=DAILY;COUNT=2\nDTSTART:20200101T000000Z"),
        json!("FREQ=DAILY;COUNT=2\u{0}"),
        json!(2),
        json!(["FREQ=DAILY;COUNT=2"]),
    ] {
        teacher
            .post(
                "/availability",
                with(&series(&teacher, ""), "recurrence", rule),
            )
            .await
            .assert_error(400, "recurrence");
    }
    assert!(teacher.slots().await.is_empty());
}
