mod clock_changes;
mod properties;

use jiff::civil;

use super::*;
use crate::model::{DateException, DayWindow, Weekday, WeeklyWindow};

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn period(start: &str, end: &str) -> Period {
    Period::new(at(start), at(end)).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn window(start: &str, end: &str) -> DayWindow {
    DayWindow {
        start_time: start.parse().unwrap(),
        end_time: end.parse().unwrap(),
    }
}

/// A doctor with the same windows every day.
fn daily(name: &str, slot_duration_minutes: i64, windows: &[DayWindow]) -> DoctorAvailability {
    let week = day("2027-01-25").series(1.day()).take(7).map(Weekday::of);
    let weekly = week.flat_map(|weekday| {
        let of_day = windows.iter();
        of_day.map(move |window| WeeklyWindow {
            weekday,
            window: *window,
        })
    });
    DoctorAvailability {
        doctor_id: "doctor".parse().unwrap(),
        time_zone: name.to_owned(),
        slot_duration_minutes,
        weekly: weekly.collect(),
        consultation_fee_hundredths: 5_000,
        currency: "USD".to_owned(),
        exceptions: Vec::new(),
        version: 1,
    }
}

const LONG_AGO: Timestamp = Timestamp::UNIX_EPOCH;

/// A doctor with a window on Sundays, when clocks change.
fn on_sundays(name: &str, slot_duration_minutes: i64, of_day: DayWindow) -> DoctorAvailability {
    let mut doctor = daily(name, slot_duration_minutes, &[of_day]);
    doctor
        .weekly
        .retain(|entry| entry.weekday == Weekday::Sunday);
    doctor
}

/// A day's windows as lines: `2027-01-25 09:00-12:00 6`.
fn shown(
    availability: &DoctorAvailability,
    viewer: &str,
    date: &str,
    busy: &[Period],
    now: Timestamp,
) -> Vec<String> {
    windows(availability, &zone(viewer), day(date), 1, busy, now)
        .iter()
        .map(|open| {
            format!(
                "{} {}-{} {}",
                open.date, open.start_time, open.end_time, open.available_slots
            )
        })
        .collect()
}

#[test]
fn the_documents_example() {
    let doctor = daily(
        "UTC",
        30,
        &[window("09:00", "12:00"), window("14:00", "17:00")],
    );
    assert_eq!(
        shown(&doctor, "UTC", "2026-01-25", &[], LONG_AGO),
        ["2026-01-25 09:00-12:00 6", "2026-01-25 14:00-17:00 6"]
    );
    let week = windows(&doctor, &TimeZone::UTC, day("2026-01-25"), 7, &[], LONG_AGO);
    assert_eq!(week.len(), 14);
    assert!(week.is_sorted_by_key(|open| (open.date, open.start_time)));
}

#[test]
fn a_slot_belongs_to_the_day_in_which_it_starts() {
    let doctor = daily("America/New_York", 45, &[window("16:00", "20:00")]);
    assert_eq!(
        shown(&doctor, "Europe/Berlin", "2027-01-25", &[], LONG_AGO),
        ["2027-01-25 00:00-02:00 2", "2027-01-25 22:00-24:00 3"]
    );
}

#[test]
fn past_and_taken_slots_are_not_available() {
    let doctor = daily(
        "UTC",
        30,
        &[window("09:00", "12:00"), window("14:00", "17:00")],
    );
    let busy = [
        period("2027-01-25T10:15:00Z", "2027-01-25T10:45:00Z"),
        period("2027-01-25T12:00:00Z", "2027-01-25T14:00:00Z"),
        period("2027-01-25T14:00:00Z", "2027-01-25T17:00:00Z"),
    ];
    let shown = |now| shown(&doctor, "UTC", "2027-01-25", &busy, at(now));
    assert_eq!(
        shown("2027-01-25T09:30:00Z"),
        ["2027-01-25 09:00-12:00 3", "2027-01-25 14:00-17:00 0"]
    );
    assert_eq!(
        shown("2027-01-25T09:30:01Z"),
        ["2027-01-25 09:00-12:00 2", "2027-01-25 14:00-17:00 0"]
    );
    assert_eq!(shown("2027-01-25T12:00:00Z"), ["2027-01-25 14:00-17:00 0"]);
}

#[test]
fn an_exception_closes_or_changes_a_day() {
    let mut doctor = daily("Europe/Berlin", 60, &[window("09:00", "12:00")]);
    let exception = |date, windows| DateException {
        date: day(date),
        windows,
    };
    doctor.exceptions = vec![
        exception("2027-12-24", vec![]),
        exception("2027-12-25", vec![window("22:00", "24:00")]),
    ];
    let shown = |date| shown(&doctor, "Europe/Berlin", date, &[], LONG_AGO);
    assert_eq!(shown("2027-12-23"), ["2027-12-23 09:00-12:00 3"]);
    assert!(shown("2027-12-24").is_empty());
    assert_eq!(shown("2027-12-25"), ["2027-12-25 22:00-24:00 2"]);
    let closed = period("2027-12-24T08:00:00Z", "2027-12-24T09:00:00Z");
    assert!(!holds(&doctor, closed));
}

#[test]
fn windows_that_touch_hold_as_one() {
    let doctor = daily(
        "Europe/Berlin",
        30,
        &[
            window("00:00", "02:00"),
            window("09:00", "12:00"),
            window("12:00", "13:00"),
            window("22:00", "24:00"),
        ],
    );
    let holds = |start, end| holds(&doctor, period(start, end));
    assert!(holds("2027-01-25T10:30:00Z", "2027-01-25T11:30:00Z"));
    assert!(holds("2027-01-25T21:00:00Z", "2027-01-26T01:00:00Z"));
    assert!(holds("2027-01-25T08:00:00Z", "2027-01-25T12:00:00Z"));
    assert!(!holds("2027-01-25T07:59:59Z", "2027-01-25T08:30:00Z"));
    assert!(!holds("2027-01-25T11:30:00Z", "2027-01-25T12:00:01Z"));
    assert!(!holds("2027-01-25T00:30:00Z", "2027-01-25T08:30:00Z"));
    assert!(!holds("2027-01-25T15:00:00Z", "2027-01-25T15:30:00Z"));
}

#[test]
fn the_calendar_ends_without_a_panic() {
    let doctor = daily("Pacific/Kiritimati", 15, &[window("00:00", "24:00")]);
    for date in ["9999-12-31", "9999-12-30", "9999-12-29", "0001-01-01"] {
        for viewer in ["UTC", "Pacific/Pago_Pago", "Pacific/Kiritimati"] {
            let _ = shown(&doctor, viewer, date, &[], LONG_AGO);
        }
    }
    assert_eq!(reach(&TimeZone::UTC, day("9999-12-31"), 1), None);
    let first = Period {
        start: Timestamp::MIN,
        end: Timestamp::MIN + SignedDuration::from_mins(30),
    };
    let _ = holds(&doctor, first);
}
