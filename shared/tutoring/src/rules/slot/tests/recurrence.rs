mod any_rule;

use std::time::{Duration, Instant};

use jiff::civil;

use super::*;

/// Reading a rule and unrolling it is a small part of a request's time; without
/// optimization it takes longer.
const FAST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 1_000 } else { 200 });

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// An hour that begins when the clock of a zone shows this.
fn hour(wall: &str, zone: &TimeZone) -> Period {
    let wall: civil::DateTime = wall.parse().unwrap();
    let start = zone.to_ambiguous_timestamp(wall).compatible().unwrap();
    Period::new(start, start + SignedDuration::from_hours(1)).unwrap()
}

fn unrolled(rule: &str, first: Period, zone: &TimeZone) -> Result<Vec<Period>, Refusal> {
    occurrences(&recurrence(rule)?, first, zone)
}

/// The starts of an hour's occurrences, as the clock of its zone shows them.
fn walls(rule: &str, first: &str, name: &str) -> Result<Vec<String>, Refusal> {
    let zone = zone(name);
    let first = hour(first, &zone);
    let began = Instant::now();
    let found = unrolled(rule, first, &zone);
    assert!(began.elapsed() < FAST, "{rule} took {:?}", began.elapsed());
    let found = found?;
    assert!(
        found.iter().all(|period| period.length() == first.length()),
        "{rule}"
    );
    Ok(found
        .iter()
        .map(|period| {
            zone.to_datetime(period.start)
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        })
        .collect())
}

fn moments(rule: &str, first: Period, name: &str) -> Vec<String> {
    unrolled(rule, first, &zone(name))
        .unwrap()
        .iter()
        .map(|period| period.start.to_string())
        .collect()
}

#[test]
fn nine_in_the_morning_stays_nine_over_clock_changes() {
    let weekly = |first, zone| walls("FREQ=WEEKLY;COUNT=3", first, zone).unwrap();
    assert_eq!(
        weekly("2027-03-21T09:00:00", "Europe/Berlin"),
        ["2027-03-21 09:00", "2027-03-28 09:00", "2027-04-04 09:00"]
    );
    assert_eq!(
        weekly("2027-10-24T09:00:00", "Europe/Berlin"),
        ["2027-10-24 09:00", "2027-10-31 09:00", "2027-11-07 09:00"]
    );
    assert_eq!(
        weekly("2027-03-07T17:30:00", "America/New_York"),
        ["2027-03-07 17:30", "2027-03-14 17:30", "2027-03-21 17:30"]
    );
    assert_eq!(
        weekly("2027-03-28T09:00:00", "Australia/Lord_Howe"),
        ["2027-03-28 09:00", "2027-04-04 09:00", "2027-04-11 09:00"]
    );
    let berlin = hour("2027-03-21T09:00:00", &zone("Europe/Berlin"));
    assert_eq!(
        moments("FREQ=WEEKLY;COUNT=2", berlin, "Europe/Berlin"),
        ["2027-03-21T08:00:00Z", "2027-03-28T07:00:00Z"]
    );
    assert_eq!(
        moments("FREQ=WEEKLY;COUNT=2", berlin, "UTC"),
        ["2027-03-21T08:00:00Z", "2027-03-28T08:00:00Z"]
    );
}

#[test]
fn a_time_that_the_clock_skips_moves_by_the_gap() {
    assert_eq!(
        walls("FREQ=DAILY;COUNT=3", "2027-03-27T02:30:00", "Europe/Berlin").unwrap(),
        ["2027-03-27 02:30", "2027-03-28 03:30", "2027-03-29 02:30"]
    );
    assert_eq!(
        walls(
            "FREQ=DAILY;COUNT=3",
            "2027-03-13T02:30:00",
            "America/New_York"
        )
        .unwrap(),
        ["2027-03-13 02:30", "2027-03-14 03:30", "2027-03-15 02:30"]
    );
    // A midnight that there is not.
    assert_eq!(
        walls("FREQ=DAILY;COUNT=3", "2027-04-29T00:00:00", "Africa/Cairo").unwrap(),
        ["2027-04-29 00:00", "2027-04-30 01:00", "2027-05-01 00:00"]
    );
    // A whole day that there was not: Samoa went over the date line.
    assert_eq!(
        walls("FREQ=DAILY;COUNT=3", "2011-12-29T09:00:00", "Pacific/Apia").unwrap(),
        ["2011-12-29 09:00", "2011-12-31 09:00", "2011-12-31 09:00"]
    );
}

