//! Rules of all kinds, and texts that are none.

use proptest::prelude::*;

use super::*;

/// A rule put together of parts that mean something, in their right range.
fn rules() -> impl Strategy<Value = String> {
    let list = |name: &'static str, values: &'static [&'static str]| {
        let some = prop::sample::subsequence(values, 1..=3.min(values.len()));
        prop_oneof![3 => Just(String::new()), 1 => some.prop_map(move |list| format!(";{name}={}", list.join(",")))]
    };
    let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let frequency = prop_oneof![
        Just(("YEARLY", true)),
        Just(("MONTHLY", true)),
        Just(("WEEKLY", false)),
        Just(("DAILY", false)),
        Just(("HOURLY", false)),
        Just(("MINUTELY", false)),
    ];
    let times = (
        list("BYHOUR", &["0", "2", "9", "14", "23"]),
        list("BYMINUTE", &["0", "15", "30", "59"]),
        prop_oneof![3 => Just(String::new()), 1 => prop::sample::select(vec!["1", "2", "-1"]).prop_map(|n| format!(";BYSETPOS={n}"))],
    );
    let month_days = list("BYMONTHDAY", &["1", "13", "29", "31", "-1", "-31"]);
    let weekdays = (
        prop::sample::subsequence(days.to_vec(), 0..=3),
        prop::sample::select(vec!["", "", "1", "2", "-1", "5"]),
    );
    let months = list("BYMONTH", &["1", "2", "3", "4", "10", "11"]);
    (frequency, 1..=40_u32, 1..=52_u32, months, month_days, weekdays, times, prop::sample::select(days.to_vec())).prop_map(
        |((frequency, numbered), interval, count, months, month_days, (weekdays, nth), (hours, minutes, positions), week_start)| {
            let nth = if numbered { nth } else { "" };
            let weekdays: Vec<String> = weekdays.iter().map(|day| format!("{nth}{day}")).collect();
            let weekdays = if weekdays.is_empty() { String::new() } else { format!(";BYDAY={}", weekdays.join(",")) };
            let month_days = if frequency == "WEEKLY" { String::new() } else { month_days };
            let by = format!("{months}{month_days}{weekdays}{hours}{minutes}");
            let positions = if by.is_empty() { String::new() } else { positions };
            format!("FREQ={frequency};INTERVAL={interval};COUNT={count};WKST={week_start}{by}{positions}")
        },
    )
}

fn starts() -> impl Strategy<Value = civil::DateTime> {
    let first: civil::DateTime = "2027-01-01T00:00:00".parse().unwrap();
    (0..2_922 * 96_i64).prop_map(move |quarters| first + SignedDuration::from_mins(15 * quarters))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_much(text in any::<String>(), parts in prop::collection::vec(0..PIECES.len(), 0..12)) {
        let first = period("2027-01-25T09:00:00Z", "2027-01-25T10:00:00Z");
        let pieces: String = parts.iter().map(|piece| PIECES[*piece]).collect();
        for rule in [text.clone(), format!("FREQ=DAILY;COUNT=2;{text}"), format!("FREQ=WEEKLY;COUNT=2;BYDAY={text}"), pieces] {
            let began = Instant::now();
            let found = unrolled(&rule, first, &TimeZone::UTC);
            prop_assert!(began.elapsed() < FAST, "{rule:?} took {:?}", began.elapsed());
            prop_assert!(found.map_or(1, |found| found.len()) <= 52);
        }
    }

    #[test]
    fn every_occurrence_is_as_long_and_at_a_time_of_day_that_the_rule_names(
        rule in rules(),
        start in starts(),
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
    ) {
        let zone = super::zone(zone);
        let start = zone.to_ambiguous_timestamp(start).compatible().unwrap();
        let first = Period::new(start, start + SignedDuration::from_mins(45)).unwrap();
        let began = Instant::now();
        let found = unrolled(&rule, first, &zone);
        prop_assert!(began.elapsed() < FAST, "{rule} took {:?}", began.elapsed());
        let names_times = ["HOURLY", "MINUTELY", "BYHOUR", "BYMINUTE"].iter().any(|part| rule.contains(part));
        for period in found.unwrap_or_default() {
            prop_assert_eq!(period.length(), first.length());
            prop_assert!(period.start >= first.start);
            let wall = zone.to_datetime(period.start);
            let wanted = wall.date().to_datetime(zone.to_datetime(start).time());
            let skipped = zone.to_ambiguous_timestamp(wanted).is_ambiguous();
            prop_assert!(names_times || skipped || wall == wanted, "{} at {}", rule, wall);
        }
    }

    #[test]
    fn another_implementation_finds_the_same(rule in rules(), start in starts()) {
        let start = start.to_zoned(TimeZone::UTC).unwrap().timestamp();
        let first = Period::new(start, start + SignedDuration::from_mins(45)).unwrap();
        let found = unrolled(&rule, first, &TimeZone::UTC);
        // It cuts off the days of a week that come before the start before it
        // counts positions, and misses minutes after it has skipped hours.
        let is_wrong = rule.starts_with("FREQ=WEEKLY") && rule.contains("BYSETPOS")
            || rule.starts_with("FREQ=MINUTELY") && rule.contains(";BY");
        let (Ok(found), false) = (found, is_wrong) else { return Ok(()) };
        let found: Vec<i64> = found.iter().map(|period| period.start.as_second()).collect();
        prop_assert_eq!(found, theirs(&rule, start), "{}", rule);
    }
}

fn theirs(rule: &str, start: Timestamp) -> Vec<i64> {
    let rule: rrule::RRule<rrule::Unvalidated> = rule.parse().unwrap();
    let start = chrono::DateTime::from_timestamp(start.as_second(), 0)
        .unwrap()
        .with_timezone(&rrule::Tz::UTC);
    rule.build(start)
        .unwrap()
        .all(60)
        .dates
        .iter()
        .map(chrono::DateTime::timestamp)
        .collect()
}

/// What rules are made of, and what breaks them.
const PIECES: [&str; 40] = [
    "FREQ=DAILY",
    "FREQ=WEEKLY",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "FREQ=HOURLY",
    "FREQ=MINUTELY",
    "FREQ=SECONDLY",
    ";",
    ";",
    ";",
    ";",
    ";",
    ";",
    "COUNT=3",
    ";COUNT=52",
    "COUNT=0",
    "UNTIL=20280101T000000Z",
    "UNTIL=20280101",
    "INTERVAL=7",
    "INTERVAL=0",
    ";INTERVAL=99999",
    "BYDAY=MO",
    "BYDAY=-1FR,2TU",
    ";BYMONTHDAY=31",
    "BYMONTHDAY=-31",
    "BYMONTH=2",
    ";BYWEEKNO=53",
    "BYYEARDAY=366",
    "BYHOUR=9,10",
    ";BYMINUTE=0",
    "BYSECOND=59",
    "BYSETPOS=-1",
    ";BYSETPOS=366",
    "WKST=SU",
    "RRULE:",
    "=",
    ",",
    "é",
    "\u{0}",
    " ",
];
