use calendar::{Day, LONGEST_SLOT, Period, Slot};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::Refusal;
use crate::rules::recurrence::{Rule, Until};

/// The shortest time that is offered or booked.
pub(crate) const SHORTEST: SignedDuration = SignedDuration::from_mins(5);
const OCCURRENCES_AT_MOST: usize = 52;

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

/// An RFC 5545 rule.
///
/// # Errors
///
/// Text that is none.
pub fn recurrence(text: &str) -> Result<Rule, Refusal> {
    Rule::read(text).ok_or(Refusal::RecurrenceInvalid)
}

/// The periods of a recurring slot: the first one again by its rule, at the
/// same time of the day in the teacher's zone, each as long as the first.
///
/// # Errors
///
/// A rule without an occurrence or with more than 52.
pub fn occurrences(rule: &Rule, first: Period, zone: &TimeZone) -> Result<Vec<Period>, Refusal> {
    // The rule is unrolled on the clock on the wall; only then do its times
    // become moments. A time that a clock change skips is moved by the gap, of
    // one that comes twice it is the first, unless the second was asked for.
    let first_wall = zone.to_datetime(first.start);
    let moment = |wall: DateTime| {
        let repeated = || zone.to_ambiguous_timestamp(wall).compatible().ok();
        if wall == first_wall {
            Some(first.start)
        } else {
            repeated()
        }
    };
    let is_over = |wall: DateTime| match rule.until {
        None => false,
        Some(Until::Day(last)) => wall.date() > last,
        Some(Until::Wall(last)) => wall > last,
        Some(Until::Moment(last)) => moment(wall).is_none_or(|start| start > last),
    };
    let period = |wall| {
        let start = moment(wall)?;
        Period::new(start, start.checked_add(first.length()).ok()?)
    };
    let walls = rule
        .unroll(first_wall, OCCURRENCES_AT_MOST, is_over)
        .filter(|walls| !walls.is_empty());
    let periods = walls.and_then(|walls| walls.into_iter().map(period).collect());
    periods.ok_or(Refusal::RecurrenceInvalid)
}

/// The slots of a day that a list shows: those that are not over and touch
/// the wanted time.
pub fn listed_slots(
    day: &Day,
    from: Timestamp,
    to: Option<Timestamp>,
    include_booked: bool,
    now: Timestamp,
) -> impl Iterator<Item = &Slot> {
    day.slots.iter().filter(move |slot| {
        let ahead = slot.period.end > now && slot.period.end > from;
        ahead && to.is_none_or(|to| slot.period.start < to) && (include_booked || !slot.is_booked)
    })
}

#[cfg(test)]
mod tests;
