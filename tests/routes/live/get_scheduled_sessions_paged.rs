//! GET /live/scheduled-sessions (page by page)

use futures::future::join_all;
use serde_json::{Value, json};
use tests::{App, Person, SCHEDULED_SESSIONS, Scheduled, live_time};

/// So many of an instructor's, each some minutes after the one before.
async fn planned(app: &App, instructor: &Person, count: usize) -> Vec<Scheduled> {
    let mut all = Vec::new();
    for minute in 0..count {
        let start = live_time(&format!("{:02}:{:02}", 10 + minute / 60, minute % 60));
        let body = json!({ "startsAt": start });
        all.push(app.scheduled_of(instructor, &body).await);
    }
    all
}

async fn page(app: &App, instructor: &Person, query: &str) -> Value {
    let path = format!(
        "{SCHEDULED_SESSIONS}?instructorId={}&{query}",
        instructor.id
    );
    app.anonymous().get(&path).await.expect(200).json()
}

fn ids(page: &Value) -> Vec<String> {
    let list = page["sessions"].as_array().expect("a list");
    let ids = list.iter().filter_map(|entry| entry["_id"].as_str());
    ids.map(str::to_owned).collect()
}

#[tokio::test]
async fn pages_hold_all_of_them_once() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let all = planned(&app, &instructor, 25).await;
    let all: Vec<_> = all.into_iter().map(|of| of.id).collect();
    for limit in [1, 4, 10, 24, 25, 26, 100] {
        let pages = 25_usize.div_ceil(limit);
        let mut seen = Vec::new();
        for number in 1..=pages {
            let shown = page(&app, &instructor, &format!("page={number}&limit={limit}")).await;
            assert_eq!(shown["page"], number);
            assert_eq!(shown["limit"], limit);
            assert_eq!(shown["totalItems"], 25);
            assert_eq!(shown["totalPages"], pages);
            seen.extend(ids(&shown));
        }
        assert_eq!(seen, all, "{limit}");
    }
}

#[tokio::test]
async fn the_first_ten_are_what_is_not_asked_for() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let all = planned(&app, &instructor, 12).await;
    let shown = page(&app, &instructor, "").await;
    let first: Vec<_> = all.iter().take(10).map(|of| of.id.clone()).collect();
    assert_eq!(ids(&shown), first);
    assert_eq!((&shown["page"], &shown["limit"]), (&json!(1), &json!(10)));
    assert_eq!(shown["totalPages"], 2);
    let second = page(&app, &instructor, "page=2").await;
    assert_eq!(ids(&second).len(), 2);
}

#[tokio::test]
async fn a_page_past_the_end_is_empty() {
    let app = App::shared().await;
    let instructor = app.instructor();
    planned(&app, &instructor, 3).await;
    for number in [2, 3, 1_000] {
        let shown = page(&app, &instructor, &format!("page={number}")).await;
        let expected = json!({
            "sessions": [],
            "page": number,
            "limit": 10,
            "totalItems": 3,
            "totalPages": 1,
        });
        assert_eq!(shown, expected);
    }
}

#[tokio::test]
async fn a_limit_above_the_most_is_taken_as_the_most() {
    let app = App::shared().await;
    let instructor = app.instructor();
    planned(&app, &instructor, 3).await;
    let shown = page(&app, &instructor, "limit=100000").await;
    assert_eq!(ids(&shown).len(), 3);
    assert_eq!(shown["totalPages"], 1);
    let limit = shown["limit"].as_u64().expect("a number");
    assert!((10..100_000).contains(&limit), "{shown}");
}

#[tokio::test]
async fn totals_follow_what_is_made_and_deleted() {
    let app = App::start().await;
    let (one, other) = (app.instructor(), app.instructor());
    let mine = planned(&app, &one, 5).await;
    planned(&app, &other, 2).await;
    let total = async || {
        let all = app.anonymous().get(SCHEDULED_SESSIONS).await.expect(200);
        all.json()["totalItems"].clone()
    };
    assert_eq!(total().await, 7);
    one.delete(&mine[2].path()).await.expect(200);
    one.delete(&mine[2].path())
        .await
        .assert_live_error(404, "Scheduled session not found");
    assert_eq!(total().await, 6);
    assert_eq!(page(&app, &one, "").await["totalItems"], 4);
    assert_eq!(page(&app, &other, "").await["totalItems"], 2);
    // What changes is still one.
    let later = json!({ "startsAt": "2031-01-01T00:00:00Z", "status": "live" });
    mine[0].change(&one, later).await.expect(200);
    assert_eq!(total().await, 6);
    assert_eq!(page(&app, &one, "").await["totalItems"], 4);
}

#[tokio::test]
async fn totals_stay_right_under_many_writers() {
    let app = App::start().await;
    let instructor = app.instructor();
    let body = json!({ "startsAt": live_time("15:00") });
    let made = join_all((0..20).map(|_| app.scheduled_of(&instructor, &body))).await;
    let deleted = made.iter().step_by(2);
    let calls = deleted.map(|of| instructor.delete(&of.path()).into_future());
    for answer in join_all(calls).await {
        answer.expect(200);
    }
    let mut kept: Vec<_> = made
        .into_iter()
        .skip(1)
        .step_by(2)
        .map(|of| of.id)
        .collect();
    kept.sort();
    for query in [
        "limit=100".to_owned(),
        format!("limit=100&instructorId={}", instructor.id),
    ] {
        let path = format!("{SCHEDULED_SESSIONS}?{query}");
        let shown = app.anonymous().get(&path).await.expect(200).json();
        assert_eq!(shown["totalItems"], 10, "{query}");
        let mut seen = ids(&shown);
        seen.sort();
        assert_eq!(seen, kept, "{query}");
    }
}
