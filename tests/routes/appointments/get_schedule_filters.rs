//! GET /api/appointments/psychologist/schedule (every combination of filters)

use futures::stream::{self, StreamExt as _};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tests::{APPOINTMENTS, App, Caller, Person, SCHEDULE, formatted, visit, with};

/// As many at once as the tests' machine is good for.
const AT_ONCE: usize = 8;

/// Far ahead of and behind UTC, with halves of hours, with and without clock
/// changes.
const ZONES: [&str; 6] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
];

/// All of them is the default, too.
const STATUSES: [&str; 5] = ["all", "scheduled", "confirmed", "completed", "cancelled"];

/// What the days of one request are.
#[derive(Clone, Copy, Debug, Default)]
struct Days {
    month: Option<(i16, i8)>,
    year: Option<i16>,
    start: Option<Date>,
    end: Option<Date>,
}

/// One appointment, as it was made.
#[derive(Clone, Debug)]
struct Made {
    id: u64,
    start: Timestamp,
    status: &'static str,
    patient: usize,
}

impl Days {
    fn hold(&self, day: Date) -> bool {
        let in_month = |(year, month)| (day.year(), day.month()) == (year, month);
        self.month.is_none_or(in_month)
            && self.year.is_none_or(|year| day.year() == year)
            && self.start.is_none_or(|start| day >= start)
            && self.end.is_none_or(|end| day <= end)
    }

