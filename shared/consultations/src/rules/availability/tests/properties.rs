use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const DAYS_LOOKED_AT: u8 = 4;

/// A zone, and days on which its clock changes.
const CHANGES: [(&str, &str); 8] = [
    ("Europe/Berlin", "2027-03-28"),
    ("Europe/Berlin", "2027-10-31"),
    ("America/New_York", "2027-03-14"),
    ("America/New_York", "2027-11-07"),
    ("Australia/Lord_Howe", "2027-10-03"),
    ("Australia/Lord_Howe", "2027-04-04"),
    ("America/Havana", "2027-03-14"),
    ("UTC", "2027-02-28"),
];

const VIEWERS: [&str; 7] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
];

/// A doctor, what is taken, and the time around a clock change.
#[derive(Debug)]
struct Case {
    doctor: DoctorAvailability,
    viewer: TimeZone,
    first: Date,
    busy: Vec<Period>,
    now: Timestamp,
}

prop_compose! {
    fn cases()(
        (name, date) in select(&CHANGES),
        (viewer_changes, viewer) in (any::<bool>(), select(&VIEWERS)),
        bounds in btree_set(0_u16..=288, 2..9),
        slot in 15_i64..=120,
        busy in vec((0_i64..7_000, 1_i64..300), 0..12),
        now in 0_i64..7_000,
    ) -> Case {
        // The day of the change, with a day before it and two after it.
        let first = day(date).yesterday().unwrap();
        let start = first.to_zoned(TimeZone::UTC).unwrap().timestamp();
        let minutes = |n: i64| start + SignedDuration::from_mins(n);
        let bounds: Vec<TimeOfDay> = bounds.iter().map(|n| time(n * 5)).collect();
        let windows: Vec<DayWindow> = bounds
            .windows(2)
            .step_by(if slot % 2 == 0 { 1 } else { 2 })
            .map(|pair| DayWindow { start_time: pair[0], end_time: pair[1] })
            .collect();
        let (doctor, viewer) = if viewer_changes { (viewer, name) } else { (name, viewer) };
        Case {
            doctor: daily(doctor, slot, &windows),
            viewer: zone(viewer),
            first,
            busy: busy
                .iter()
                .filter_map(|(from, length)| Period::new(minutes(*from), minutes(from + length)))
                .collect(),
            now: if now % 3 == 0 { minutes(now) } else { LONG_AGO },
        }
    }
}

fn time(minutes: u16) -> TimeOfDay {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
        .parse()
        .unwrap()
}

impl Case {
    fn windows(&self, busy: &[Period], now: Timestamp) -> Vec<OpenWindow> {
        windows(
            &self.doctor,
            &self.viewer,
            self.first,
            DAYS_LOOKED_AT,
            busy,
            now,
        )
    }

    /// The doctor's windows, found by looking at the clock minute by minute.
    fn periods_by_the_minute(&self) -> Vec<Period> {
        let zone = self.doctor.zone();
        let from = self.first.to_zoned(TimeZone::UTC).unwrap().timestamp()
            - SignedDuration::from_hours(3 * 24);
        let walls: Vec<(Timestamp, civil::DateTime)> = (0..11 * 24 * 60)
            .map(|n| from + MINUTE * n)
            .map(|at| (at, zone.to_datetime(at)))
            .collect();
        let reaches = |wall: civil::DateTime| {
            let found = walls.iter().find(|(_, shown)| *shown >= wall);
            found.unwrap().0
        };
        let first = self.first.checked_sub(2.days()).unwrap();
        let dates = first.series(1.day()).take(8);
        dates
            .flat_map(|date| {
                let windows = self.doctor.windows_on(date).into_iter();
                windows.map(move |window| (date, window))
            })
            .filter_map(|(date, window)| {
                let bound = |time: TimeOfDay| reaches(time.on(date).unwrap());
                Period::new(bound(window.start_time), bound(window.end_time))
            })
            .collect()
    }

    /// All slots, laid one after the other from their window's start.
    fn slots(&self) -> Vec<Period> {
        let length = MINUTE * i32::try_from(self.doctor.slot_duration_minutes).unwrap();
        let mut slots = Vec::new();
        for window in self.periods_by_the_minute() {
            let mut start = window.start;
            while start + length <= window.end {
                slots.push(Period {
                    start,
                    end: start + length,
                });
                start += length;
            }
        }
        slots
    }

    fn is_free(&self, slot: &Period) -> bool {
        slot.start >= self.now && self.busy.iter().all(|taken| !taken.overlaps(slot))
    }
}