#[test]
fn a_time_that_the_clock_shows_twice_is_the_first_of_the_two() {
    assert_eq!(
        moments(
            "FREQ=DAILY;COUNT=3",
            hour("2027-10-30T02:30:00", &zone("Europe/Berlin")),
            "Europe/Berlin"
        ),
        [
            "2027-10-30T00:30:00Z",
            "2027-10-31T00:30:00Z",
            "2027-11-01T01:30:00Z"
        ]
    );
    // Except the one that was asked for.
    let second = period("2027-10-31T01:30:00Z", "2027-10-31T02:00:00Z");
    assert_eq!(
        moments("FREQ=DAILY;COUNT=2", second, "Europe/Berlin"),
        ["2027-10-31T01:30:00Z", "2027-11-01T01:30:00Z"]
    );
}

#[test]
fn rules_as_the_rfc_writes_them() {
    let cases: [(&str, &[&str]); 22] = [
        (
            "FREQ=DAILY;COUNT=2",
            &["2027-09-06 09:00", "2027-09-07 09:00"],
        ),
        ("RRULE:FREQ=DAILY;COUNT=1", &["2027-09-06 09:00"]),
        (" rrule:freq=daily;count=1 ", &["2027-09-06 09:00"]),
        ("COUNT=1;FREQ=DAILY", &["2027-09-06 09:00"]),
        (
            "FREQ=DAILY;INTERVAL=10;COUNT=2",
            &["2027-09-06 09:00", "2027-09-16 09:00"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=MO;COUNT=3",
            &["2027-09-06 09:00", "2027-09-12 09:00", "2027-09-20 09:00"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=3",
            &["2027-09-06 09:00", "2027-09-19 09:00", "2027-09-20 09:00"],
        ),
        (
            "FREQ=MONTHLY;COUNT=2",
            &["2027-09-06 09:00", "2027-10-06 09:00"],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2",
            &["2027-10-31 09:00", "2027-12-31 09:00"],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2",
            &["2027-09-30 09:00", "2027-10-31 09:00"],
        ),
        (
            "FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=3",
            &["2027-09-06 09:00", "2027-09-24 09:00", "2027-10-04 09:00"],
        ),
        (
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=1",
            &["2028-10-13 09:00"],
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2",
            &["2027-09-30 09:00", "2027-10-29 09:00"],
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=2",
            &["2027-10-01 09:00", "2027-11-01 09:00"],
        ),
        (
            "FREQ=YEARLY;COUNT=2",
            &["2027-09-06 09:00", "2028-09-06 09:00"],
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2",
            &["2028-02-29 09:00", "2032-02-29 09:00"],
        ),
        (
            "FREQ=YEARLY;BYYEARDAY=1,-1;COUNT=2",
            &["2027-12-31 09:00", "2028-01-01 09:00"],
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=2",
            &["2028-01-03 09:00", "2029-01-01 09:00"],
        ),
        (
            "FREQ=YEARLY;BYDAY=1MO;BYMONTH=5;COUNT=1",
            &["2028-05-01 09:00"],
        ),
        (
            "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0,30;COUNT=3",
            &["2027-09-06 09:00", "2027-09-06 09:30", "2027-09-06 14:00"],
        ),
        (
            "FREQ=HOURLY;INTERVAL=2;COUNT=2",
            &["2027-09-06 09:00", "2027-09-06 11:00"],
        ),
        (
            "FREQ=MINUTELY;INTERVAL=90;BYHOUR=9,10,12;COUNT=3",
            &["2027-09-06 09:00", "2027-09-06 10:30", "2027-09-06 12:00"],
        ),
    ];
    for (rule, expected) in cases {
        // A Monday.
        assert_eq!(
            walls(rule, "2027-09-06T09:00:00", "Europe/Berlin").unwrap(),
            expected,
            "{rule}"
        );
    }
}

#[test]
fn until_includes_its_moment() {
    let last = |until: &str| {
        walls(
            &format!("FREQ=DAILY;UNTIL={until}"),
            "2027-03-26T09:00:00",
            "Europe/Berlin",
        )
    };
    let days = |until: &str| last(until).unwrap().len();
    // Nine in Berlin is 08:00 UTC on the 27th and 07:00 UTC on the 28th.
    assert_eq!(days("20270327T080000Z"), 2);
    assert_eq!(days("20270327T075959Z"), 1);
    assert_eq!(days("20270328T070000Z"), 3);
    assert_eq!(days("20270328T065959Z"), 2);
    // Without a zone it is the teacher's clock, and a day is the whole of it.
    assert_eq!(days("20270328T090000"), 3);
    assert_eq!(days("20270328T085959"), 2);
    assert_eq!(days("20270328"), 3);
    for before_the_first in [
        "20270326T075959Z",
        "20270326T085959",
        "20270325",
        "19700101T000000Z",
    ] {
        assert_eq!(
            last(before_the_first),
            Err(Refusal::RecurrenceInvalid),
            "{before_the_first}"
        );
    }
}

#[test]
fn a_series_has_1_to_52_occurrences() {
    let count = |rule: &str| walls(rule, "2027-01-25T09:00:00", "UTC").map(|found| found.len());
    assert_eq!(count("FREQ=DAILY;COUNT=1"), Ok(1));
    assert_eq!(count("FREQ=DAILY;COUNT=52"), Ok(52));
    assert_eq!(count("FREQ=WEEKLY;COUNT=52"), Ok(52));
    assert_eq!(count("FREQ=YEARLY;COUNT=52"), Ok(52));
    assert_eq!(count("FREQ=DAILY;UNTIL=20270317T090000Z"), Ok(52));
    for rule in [
        "FREQ=DAILY;COUNT=53",
        "FREQ=DAILY;UNTIL=20270318T090000Z",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=4294967296",
        "FREQ=DAILY",
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=40",
        "FREQ=DAILY;UNTIL=99991231T235959Z",
    ] {
        assert_eq!(count(rule), Err(Refusal::RecurrenceInvalid), "{rule}");
    }
}

#[test]
fn what_is_no_rule_is_refused() {
    for rule in [
        "",
        " ",
        ";",
        "RRULE:",
        "RRULE:RRULE:FREQ=DAILY;COUNT=2",
        "COUNT=3",
        "FREQ=;COUNT=3",
        "FREQ=FORTNIGHTLY;COUNT=3",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=DAILY;COUNT=3;COUNT=3",
        "FREQ=DAILY;COUNT",
        "FREQ=DAILY;COUNT=three",
        "FREQ=DAILY;COUNT=3;INTERVAL=0",
        "FREQ=DAILY;COUNT=3;INTERVAL=-1",
        "FREQ=DAILY;COUNT=3;X-COLOR=RED",
        "FREQ=DAILY;COUNT=3;UNTIL=20270401T000000Z",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=2027-04-01",
        "FREQ=DAILY;UNTIL=20271301T000000Z",
        "FREQ=WEEKLY;COUNT=3;BYDAY=",
        "FREQ=WEEKLY;COUNT=3;BYDAY=XX",
        "FREQ=WEEKLY;COUNT=3;BYDAY=M",
        "FREQ=WEEKLY;COUNT=3;BYDAY=€",
        "FREQ=WEEKLY;COUNT=3;BYDAY=1MO",
        "FREQ=MONTHLY;COUNT=3;BYDAY=soonMO",
        "FREQ=MONTHLY;COUNT=3;BYDAY=0MO",
        "FREQ=WEEKLY;COUNT=3;BYMONTHDAY=1",
        "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=0",
        "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=32",
        "FREQ=MONTHLY;COUNT=3;BYMONTH=13",
        "FREQ=MONTHLY;COUNT=3;BYYEARDAY=1",
        "FREQ=MONTHLY;COUNT=3;BYWEEKNO=1",
        "FREQ=YEARLY;COUNT=3;BYYEARDAY=367",
        "FREQ=YEARLY;COUNT=3;BYWEEKNO=54",
        "FREQ=DAILY;COUNT=3;BYHOUR=24",
        "FREQ=DAILY;COUNT=3;BYMINUTE=60",
        "FREQ=DAILY;COUNT=3;BYSETPOS=1",
        "FREQ=DAILY;COUNT=3;WKST=XX",
        "DTSTART:20270101T000000Z\nRRULE:FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;COUNT=3\nRDATE:20270101T000000Z",
    ] {
        assert_eq!(
            walls(rule, "2027-01-25T09:00:00", "UTC"),
            Err(Refusal::RecurrenceInvalid),
            "{rule:?}"
        );
    }
}

#[test]
fn a_rule_that_never_comes_to_its_count_is_refused_fast() {
    for rule in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=99991231T000000Z",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=0;BYMINUTE=0;COUNT=3",
        "FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1;COUNT=3",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=8;COUNT=3",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29;COUNT=3",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=60;COUNT=3",
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1;COUNT=3",
        "FREQ=YEARLY;INTERVAL=65535;COUNT=2",
        "FREQ=DAILY;INTERVAL=4294967295;COUNT=2",
        "FREQ=HOURLY;INTERVAL=4294967295;COUNT=2",
        "FREQ=MINUTELY;INTERVAL=4294967295;COUNT=2",
        "FREQ=DAILY;INTERVAL=99999999999999999999;COUNT=2",
    ] {
        assert_eq!(
            walls(rule, "2027-01-25T09:00:00", "UTC"),
            Err(Refusal::RecurrenceInvalid),
            "{rule}"
        );
    }
}

#[test]
fn a_series_may_begin_anywhere_in_time() {
    for first in ["0001-01-01T00:00:00", "9999-12-29T09:00:00"] {
        assert_eq!(
            walls("FREQ=DAILY;COUNT=1", first, "UTC").map(|found| found.len()),
            Ok(1),
            "{first}"
        );
    }
    assert_eq!(
        walls("FREQ=YEARLY;COUNT=2", "9999-12-29T09:00:00", "UTC"),
        Err(Refusal::RecurrenceInvalid)
    );
}
