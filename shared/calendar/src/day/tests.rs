use jiff::SignedDuration;

use super::*;

fn teacher() -> UserId {
    "teacher".parse().unwrap()
}

fn day() -> Day {
    Day::empty(teacher(), Date::constant(2027, 1, 25))
}

fn slot(start: &str) -> Slot {
    let start: Timestamp = start.parse().unwrap();
    let period = Period::new(start, start + SignedDuration::from_hours(1)).unwrap();
    Slot {
        local_id: Uuid::nil(),
        period,
        is_booked: false,
        cut: None,
    }
}

#[test]
fn where_a_day_and_a_stamp_live() {
    let slots = vec![slot("2027-01-25T09:00:00Z"), slot("2027-01-25T12:00:00Z")];
    let stamp = Offers {
        teacher: teacher(),
        stamp: Uuid::nil(),
    };
    insta::assert_debug_snapshot!([day().keys(), Day { slots, ..day() }.keys(), stamp.keys()]);
}

#[test]
fn days_of_a_person_sort_by_their_date() {
    let (first, last) = (Date::constant(2026, 12, 31), Date::constant(2027, 1, 1));
    let (partition, from, to) = day_range(&teacher(), first, last);
    assert_eq!(partition, Day::key(&teacher(), first).pk);
    assert!(from < to);
}

#[test]
fn the_last_day_of_all_does_not_expire_too_early() {
    assert!(Day::empty(teacher(), Date::MAX).keys().expires_at.is_some());
}
