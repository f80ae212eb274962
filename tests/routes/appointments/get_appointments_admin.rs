//! GET /api/appointments (by admin)

use tests::{APPOINTMENTS, App};

async fn ids(app: &App, query: &str) -> Vec<u64> {
    let list = app.as_admin().get(&format!("{APPOINTMENTS}{query}")).await;
    list.expect(200).ids()
}

#[tokio::test]
async fn sees_all_of_the_coming_31_days() {
    let app = App::start().await;
    app.set_clock("2027-01-01T12:00:00Z").await;
    let mut all = Vec::new();
    for start in [
        "2027-01-10T10:00:00Z",
        "2027-02-04T10:00:00Z",
        "2027-02-06T10:00:00Z",
        "2027-03-07T10:00:00Z",
        "2027-03-10T10:00:00Z",
        "2027-05-10T10:00:00Z",
    ] {
        all.push(app.visit_at(start).await.id);
    }
    // Two at once, of different people.
    let twin = app.visit_at("2027-02-06T10:00:00Z").await.id;
    // 31 days on is 8 March.
    app.set_clock("2027-02-05T12:00:00Z").await;
    let mut seen = ids(&app, "").await;
    assert_eq!(seen.pop(), Some(all[3]));
    seen.sort_unstable();
    assert_eq!(seen, [all[2], twin]);
    assert_eq!(ids(&app, "?status=scheduled").await.len(), 3);
    assert_eq!(ids(&app, "?status=cancelled").await, [0_u64; 0]);
    let super_admin = app.as_user("root", "super_admin");
    let list = super_admin.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.number("count"), 3);
}

#[tokio::test]
async fn sees_all_of_a_range() {
    let app = App::start().await;
    app.set_clock("2027-01-01T12:00:00Z").await;
    let mut all = Vec::new();
    for start in [
        "2027-01-10T23:30:00Z",
        "2027-01-11T00:30:00Z",
        "2027-02-28T10:00:00Z",
        "2027-04-10T23:00:00Z",
        "2027-04-13T10:00:00Z",
    ] {
        all.push(app.visit_at(start).await.id);
    }
    app.set_clock("2027-06-01T12:00:00Z").await;
    for (query, from, to) in [
        ("?date_from=2027-01-10&date_to=2027-01-10", 0, 1),
        ("?date_from=2027-01-11&date_to=2027-01-11", 1, 2),
        ("?date_from=2027-01-11&date_to=2027-02-28", 1, 3),
        // 91 days apart, 92 with both.
        ("?date_from=2027-01-10&date_to=2027-04-11", 0, 4),
        ("?date_from=2027-01-11&date_to=2027-04-12", 1, 4),
        (
            "?date_from=2027-01-11&date_to=2027-01-31&timezone=Europe/Berlin",
            0,
            2,
        ),
        (
            "?date_from=2027-01-01&date_to=2027-01-10&timezone=America/New_York",
            0,
            2,
        ),
    ] {
        assert_eq!(ids(&app, query).await, all[from..to], "{query}");
    }
    let paged = "?date_from=2027-01-10&date_to=2027-04-01&page_size=2";
    assert_eq!(ids(&app, paged).await, all[..2]);
    assert_eq!(ids(&app, &format!("{paged}&page=2")).await, all[2..3]);
}

#[tokio::test]
async fn a_range_of_more_than_92_days_is_refused() {
    let app = App::start().await;
    for (from, to) in [
        ("2027-01-01", "2027-04-04"),
        ("2027-01-01", "2028-01-01"),
        ("0001-01-01", "9999-12-31"),
    ] {
        let query = format!("{APPOINTMENTS}?date_from={from}&date_to={to}");
        let refused = app.as_admin().get(&query).await.expect(400);
        // Either end is what is wrong.
        let named = refused.json();
        let names: Vec<&str> = ["date_from", "date_to"]
            .into_iter()
            .filter(|name| named.get(name).is_some())
            .collect();
        assert!(!names.is_empty(), "{refused}");
        refused.assert_wrong_names(&names);
    }
}

#[tokio::test]
async fn counts_and_pages_over_everybody() {
    let app = App::start().await;
    app.set_clock("2027-01-01T12:00:00Z").await;
    let mut all = Vec::new();
    for day in 0..9 {
        let start = format!("2027-01-{:02}T10:00:00Z", 10 + day / 3);
        all.push(app.visit_at(&start).await.id);
    }
    let mut seen = Vec::new();
    for page in 1..=3 {
        let query = format!("{APPOINTMENTS}?page_size=4&page={page}");
        let list = app.as_admin().get(&query).await.expect(200);
        assert_eq!(list.number("count"), 9);
        seen.extend(list.ids());
    }
    assert_eq!(seen.len(), 9);
    // Those of one start may come in any order, those of one day come first.
    for (seen, made) in seen.chunks_mut(3).zip(all.chunks_mut(3)) {
        seen.sort_unstable();
        made.sort_unstable();
        assert_eq!(seen, made);
    }
}
