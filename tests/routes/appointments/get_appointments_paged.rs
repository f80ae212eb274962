//! GET /api/appointments (page by page)

use futures::stream::{self, StreamExt as _};
use serde_json::Value;
use tests::{APPOINTMENTS, App, Caller, Person, SCHEDULE, tomorrow, tomorrow_at, visit, with};

/// A psychologist with so many appointments, one each day from tomorrow on;
/// their ids, soonest first.
async fn busy(app: &App, count: usize) -> (Person, Vec<u64>) {
    let psychologist = app.psychologist();
    let days: Vec<_> = tomorrow()
        .series(jiff::Span::new().days(1))
        .take(count)
        .collect();
    let ids = stream::iter(days)
        .map(|day| {
            let (app, psychologist) = (app.clone(), psychologist.clone());
            async move {
                let start = format!("{day}T10:00:00Z");
                let body = visit(&psychologist.id, &app.patient().id, &start);
                let made = psychologist.post(APPOINTMENTS, body).await;
                made.expect(201).number("id")
            }
        })
        .buffered(8)
        .collect()
        .await;
    (psychologist, ids)
}

/// All pages from this one on, by following what each names as the next one.
async fn walk(caller: &Caller, first: &str) -> Vec<Vec<u64>> {
    let (mut pages, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(path) = next {
        let list = caller.get(&path).await.expect(200);
        pages.push(list.ids());
        assert!(pages.len() < 100, "it goes on for ever");
        next = list.json()["next"].as_str().map(str::to_owned);
    }
    pages
}

#[tokio::test]
async fn pages_name_each_other() {
    let app = App::shared().await;
    let (psychologist, all) = busy(&app, 7).await;
    for path in [APPOINTMENTS, SCHEDULE] {
        let list = async |page: u32| {
            let query = format!("{path}?status=scheduled&page_size=3&page={page}");
            psychologist.get(&query).await.expect(200)
        };
        for (page, expected) in [(1, &all[..3]), (2, &all[3..6]), (3, &all[6..])] {
            let list = list(page).await;
            assert_eq!(list.ids(), expected, "page {page}");
            assert_eq!(list.number("count"), 7);
            let body = list.json();
            for (name, is_there, ids) in [
                ("next", page < 3, &all[usize::min(7, page as usize * 3)..]),
                (
                    "previous",
                    page > 1,
                    &all[(page as usize).saturating_sub(2) * 3..],
                ),
            ] {
                let Some(url) = body[name].as_str() else {
                    assert_eq!(body[name], Value::Null);
                    assert!(!is_there, "no {name} of page {page}");
                    continue;
                };
                assert!(is_there, "{name} of page {page}: {url}");
                let here = format!("{}{path}?", app.base_url);
                assert!(url.starts_with(&here), "{url} does not begin with {here}");
                assert!(url.contains("status=scheduled"), "{url}");
                let list = psychologist.get(url).await.expect(200);
                assert_eq!(list.ids(), ids[..usize::min(3, ids.len())], "{url}");
            }
        }
    }
}

#[tokio::test]
async fn without_parameters_the_first_page_is_shown() {
    let app = App::shared().await;
    let (psychologist, all) = busy(&app, 3).await;
    for path in [APPOINTMENTS, SCHEDULE] {
        let first = psychologist.get(&format!("{path}?page_size=2")).await;
        assert_eq!(first.expect(200).ids(), all[..2]);
        let one = psychologist.get(&format!("{path}?page=1")).await;
        assert_eq!(one.expect(200).ids(), all);
        let pages = walk(&psychologist, &format!("{path}?page_size=2")).await;
        assert_eq!(pages, [&all[..2], &all[2..]]);
    }
}

#[tokio::test]
async fn a_page_past_the_end_is_not_found() {
    let app = App::shared().await;
    let (psychologist, all) = busy(&app, 3).await;
    for path in [APPOINTMENTS, SCHEDULE] {
        for query in [
            "page=2",
            "page=4&page_size=1",
            "page=2&page_size=3",
            "page=1000000",
            "page=4294967297",
            "page=2&status=scheduled",
        ] {
            let refused = psychologist.get(&format!("{path}?{query}")).await;
            refused.assert_detailed(404);
        }
        let last = psychologist.get(&format!("{path}?page=3&page_size=1"));
        assert_eq!(last.await.expect(200).ids(), all[2..]);
    }
    // The first page is there, even if nothing is on it.
    let nobody = app.psychologist();
    for path in [APPOINTMENTS, SCHEDULE] {
        let first = nobody.get(&format!("{path}?page=1")).await.expect(200);
        assert_eq!(first.number("count"), 0);
        let second = nobody.get(&format!("{path}?page=2")).await;
        second.assert_detailed(404);
    }
}

#[tokio::test]
async fn the_default_is_100_and_50_and_the_most_200() {
    let app = App::shared().await;
    let (psychologist, all) = busy(&app, 201).await;
    for (path, query, size) in [
        (APPOINTMENTS, "", 100),
        (SCHEDULE, "", 50),
        (APPOINTMENTS, "?page_size=199", 199),
        (APPOINTMENTS, "?page_size=200", 200),
        (APPOINTMENTS, "?page_size=201", 200),
        (SCHEDULE, "?page_size=1000", 200),
        (SCHEDULE, "?page_size=99999999999999999999", 200),
    ] {
        let first = format!("{path}{query}");
        let pages = walk(&psychologist, &first).await;
        let expected: Vec<_> = all.chunks(size).collect();
        assert_eq!(pages, expected, "{first}");
        let list = psychologist.get(&first).await.expect(200);
        assert_eq!(list.number("count"), 201, "{first}");
    }
}

#[tokio::test]
async fn those_of_one_start_are_each_on_one_page() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let mut all = Vec::new();
    for n in 0..7 {
        let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
        let body = with(&body, "service_name", format!("{n}"));
        let body = with(&body, "session_type", "in_person");
        let made = app.visit_of(&psychologist, &patient, &body).await;
        made.step(&patient, "cancelled").await.expect(200);
        all.push(made.id);
    }
    for caller in [&psychologist, &patient] {
        let pages = walk(caller, &format!("{APPOINTMENTS}?page_size=2")).await;
        let mut seen = pages.concat();
        seen.sort_unstable();
        assert_eq!(seen, all);
    }
}
