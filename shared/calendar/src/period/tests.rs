use proptest::prelude::*;

use super::*;

fn period(start: &str, end: &str) -> Period {
    Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
}

#[test]
fn a_period_touches_the_days_in_which_it_has_a_second() {
    let days = |start: &str, end: &str| -> Vec<String> {
        period(start, end)
            .days()
            .map(|day| day.strftime("%m-%d").to_string())
            .collect()
    };
    assert_eq!(
        days("2027-01-25T09:00:00Z", "2027-01-25T10:00:00Z"),
        ["01-25"]
    );
    assert_eq!(
        days("2027-01-25T23:00:00Z", "2027-01-26T00:00:00Z"),
        ["01-25"],
        "the end is excluded"
    );
    assert_eq!(
        days("2027-01-25T23:00:00Z", "2027-01-26T00:00:01Z"),
        ["01-25", "01-26"]
    );
    assert_eq!(
        days("2027-01-26T00:00:00Z", "2027-01-26T00:00:01Z"),
        ["01-26"]
    );
    assert_eq!(
        days("2027-01-25T00:00:00Z", "2027-01-26T00:00:00Z"),
        ["01-25"]
    );
    assert_eq!(
        days("2027-02-28T12:00:00Z", "2027-03-02T12:00:00Z"),
        ["02-28", "03-01", "03-02"]
    );
    assert_eq!(
        days("2026-12-31T23:59:59Z", "2027-01-01T00:00:01Z"),
        ["12-31", "01-01"]
    );
}

#[test]
fn an_empty_period_is_none() {
    let (early, late): (Timestamp, Timestamp) = (
        "2027-01-25T09:00:00Z".parse().unwrap(),
        "2027-01-25T10:00:00Z".parse().unwrap(),
    );
    assert_eq!(Period::new(early, early), None);
    assert_eq!(Period::new(late, early), None);
    assert_eq!(
        Period::new(early, late).map(|period| period.length()),
        Some(SignedDuration::from_hours(1))
    );
}

#[test]
fn the_ends_of_time_have_days_too() {
    assert_eq!(
        Period::new(
            Timestamp::MIN,
            Timestamp::MIN + SignedDuration::from_secs(1)
        )
        .unwrap()
        .days()
        .count(),
        1
    );
    assert_eq!(
        Period::new(
            Timestamp::MAX - SignedDuration::from_secs(1),
            Timestamp::MAX
        )
        .unwrap()
        .days()
        .count(),
        1
    );
}

proptest! {
    #[test]
    fn overlap_containment_and_days_agree_with_the_seconds(
        start in -200_000..200_000_i64,
        length in 1..200_000_i64,
        other_start in -200_000..200_000_i64,
        other_length in 1..200_000_i64,
    ) {
        let made = |start: i64, length: i64| {
            let at = |second| Timestamp::from_second(1_800_000_000 + second).unwrap();
            Period::new(at(start), at(start + length)).unwrap()
        };
        let (one, other) = (made(start, length), made(other_start, other_length));
        let common = (start + length).min(other_start + other_length) - start.max(other_start);
        prop_assert_eq!(one.overlaps(&other), common > 0);
        prop_assert_eq!(one.overlaps(&other), other.overlaps(&one));
        prop_assert_eq!(one.contains(&other), common == other_length);
        let days: Vec<Date> = one.days().collect();
        let day_of = |at: Timestamp| at.as_second().div_euclid(86_400);
        let expected = day_of(one.end - SignedDuration::from_secs(1)) - day_of(one.start) + 1;
        prop_assert_eq!(i64::try_from(days.len()).unwrap(), expected);
        prop_assert_eq!(days[0], utc_date(one.start));
        prop_assert!(days.windows(2).all(|pair| pair[0].tomorrow().unwrap() == pair[1]));
    }
}