fn count(open: &[OpenWindow]) -> usize {
    open.iter().map(|part| part.available_slots).sum()
}

fn by_date(open: &[OpenWindow]) -> BTreeMap<Date, usize> {
    let mut counts = BTreeMap::new();
    for part in open.iter().filter(|part| part.available_slots > 0) {
        *counts.entry(part.date).or_default() += part.available_slots;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_slot_is_lost_or_invented(case in cases()) {
        let last = case.first.checked_add(i64::from(DAYS_LOOKED_AT - 1).days()).unwrap();
        let mut expected: BTreeMap<Date, usize> = BTreeMap::new();
        for slot in case.slots().iter().filter(|slot| case.is_free(slot)) {
            let date = case.viewer.to_datetime(slot.start).date();
            if (case.first..=last).contains(&date) {
                *expected.entry(date).or_default() += 1;
            }
        }
        prop_assert_eq!(by_date(&case.windows(&case.busy, case.now)), expected);
    }

    #[test]
    fn the_parts_of_a_split_window_have_its_slots(case in cases()) {
        // Every window of the doctor that lies within the viewer's days.
        let days = reach(&case.viewer, case.first, DAYS_LOOKED_AT).unwrap();
        let inner = Period { end: days.end - LONGEST_SLOT, ..days };
        let whole: Vec<Period> = open_periods(&case.doctor, inner)
            .into_iter()
            .filter(|window| inner.contains(window))
            .collect();
        for window in whole {
            let unsplit = free_slots(&case.doctor, window, &case.busy, case.now).len();
            // All other time is taken, so that only this window counts.
            let mut busy = case.busy.clone();
            busy.extend(Period::new(Timestamp::MIN, window.start));
            busy.extend(Period::new(window.end, Timestamp::MAX));
            prop_assert_eq!(count(&case.windows(&busy, case.now)), unsplit);
        }
    }

    #[test]
    fn free_slots_are_free_and_open(case in cases()) {
        let around = Period {
            start: case.first.to_zoned(TimeZone::UTC).unwrap().timestamp(),
            end: case.first.checked_add(3.days()).unwrap().to_zoned(TimeZone::UTC).unwrap().timestamp(),
        };
        let length = SignedDuration::from_mins(case.doctor.slot_duration_minutes);
        let mut before = Timestamp::MIN;
        for window in open_periods(&case.doctor, around) {
            for start in free_slots(&case.doctor, window, &case.busy, case.now) {
                let slot = Period { start, end: start + length };
                prop_assert!(before <= slot.start && case.is_free(&slot));
                prop_assert!(window.contains(&slot) && holds(&case.doctor, slot));
                before = slot.end;
            }
        }
    }

    #[test]
    fn a_booked_slot_is_one_less(case in cases(), which in any::<prop::sample::Index>()) {
        let free = case.windows(&case.busy, case.now);
        let days = reach(&case.viewer, case.first, DAYS_LOOKED_AT).unwrap();
        let inner = Period { end: days.end - LONGEST_SLOT, ..days };
        let slots: Vec<Period> = case
            .slots()
            .into_iter()
            .filter(|slot| case.is_free(slot) && inner.start <= slot.start && slot.start < inner.end)
            .collect();
        prop_assume!(!slots.is_empty());
        let mut busy = case.busy.clone();
        busy.push(*which.get(&slots));
        prop_assert_eq!(count(&case.windows(&busy, case.now)), count(&free) - 1);
        busy.extend(slots);
        prop_assert_eq!(count(&case.windows(&busy, case.now)), 0);
    }

    #[test]
    fn a_period_is_held_when_each_of_its_minutes_is(
        case in cases(),
        periods in vec((0_i32..5_000, 1_i32..200), 20),
    ) {
        let open: BTreeSet<Timestamp> = case
            .periods_by_the_minute()
            .into_iter()
            .flat_map(|window| {
                std::iter::successors(Some(window.start), |at| Some(*at + MINUTE))
                    .take_while(move |at| *at < window.end)
            })
            .collect();
        let start = case.first.to_zoned(TimeZone::UTC).unwrap().timestamp();
        for (from, length) in periods {
            let period = Period { start: start + MINUTE * from, end: start + MINUTE * (from + length) };
            let expected = (0..length).all(|n| open.contains(&(period.start + MINUTE * n)));
            prop_assert_eq!(holds(&case.doctor, period), expected);
        }
    }
}
