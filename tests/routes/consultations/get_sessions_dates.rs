//! GET /api/video/sessions (dates)

use serde_json::Value;
use tests::{App, Caller, direct, unique_id};

const PATH: &str = "/api/video/sessions";

async fn starts(caller: &Caller, query: &str) -> Vec<String> {
    let list = caller
        .get(&format!("{PATH}?limit=100&{query}"))
        .await
        .expect(200)
        .json();
    let sessions = list["sessions"].as_array().expect("a list");
    let start = |session: &Value| session["scheduled_start_time"].as_str().map(str::to_owned);
    let starts: Vec<String> = sessions.iter().filter_map(start).collect();
    assert_eq!(list["total"], starts.len(), "{query}");
    starts
}

/// Sessions of different people at these starts, by admin.
async fn made(app: &App, doctor_id: &str, starts: &[&str]) {
    for start in starts {
        let body = direct(doctor_id, &unique_id("patient"), start);
        app.as_admin().post(PATH, body).await.expect(201);
    }
}

#[tokio::test]
async fn days_are_inclusive_and_times_exact() {
    let app = App::start().await;
    app.set_time("12:00:00").await;
    let doctor = app.doctor();
    let all = [
        "2027-02-01T00:00:00Z",
        "2027-02-01T23:30:00Z",
        "2027-02-02T00:00:00Z",
        "2027-02-02T12:00:00Z",
        "2027-02-03T00:00:00Z",
        "2028-02-29T10:00:00Z",
    ];
    made(&app, &doctor.id, &all).await;
    for (query, from, to) in [
        ("", 0, 6),
        ("start_date=2027-02-01&end_date=2027-02-01", 0, 2),
        ("start_date=2027-02-02&end_date=2027-02-02", 2, 4),
        ("start_date=2027-02-02", 2, 6),
        ("end_date=2027-02-02", 0, 4),
        ("start_date=2027-02-01&end_date=2027-02-03", 0, 5),
        ("start_date=2027-02-04&end_date=2027-02-05", 5, 5),
        // Without a limit of days: they are one's own.
        ("start_date=2020-01-01&end_date=2030-01-01", 0, 6),
        ("start_date=2027-02-01T23:00:00Z", 1, 6),
        ("end_date=2027-02-02T11:00:00Z", 0, 3),
        (
            "start_date=2027-02-01T12:00:00Z&end_date=2027-02-02T12:30:00Z",
            1,
            4,
        ),
        // A quarter past eleven at night on the 1st in UTC.
        ("start_date=2027-02-02T00:15:00%2B01:00", 1, 6),
        ("start_date=2027-02-02&end_date=2027-02-02T06:00:00Z", 2, 3),
    ] {
        let mut expected = all[from..to].to_vec();
        expected.reverse();
        assert_eq!(starts(&doctor, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn an_admin_sees_all_of_31_days_before_and_after() {
    let app = App::start().await;
    app.set_clock("2027-01-01T12:00:00Z").await;
    let early = ["2027-01-02T12:00:00Z", "2027-01-10T10:00:00Z"];
    let late = ["2027-02-25T10:00:00Z", "2027-03-05T10:00:00Z"];
    for start in early.iter().chain(&late) {
        made(&app, &unique_id("doctor"), &[*start]).await;
    }
    // 31 days back is 5 January, 31 days on is 8 March.
    app.set_clock("2027-02-05T12:00:00Z").await;
    let mut expected = vec![late[1], late[0], early[1]];
    assert_eq!(starts(&app.as_admin(), "").await, expected);
    expected.retain(|start| *start != late[1]);
    app.set_clock("2027-01-28T12:00:00Z").await;
    expected.push(early[0]);
    assert_eq!(starts(&app.as_admin(), "").await, expected);
}

#[tokio::test]
async fn an_admin_names_at_most_92_days() {
    let app = App::start().await;
    app.set_clock("2027-01-01T12:00:00Z").await;
    let admin = app.as_admin();
    let start = "2027-06-10T10:00:00Z";
    made(&app, &unique_id("doctor"), &[start]).await;
    let days = "start_date=2027-06-01&end_date=2027-08-31";
    assert_eq!(starts(&admin, days).await, [start]);
    let times = "start_date=2027-06-10T09:00:00Z&end_date=2027-06-10T11:00:00Z";
    assert_eq!(starts(&admin, times).await, [start]);
    let none = "start_date=2027-06-11&end_date=2027-08-31&status=SCHEDULED";
    assert!(starts(&admin, none).await.is_empty());
    for query in [
        "start_date=2027-06-01&end_date=2027-09-15",
        "start_date=2026-01-01&end_date=2028-01-01",
        "start_date=2027-06-01T00:00:00Z&end_date=2027-09-05T00:00:00Z",
    ] {
        let refused = admin.get(&format!("{PATH}?{query}")).await;
        let entries = refused.assert_invalid();
        let named = entries[0]["loc"][1].as_str().unwrap_or_default();
        // Either of the two may be the wrong one.
        assert!(matches!(named, "start_date" | "end_date"), "{refused}");
    }
}

#[tokio::test]
async fn an_admin_pages_and_filters_all_of_them() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let mut all = Vec::new();
    for n in 0..25_u32 {
        let start = format!("2027-02-{:02}T{:02}:00:00Z", 1 + n % 3, 8 + n / 3);
        made(&app, &unique_id("doctor"), &[&start]).await;
        all.push(start);
    }
    all.sort();
    all.reverse();
    let admin = app.as_admin();
    assert_eq!(starts(&admin, "").await, all);
    let path = format!("{PATH}?skip=10&limit=10");
    let page = admin.get(&path).await.expect(200).json();
    assert_eq!(page["total"], 25);
    let shown = page["sessions"].as_array().expect("a list");
    let shown: Vec<_> = shown
        .iter()
        .filter_map(|session| session["scheduled_start_time"].as_str())
        .collect();
    assert_eq!(shown, all[10..20]);
    let none = starts(&admin, "status=COMPLETED").await;
    assert!(none.is_empty(), "{none:?}");
    let direct = starts(&admin, "booking_type=DIRECT_DOCTOR").await;
    assert_eq!(direct.len(), 25);
}
