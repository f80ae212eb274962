use calendar::{Day, LONGEST_SLOT, Period, Slot};
use chrono::{DateTime, Datelike, NaiveDateTime, TimeZone as _, Timelike};
use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rrule::{RRule, Tz, Unvalidated};

use crate::Refusal;

/// The shortest time that is offered or booked.
pub(crate) const SHORTEST: SignedDuration = SignedDuration::from_mins(5);
const OCCURRENCES_AT_MOST: u16 = 52;

/// The period of a new slot.
///
/// # Errors
///
/// It is past, shorter than 5 minutes or longer than 12 hours.
pub fn slot_period(start: Timestamp, end: Timestamp, now: Timestamp) -> Result<Period, Refusal> {
    let period = future_period(start, end, now)?;
    if period.length() > LONGEST_SLOT {
        Err(Refusal::TooLong)
    } else {
        Ok(period)
    }
}

/// A period that is still to come, at least 5 minutes long.
pub(crate) fn future_period(
    start: Timestamp,
    end: Timestamp,
    now: Timestamp,
) -> Result<Period, Refusal> {
    let period = Period::new(start, end).ok_or(Refusal::EndNotAfterStart)?;
    if start <= now {
        Err(Refusal::StartInThePast)
    } else if period.length() < SHORTEST {
        Err(Refusal::TooShort)
    } else {
        Ok(period)
    }
}

/// The periods of a recurring slot: the first one again by an RFC 5545 rule,
/// at the same time of the day in the teacher's zone, each as long as the first.
///
/// # Errors
///
/// Text that is no rule, or a rule without an occurrence or with more than 52.
pub fn occurrences(rule: &str, first: Period, zone: &TimeZone) -> Result<Vec<Period>, Refusal> {
    let rule = rule.trim();
    let rule = rule
        .get(..6)
        .filter(|head| head.eq_ignore_ascii_case("RRULE:"))
        .map_or(rule, |_| &rule[6..]);
    // The rule is unrolled on the clock on the wall; only then do its times
    // become moments. A time that a clock change skips is moved by the gap.
    let starts = wall_times(rule, first.start, zone).ok_or(Refusal::RecurrenceInvalid)?;
    let moment = |wall: civil::DateTime| {
        let start = zone.to_ambiguous_timestamp(wall).compatible().ok()?;
        Period::new(start, start.checked_add(first.length()).ok()?)
    };
    starts
        .into_iter()
        .map(moment)
        .collect::<Option<_>>()
        .ok_or(Refusal::RecurrenceInvalid)
}

fn wall_times(rule: &str, first: Timestamp, zone: &TimeZone) -> Option<Vec<civil::DateTime>> {
    let rule: RRule<Unvalidated> = rule.parse().ok()?;
    let until = rule
        .get_until()
        .map(|until| to_wall(Timestamp::from_second(until.timestamp()).ok()?, zone));
    let rule = match until {
        Some(until) => rule.until(until?),
        None => rule,
    };
    let found = rule
        .build(to_wall(first, zone)?)
        .ok()?
        .all(OCCURRENCES_AT_MOST + 1);
    let count = found.dates.len();
    if count == 0 || count > usize::from(OCCURRENCES_AT_MOST) {
        return None;
    }
    found.dates.iter().map(from_wall).collect()
}

/// What the clock on the wall shows, written as if it were UTC.
fn to_wall(at: Timestamp, zone: &TimeZone) -> Option<DateTime<Tz>> {
    let wall = zone.to_datetime(at);
    let seconds = wall.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
    let naive: NaiveDateTime = DateTime::from_timestamp(seconds, 0)?.naive_utc();
    Some(Tz::UTC.from_utc_datetime(&naive))
}

fn from_wall(wall: &DateTime<Tz>) -> Option<civil::DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    civil::DateTime::new(
        i16::try_from(wall.year()).ok()?,
        small(wall.month())?,
        small(wall.day())?,
        small(wall.hour())?,
        small(wall.minute())?,
        small(wall.second())?,
        0,
    )
    .ok()
}

/// The slots of a day that a list shows: those that are not over and touch
/// the wanted time, and lie after the place where the last page ended.
pub fn free_slots<'a>(
    day: &'a Day,
    from: Timestamp,
    to: Option<Timestamp>,
    include_booked: bool,
    now: Timestamp,
) -> impl Iterator<Item = &'a Slot> {
    day.slots.iter().filter(move |slot| {
        let ahead = slot.period.end > now && slot.period.end > from;
        ahead && to.is_none_or(|to| slot.period.start < to) && (include_booked || !slot.is_booked)
    })
}

#[cfg(test)]
mod tests;
