//! POST /availability (the examples of RFC 5545, section 3.8.5.3)

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::json;
use tests::{App, Person};

/// The first start in New York, the rule, and the starts that the RFC names:
/// dates alone are at the hour of the first one.
#[rustfmt::skip]
const EXAMPLES: [(&str, &str, &str); 19] = [
    ("1997-09-02T09:00", "FREQ=DAILY;COUNT=4", "1997-09-02 1997-09-03 1997-09-04 1997-09-05"),
    ("1997-09-02T09:00", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12"),
    ("1997-09-02T09:00", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 1997-09-30 1997-10-02"),
    ("1997-09-02T09:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16"),
    ("1997-09-05T09:00", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 1998-06-05"),
    ("1997-09-05T09:00", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05 1997-10-03 1997-11-07 1997-12-05"),
    ("1997-09-07T09:00", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 1998-03-29 1998-05-03 1998-05-31"),
    ("1997-09-22T09:00", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16"),
    ("1997-09-02T09:00", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 1997-12-15 1998-01-02 1998-01-15"),
    ("1997-09-30T09:00", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 1998-01-01 1998-01-31 1998-02-01"),
    ("1997-06-10T09:00", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 2001-07-10"),
    ("1997-01-01T09:00", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 2003-07-19 2006-01-01"),
    ("1997-09-04T09:00", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04 1997-10-07 1997-11-06"),
    ("1997-08-05T09:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05 1997-08-10 1997-08-19 1997-08-24"),
    ("1997-08-05T09:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05 1997-08-17 1997-08-19 1997-08-31"),
    ("2007-01-15T09:00", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30"),
    ("1997-09-02T09:00", "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "1997-09-02T09:00 1997-09-02T09:15 1997-09-02T09:30 1997-09-02T09:45 1997-09-02T10:00 1997-09-02T10:15"),
    ("1997-09-02T09:00", "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "1997-09-02T09:00 1997-09-02T10:30 1997-09-02T12:00 1997-09-02T13:30"),
    // Over the end of summer time on 26 October 1997.
    ("1997-09-02T09:00", "FREQ=WEEKLY;COUNT=10",
        "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 1997-10-21 1997-10-28 1997-11-04"),
];

fn utc(local: &str, zone: &TimeZone) -> Timestamp {
    let local: DateTime = local.parse().expect("a date and time");
    zone.to_timestamp(local).expect("a time that is there")
}

async fn new_york_teacher(app: &App) -> Person {
    let teacher = app.teacher().await;
    let profile = json!({ "time_zone": "America/New_York" });
    let change = json!({ "user_id": teacher.id, "role": "teacher", "profile_data": profile });
    teacher.post("/profiles", change).await.expect_success();
    teacher
}

#[tokio::test]
async fn are_followed() {
    let zone = TimeZone::get("America/New_York").expect("a time zone");
    let app = App::start().await;
    app.set_clock("1996-12-01T00:00:00Z").await;
    for (first, rule, expected) in EXAMPLES {
        let teacher = new_york_teacher(&app).await;
        let start = utc(first, &zone);
        let series = json!({
            "teacher_id": teacher.id,
            "start_time": start.to_string(),
            "end_time": (start + jiff::SignedDuration::from_mins(10)).to_string(),
            "recurrence": rule,
        });
        teacher.post("/availability", series).await.expect_success();
        let starts: Vec<_> = teacher
            .slots()
            .await
            .into_iter()
            .map(|(from, ..)| from)
            .collect();
        let whole = |local: &str| match local.contains('T') {
            true => utc(local, &zone),
            false => utc(&format!("{local}{}", &first[10..]), &zone),
        };
        let expected: Vec<_> = expected
            .split(' ')
            .map(|local| whole(local).to_string())
            .collect();
        assert_eq!(starts, expected, "{rule}");
    }
}