    fn query(&self, start: &str, end: &str) -> String {
        let mut query = String::new();
        if let Some((year, month)) = self.month {
            query.push_str(&format!("&month={year}-{month:02}"));
        }
        if let Some(year) = self.year {
            query.push_str(&format!("&year={year}"));
        }
        for (name, day) in [(start, self.start), (end, self.end)] {
            if let Some(day) = day {
                query.push_str(&format!("&{name}={day}"));
            }
        }
        query
    }
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Starts around the ends of months and years, a leap day among them.
fn starts() -> Vec<Timestamp> {
    let midnights = [
        "2027-12-30T00:00:00Z",
        "2028-01-01T00:00:00Z",
        "2028-02-01T00:00:00Z",
        "2028-02-29T00:00:00Z",
        "2028-03-01T00:00:00Z",
        "2028-03-26T00:00:00Z",
        "2028-12-31T00:00:00Z",
        "2029-01-01T00:00:00Z",
        "2029-03-11T00:00:00Z",
        "2029-11-04T00:00:00Z",
    ];
    // Minutes from midnight: each is another day in some of the zones.
    let minutes = [-840, -90, -30, 0, 315, 690];
    let mut starts = Vec::new();
    for midnight in midnights {
        let midnight: Timestamp = midnight.parse().expect("a time");
        for minutes in minutes {
            starts.push(midnight + SignedDuration::from_mins(minutes));
        }
    }
    starts
}

fn days() -> Vec<Days> {
    let none = Days::default();
    let mut all = vec![none];
    for (year, month) in [
        (2027, 12),
        (2028, 1),
        (2028, 2),
        (2028, 3),
        (2028, 12),
        (2029, 1),
        (2030, 6),
    ] {
        all.push(Days {
            month: Some((year, month)),
            ..none
        });
    }
    for year in [2027, 2028, 2029, 2031] {
        all.push(Days {
            year: Some(year),
            ..none
        });
        all.push(Days {
            year: Some(year),
            month: Some((2028, 2)),
            ..none
        });
    }
    for (start, end) in [
        ("2028-01-01", "2028-01-01"),
        ("2027-12-31", "2028-01-01"),
        ("2028-02-29", "2028-02-29"),
        ("2028-03-01", "2028-12-31"),
        ("2027-01-01", "2030-12-31"),
    ] {
        let (start, end) = (Some(day(start)), Some(day(end)));
        all.push(Days { start, ..none });
        all.push(Days { end, ..none });
        all.push(Days { start, end, ..none });
        all.push(Days {
            start,
            end,
            year: Some(2028),
            ..none
        });
        all.push(Days {
            start,
            month: Some((2028, 2)),
            ..none
        });
        all.push(Days {
            end,
            month: Some((2027, 12)),
            ..none
        });
    }
    all
}

async fn make(app: &App, psychologist: &Person, patients: &[Person]) -> Vec<Made> {
    let steps: [(&'static str, &[&str]); 4] = [
        ("scheduled", &[]),
        ("confirmed", &["confirmed"]),
        ("completed", &["confirmed", "completed"]),
        ("cancelled", &["cancelled"]),
    ];
    let mut made: Vec<Made> = stream::iter(starts().into_iter().enumerate())
        .map(|(n, start)| async move {
            // By neither divides the six of one midnight.
            let (status, steps) = steps[n % 7 % 4];
            let patient = n % 5 % patients.len();
            let body = visit(&psychologist.id, &patients[patient].id, &start.to_string());
            let body = with(&body, "duration_minutes", 15);
            let visit = app.visit_of(psychologist, &patients[patient], &body).await;
            for step in steps {
                visit.step(psychologist, step).await.expect(200);
            }
            Made {
                id: visit.id,
                start,
                status,
                patient,
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    made.sort_by_key(|made| made.start);
    made
}

/// What a plain filter over all of them finds.
fn expected(made: &[Made], status: &str, days: &Days, zone: &TimeZone) -> Vec<Made> {
    let is_there = |made: &&Made| {
        let day = made.start.to_zoned(zone.clone()).date();
        (status == "all" || made.status == status) && days.hold(day)
    };
    made.iter().filter(is_there).cloned().collect()
}

/// One request, who makes it, and what it must find.
struct Check {
    caller: Caller,
    path: String,
    found: Vec<Made>,
    zone: TimeZone,
}

impl Check {
    async fn holds(self) {
        let path = &self.path;
        let answer = self.caller.get(path).await.expect(200);
        let ids: Vec<u64> = self.found.iter().map(|made| made.id).collect();
        assert_eq!(answer.ids(), ids, "{path}");
        assert_eq!(answer.number("count"), ids.len() as u64, "{path}");
        for (shown, made) in answer.results().iter().zip(&self.found) {
            let text = |field: &str| shown[field].as_str().unwrap_or_default().to_owned();
            let shown = (
                text("formatted_date").replace(", 0", ", "),
                text("formatted_time"),
            );
            let expected = formatted(&made.start.to_string(), &self.zone);
            assert_eq!(shown, expected, "{path}");
        }
    }
}

/// A default is sometimes said and sometimes not.
fn query(path: &str, status: &str, zone: &str, days: &str) -> String {
    let ones = days.bytes().filter(|byte| *byte == b'1').count();
    let is_said = ones % 2 == 1;
    let mut query = format!("{path}?page_size=200{days}");
    for (name, value, default) in [("status", status, "all"), ("timezone", zone, "UTC")] {
        if value != default || is_said {
            query.push_str(&format!("&{name}={value}"));
        }
    }
    query
}

/// All requests, who makes them, and what they must find.
fn checks(made: &[Made], psychologist: &Person, patients: &[Person]) -> Vec<Check> {
    let mut checks = Vec::new();
    for name in ZONES {
        let zone = TimeZone::get(name).expect("a zone");
        for status in STATUSES {
            for days in days() {
                let found = expected(made, status, &days, &zone);
                let asked = days.query("start_date", "end_date");
                checks.push(Check {
                    caller: (**psychologist).clone(),
                    path: query(SCHEDULE, status, name, &asked),
                    found: found.clone(),
                    zone: zone.clone(),
                });
                if days.month.is_some() || days.year.is_some() {
                    continue;
                }
                // The other list knows only the first and the last day. It is
                // asked by the psychologist and by each patient in turn.
                let n = checks.len() % 4;
                let patient = patients.get(n);
                let is_own = |one: &Made| patient.is_none() || one.patient == n;
                let asked = days.query("date_from", "date_to");
                checks.push(Check {
                    caller: (**patient.unwrap_or(psychologist)).clone(),
                    path: query(APPOINTMENTS, status, name, &asked),
                    found: found.into_iter().filter(is_own).collect(),
                    zone: zone.clone(),
                });
            }
        }
    }
    checks
}

#[tokio::test]
async fn every_combination_finds_what_a_plain_filter_finds() {
    let app = App::start().await;
    app.set_clock("2027-12-01T00:00:00Z").await;
    let psychologist = app.psychologist();
    let patients = [app.patient(), app.patient(), app.patient()];
    let made = make(&app, &psychologist, &patients).await;
    assert_eq!(made.len(), 60);
    let checks = checks(&made, &psychologist, &patients);
    // It is no test of anything when all find the same.
    let some = checks.iter().filter(|check| !check.found.is_empty());
    assert!(some.count() > checks.len() / 4);
    stream::iter(checks)
        .for_each_concurrent(AT_ONCE, Check::holds)
        .await;
    pages(&made, &psychologist).await;
}

/// Over a page's end the order and the count are the filter's, too.
async fn pages(made: &[Made], psychologist: &Person) {
    let none = Days::default();
    for (status, zone, days) in [
        (
            "scheduled",
            "America/New_York",
            Days {
                year: Some(2028),
                ..none
            },
        ),
        ("confirmed", "Pacific/Kiritimati", none),
        (
            "cancelled",
            "UTC",
            Days {
                start: Some(day("2028-01-01")),
                ..none
            },
        ),
        (
            "all",
            "Asia/Kolkata",
            Days {
                month: Some((2028, 2)),
                ..none
            },
        ),
    ] {
        let found = expected(made, status, &days, &TimeZone::get(zone).expect("a zone"));
        let ids: Vec<u64> = found.iter().map(|made| made.id).collect();
        assert!(ids.len() > 4, "{status} {zone} {days:?}: {ids:?}");
        let days = days.query("start_date", "end_date");
        let mut next = format!("{SCHEDULE}?page_size=4&status={status}&timezone={zone}{days}");
        let mut seen = Vec::new();
        loop {
            let list = psychologist.get(&next).await.expect(200);
            assert_eq!(list.number("count"), ids.len() as u64, "{next}");
            seen.extend(list.ids());
            match &list.json()["next"] {
                Value::String(url) => next.clone_from(url),
                _ => break,
            }
        }
        assert_eq!(seen, ids, "{next}");
    }
}
