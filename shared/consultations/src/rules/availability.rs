//! When a doctor is open, in moments, and what of it is left to book.
//!
//! A window goes by the clock on the doctor's wall: it lasts from the first
//! moment at which that clock shows the window's start or a later time, to the
//! first at which it shows its end or a later one. So where a clock change
//! skips the start or the end, the change itself takes its place, and a window
//! that is skipped whole is not there that day; where the hour comes twice, the
//! window begins and ends at the first of the two. Windows that touch on the
//! clock touch in time, too: no moment is lost between them or in both.
//!
//! Slots follow each other from a window's start in passing time, whatever the
//! clock does: an hour that is skipped has none, an hour that comes twice inside
//! a window has them twice. A viewer's clock only divides them: each belongs to
//! the day of the viewer in which it starts, also when it ends in the next.

mod moments;

use calendar::Period;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::model::{DoctorAvailability, TimeOfDay};
use moments::{beginning, day_of, open_periods};

/// No slot is longer.
const LONGEST_SLOT: SignedDuration = SignedDuration::from_mins(120);

/// A window, or the part of it that lies in one day of the viewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenWindow {
    /// The viewer's day.
    pub date: Date,
    /// What the viewer's clock shows when it begins.
    pub start_time: TimeOfDay,
    /// What it shows when it ends: `24:00` at the end of the viewer's day.
    pub end_time: TimeOfDay,
    /// How many whole slots start in it that are neither past nor taken.
    pub available_slots: usize,
}

/// Whether a period lies wholly in a doctor's open time. Windows that touch
/// are one, over midnight too.
pub fn holds(availability: &DoctorAvailability, period: Period) -> bool {
    let open = open_periods(availability, period);
    let reached = open.iter().fold(period.start, |reached, window| {
        if window.start <= reached {
            reached.max(window.end)
        } else {
            reached
        }
    });
    reached >= period.end
}

/// The time in which something may lie that [`windows`] looks at: so many days
/// of the viewer, and a slot that starts at the end of the last one. `None`
/// where the calendar ends.
pub fn reach(viewer: &TimeZone, first: Date, days: u8) -> Option<Period> {
    let after = first.checked_add(i64::from(days).days()).ok()?;
    let end = beginning(viewer, after)?;
    Some(Period {
        start: beginning(viewer, first)?,
        end: end.checked_add(LONGEST_SLOT).ok()?,
    })
}

/// The windows of so many days of a viewer from `first` on, soonest first,
/// split at the viewer's midnights. A part that is wholly past is left out.
/// `busy` is the doctor's taken time in [`reach`].
pub fn windows(
    availability: &DoctorAvailability,
    viewer: &TimeZone,
    first: Date,
    days: u8,
    busy: &[Period],
    now: Timestamp,
) -> Vec<OpenWindow> {
    let Some(reach) = reach(viewer, first, days) else {
        return Vec::new();
    };
    let dates = first.series(1.day()).take(days.into());
    let dates: Vec<(Date, Period)> = dates
        .filter_map(|date| Some((date, day_of(viewer, date)?)))
        .collect();
    let mut found = Vec::new();
    for window in open_periods(availability, reach) {
        let starts = free_slots(availability, window, busy, now);
        let parts = dates
            .iter()
            .filter_map(|(date, day)| Some((*date, day, common(&window, day)?)));
        for (date, day, part) in parts.filter(|(.., part)| part.end > now) {
            let clock = |at| TimeOfDay::from(viewer.to_datetime(at).time());
            let ends_day = part.end == day.end;
            let is_in = |start: &&Timestamp| part.start <= **start && **start < part.end;
            found.push(OpenWindow {
                date,
                start_time: clock(part.start),
                end_time: if ends_day {
                    TimeOfDay::END_OF_DAY
                } else {
                    clock(part.end)
                },
                available_slots: starts.iter().filter(is_in).count(),
            });
        }
    }
    found
}

/// The starts of a window's whole slots that are neither past nor taken.
fn free_slots(
    availability: &DoctorAvailability,
    window: Period,
    busy: &[Period],
    now: Timestamp,
) -> Vec<Timestamp> {
    let length = SignedDuration::from_mins(availability.slot_duration_minutes);
    let starts = std::iter::successors(Some(window.start), |start| start.checked_add(length).ok());
    starts
        .map_while(|start| Period::new(start, start.checked_add(length).ok()?))
        .take_while(|slot| slot.end <= window.end)
        .filter(|slot| slot.start >= now && !busy.iter().any(|taken| taken.overlaps(slot)))
        .map(|slot| slot.start)
        .collect()
}

/// What two periods have in common.
fn common(one: &Period, other: &Period) -> Option<Period> {
    Period::new(one.start.max(other.start), one.end.min(other.end))
}

#[cfg(test)]
mod tests;
