//! GET /api/video/doctors/{doctor_id}/availability (zones)

use serde_json::json;
use tests::{App, with};

use super::get_availability::{doctor_with, hours, windows};

#[tokio::test]
async fn hours_are_seen_in_the_viewers_zone() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let weekly = [("monday", "09:00", "12:00")];
    let doctor = doctor_with(&app, hours("Europe/Berlin", &weekly)).await;
    for (zone, expected) in [
        ("", "08:00 11:00"),
        ("&timezone=UTC", "08:00 11:00"),
        ("&timezone=Europe/Berlin", "09:00 12:00"),
        ("&timezone=Europe%2FLondon", "08:00 11:00"),
        ("&timezone=America/New_York", "03:00 06:00"),
        ("&timezone=Asia/Tokyo", "17:00 20:00"),
        ("&timezone=Asia/Kathmandu", "13:45 16:45"),
    ] {
        let seen = windows(&doctor, &format!("?date=2027-01-25{zone}")).await;
        assert_eq!(seen, [format!("2027-01-25 {expected} 6")], "{zone}");
    }
    // In summer it is two hours from Berlin to UTC.
    let seen = windows(&doctor, "?date=2027-07-05").await;
    assert_eq!(seen, ["2027-07-05 07:00 10:00 6"]);
}

#[tokio::test]
async fn windows_are_split_at_the_viewers_midnights() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let weekly = [("monday", "16:00", "23:00")];
    let doctor = doctor_with(&app, hours("America/New_York", &weekly)).await;
    // 21:00 to 04:00 in UTC.
    let seen = windows(&doctor, "").await;
    let expected = ["2027-01-25 21:00 24:00 6", "2027-01-26 00:00 04:00 8"];
    assert_eq!(seen, expected);
    let seen = windows(&doctor, "?date=2027-01-25").await;
    assert_eq!(seen, expected[..1]);
    let seen = windows(&doctor, "?date=2027-01-26").await;
    assert_eq!(seen, expected[1..]);
    let seen = windows(&doctor, "?date=2027-01-25&timezone=America/New_York").await;
    assert_eq!(seen, ["2027-01-25 16:00 23:00 14"]);
    // In Kiritimati, 14 hours ahead, all of it is Tuesday.
    let there = "timezone=Pacific/Kiritimati";
    let seen = windows(&doctor, &format!("?date=2027-01-26&{there}")).await;
    assert_eq!(seen, ["2027-01-26 11:00 18:00 14"]);
    let seen = windows(&doctor, &format!("?date=2027-01-25&{there}")).await;
    assert!(seen.is_empty(), "{seen:?}");
}

#[tokio::test]
async fn a_window_to_midnight_ends_at_24() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let weekly = [
        ("monday", "20:00", "24:00"),
        ("tuesday", "00:00", "24:00"),
        ("wednesday", "00:00", "02:00"),
    ];
    let doctor = doctor_with(&app, hours("UTC", &weekly)).await;
    let expected = [
        "2027-01-25 20:00 24:00 8",
        "2027-01-26 00:00 24:00 48",
        "2027-01-27 00:00 02:00 4",
    ];
    assert_eq!(windows(&doctor, "").await, expected);
}

#[tokio::test]
async fn an_exception_is_a_day_of_the_doctor() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let weekly = [("tuesday", "01:00", "03:00")];
    let body = hours("Asia/Tokyo", &weekly);
    let closed = json!([{ "date": "2027-01-26", "windows": [] }]);
    let open = doctor_with(&app, body.clone()).await;
    let closed = doctor_with(&app, with(&body, "exceptions", closed)).await;
    // It is Monday still in UTC.
    let seen = windows(&open, "?date=2027-01-25").await;
    assert_eq!(seen, ["2027-01-25 16:00 18:00 4"]);
    assert!(windows(&closed, "?date=2027-01-25").await.is_empty());
}

