//! From the clock on the wall to moments.

use calendar::Period;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::model::{DayWindow, DoctorAvailability};

/// The windows that have a moment in common with a period, whole, in order.
pub(super) fn open_periods(availability: &DoctorAvailability, around: Period) -> Vec<Period> {
    let zone = availability.zone();
    // A clock that is put back over midnight shows a day's last minutes after
    // the next has begun: a day more on either side has all windows.
    let first = zone.to_datetime(around.start).date();
    let last = zone.to_datetime(around.end).date().saturating_add(1.day());
    let dates = first
        .saturating_sub(1.day())
        .series(1.day())
        .take_while(|date| *date <= last);
    let mut open: Vec<Period> = dates
        .flat_map(|date| {
            let windows = availability.windows_on(date).into_iter();
            windows.map(move |window| (date, window))
        })
        .filter_map(|(date, window)| period_of(&zone, date, window))
        .filter(|window| window.overlaps(&around))
        .collect();
    open.sort_unstable();
    open
}

/// When a window of a day is; `None` where a clock change skips all of it.
fn period_of(zone: &TimeZone, date: Date, window: DayWindow) -> Option<Period> {
    let start = moment(zone, window.start_time.on(date)?)?;
    Period::new(start, moment(zone, window.end_time.on(date)?)?)
}

/// A day by a zone's clock; `None` for one that the zone has skipped.
pub(super) fn day_of(zone: &TimeZone, date: Date) -> Option<Period> {
    let next = date.tomorrow().ok()?;
    Period::new(beginning(zone, date)?, beginning(zone, next)?)
}

/// The first moment of a day by a zone's clock.
pub(super) fn beginning(zone: &TimeZone, date: Date) -> Option<Timestamp> {
    moment(zone, date.at(0, 0, 0, 0))
}

/// The first moment at which a zone's clock shows a time or a later one.
fn moment(zone: &TimeZone, wall: DateTime) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(wall);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => {
            let after_change = ambiguous.later().ok()?;
            let just_after = after_change
                .checked_add(SignedDuration::from_secs(1))
                .ok()?;
            let change = zone.preceding(just_after).next();
            change.map(|change| change.timestamp())
        }
        _ => ambiguous.earlier().ok(),
    }
}
