use super::*;
use crate::fixtures::{at, now, period};

mod recurrence;

#[test]
fn a_slot_is_5_minutes_to_12_hours_of_the_future() {
    let cases = [
        ("2027-01-25T08:00:01Z", "2027-01-25T09:00:00Z", Ok(())),
        ("2027-01-25T09:00:00Z", "2027-01-25T09:05:00Z", Ok(())),
        ("2027-01-25T09:00:00Z", "2027-01-25T21:00:00Z", Ok(())),
        (
            "2027-01-25T09:00:00Z",
            "2027-01-25T09:04:59Z",
            Err(Refusal::TooShort),
        ),
        (
            "2027-01-25T09:00:00Z",
            "2027-01-25T21:00:01Z",
            Err(Refusal::TooLong),
        ),
        (
            "2027-01-25T08:00:00Z",
            "2027-01-25T09:00:00Z",
            Err(Refusal::StartInThePast),
        ),
        (
            "2026-01-25T09:00:00Z",
            "2026-01-25T10:00:00Z",
            Err(Refusal::StartInThePast),
        ),
        (
            "2027-01-25T09:00:00Z",
            "2027-01-25T09:00:00Z",
            Err(Refusal::EndNotAfterStart),
        ),
        (
            "2027-01-25T10:00:00Z",
            "2027-01-25T09:00:00Z",
            Err(Refusal::EndNotAfterStart),
        ),
        (
            "-009999-01-02T01:59:59Z",
            "9999-12-30T22:00:00Z",
            Err(Refusal::StartInThePast),
        ),
        (
            "2027-01-25T09:00:00Z",
            "9999-12-30T22:00:00Z",
            Err(Refusal::TooLong),
        ),
    ];
    for (start, end, expected) in cases {
        assert_eq!(
            slot_period(at(start), at(end), now()).map(|_| ()),
            expected,
            "{start} to {end}"
        );
    }
}

#[test]
fn a_list_shows_what_is_not_over_and_touches_the_wanted_time() {
    let slot = |start: &str, end: &str, is_booked| Slot {
        local_id: uuid::Uuid::nil(),
        period: period(start, end),
        is_booked,
        cut: None,
    };
    let day = Day {
        slots: vec![
            slot("2027-01-25T06:00:00Z", "2027-01-25T08:00:00Z", false),
            slot("2027-01-25T08:00:00Z", "2027-01-25T09:00:00Z", true),
            slot("2027-01-25T09:00:00Z", "2027-01-25T10:00:00Z", false),
            slot("2027-01-25T23:00:00Z", "2027-01-26T01:00:00Z", false),
        ],
        ..Day::empty("teacher".parse().unwrap(), "2027-01-25".parse().unwrap())
    };
    let shown = |from: &str, to: Option<&str>, booked| -> Vec<String> {
        let slots = listed_slots(&day, at(from), to.map(at), booked, now());
        slots
            .map(|slot| slot.period.start.strftime("%H:%M").to_string())
            .collect()
    };
    let long_ago = "2000-01-01T00:00:00Z";
    assert_eq!(shown(long_ago, None, true), ["08:00", "09:00", "23:00"]);
    assert_eq!(shown(long_ago, None, false), ["09:00", "23:00"]);
    assert_eq!(shown("2027-01-25T10:00:00Z", None, true), ["23:00"]);
    assert_eq!(shown("2027-01-26T00:30:00Z", None, true), ["23:00"]);
    assert_eq!(shown("2027-01-26T01:00:00Z", None, true), [""; 0]);
    assert_eq!(
        shown(long_ago, Some("2027-01-25T09:00:00Z"), true),
        ["08:00"]
    );
}