/// On 28 March 2027 it goes from 02:00 to 03:00 in Berlin.
#[tokio::test]
async fn no_slot_is_invented_when_an_hour_is_left_out() {
    let app = App::start().await;
    app.set_clock("2027-03-20T12:00:00Z").await;
    let weekly = [("sunday", "00:00", "06:00"), ("saturday", "00:00", "06:00")];
    let doctor = doctor_with(&app, hours("Europe/Berlin", &weekly)).await;
    let berlin = "timezone=Europe/Berlin";
    let seen = windows(&doctor, &format!("?date=2027-03-27&{berlin}")).await;
    assert_eq!(seen, ["2027-03-27 00:00 06:00 12"]);
    let seen = windows(&doctor, &format!("?date=2027-03-28&{berlin}")).await;
    assert_eq!(seen, ["2027-03-28 00:00 06:00 10"]);
    let seen = windows(&doctor, "?date=2027-03-28").await;
    assert_eq!(seen, ["2027-03-28 00:00 04:00 8"]);
    let seen = windows(&doctor, "?date=2027-03-27").await;
    let expected = ["2027-03-27 00:00 05:00 10", "2027-03-27 23:00 24:00 2"];
    assert_eq!(seen, expected);
    let seen = windows(&doctor, "?date=2027-04-04").await;
    assert_eq!(seen, ["2027-04-04 00:00 04:00 8"]);

    let weekly = [("sunday", "02:00", "04:00"), ("sunday", "09:00", "10:00")];
    let doctor = doctor_with(&app, hours("Europe/Berlin", &weekly)).await;
    let seen = windows(&doctor, "?date=2027-03-28").await;
    let expected = ["2027-03-28 01:00 02:00 2", "2027-03-28 07:00 08:00 2"];
    assert_eq!(seen, expected);

    // A window that is nothing but the hour that is left out.
    let weekly = [("sunday", "02:00", "03:00")];
    let doctor = doctor_with(&app, hours("Europe/Berlin", &weekly)).await;
    let seen = windows(&doctor, &format!("?date=2027-03-28&{berlin}")).await;
    assert!(seen.iter().all(|window| window.ends_with(" 0")), "{seen:?}");
}

/// On 31 October 2027 it goes from 03:00 back to 02:00 in Berlin.
#[tokio::test]
async fn no_slot_is_lost_when_an_hour_comes_twice() {
    let app = App::start().await;
    app.set_clock("2027-10-20T12:00:00Z").await;
    let weekly = [("sunday", "00:00", "06:00")];
    let doctor = doctor_with(&app, hours("Europe/Berlin", &weekly)).await;
    let berlin = "timezone=Europe/Berlin";
    let seen = windows(&doctor, &format!("?date=2027-10-31&{berlin}")).await;
    assert_eq!(seen, ["2027-10-31 00:00 06:00 14"]);
    let seen = windows(&doctor, "?date=2027-10-30").await;
    assert_eq!(seen, ["2027-10-30 22:00 24:00 4"]);
    let seen = windows(&doctor, "?date=2027-10-31").await;
    assert_eq!(seen, ["2027-10-31 00:00 05:00 10"]);

    let weekly = [("sunday", "02:00", "03:00"), ("sunday", "09:00", "10:00")];
    let doctor = doctor_with(&app, hours("Europe/Berlin", &weekly)).await;
    let seen = windows(&doctor, "?date=2027-10-31").await;
    let expected = ["2027-10-31 00:00 02:00 4", "2027-10-31 08:00 09:00 2"];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_viewers_clock_change_moves_no_slot() {
    let app = App::start().await;
    app.set_clock("2027-03-20T12:00:00Z").await;
    let weekly = [("sunday", "00:00", "03:00")];
    let doctor = doctor_with(&app, hours("UTC", &weekly)).await;
    let seen = windows(&doctor, "?date=2027-03-28&timezone=Europe/Berlin").await;
    assert_eq!(seen, ["2027-03-28 01:00 05:00 6"]);
    let seen = windows(&doctor, "?date=2027-10-31&timezone=Europe/Berlin").await;
    assert_eq!(seen, ["2027-10-31 02:00 04:00 6"]);
}
