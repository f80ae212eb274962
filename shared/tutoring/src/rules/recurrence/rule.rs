use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

/// How often a rule recurs. There is no rule by the second: nothing that is
/// offered is that short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frequency {
    Yearly,
    Monthly,
    Weekly,
    Daily,
    Hourly,
    Minutely,
}

/// When a rule ends, if not by its count. That moment is still in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// With this day.
    Day(Date),
    /// When the clock on the wall shows this.
    Wall(DateTime),
    /// At this moment.
    Moment(Timestamp),
}

/// A recurrence rule. Lists are sorted; an empty one was left out.
#[derive(Clone, Debug)]
pub struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: i64,
    pub(super) count: Option<usize>,
    pub(crate) until: Option<Until>,
    pub(super) week_start: Weekday,
    pub(super) months: Vec<i16>,
    pub(super) weeks: Vec<i16>,
    pub(super) year_days: Vec<i16>,
    pub(super) month_days: Vec<i16>,
    /// Each with which one of its month or year, from either end; 0 is every.
    pub(super) weekdays: Vec<(i16, Weekday)>,
    pub(super) hours: Vec<i16>,
    pub(super) minutes: Vec<i16>,
    pub(super) seconds: Vec<i16>,
    pub(super) positions: Vec<i16>,
}

/// More times than this in one day cannot be offered: each is 5 minutes long.
const TIMES_IN_A_DAY_AT_MOST: usize = 288;

impl Rule {
    /// Reads a rule, with or without its `RRULE:`; `None` when it is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let mut parts = BTreeMap::new();
        for part in text.strip_prefix("RRULE:").unwrap_or(&text).split(';') {
            let (name, value) = part.split_once('=')?;
            if parts.insert(name, value).is_some() {
                return None;
            }
        }
        let mut numbers = |name, range| {
            parts
                .remove(name)
                .map_or(Some(Vec::new()), |list| numbers(list, range))
        };
        let (months, weeks) = (numbers("BYMONTH", 1..=12)?, numbers("BYWEEKNO", -53..=53)?);
        let (year_days, month_days) = (
            numbers("BYYEARDAY", -366..=366)?,
            numbers("BYMONTHDAY", -31..=31)?,
        );
        let (hours, minutes) = (numbers("BYHOUR", 0..=23)?, numbers("BYMINUTE", 0..=59)?);
        let (seconds, positions) = (
            numbers("BYSECOND", 0..=59)?,
            numbers("BYSETPOS", -366..=366)?,
        );
        let rule = Self {
            frequency: frequency(parts.remove("FREQ")?)?,
            interval: parts.remove("INTERVAL").map_or(Some(1), whole)?,
            count: maybe(parts.remove("COUNT"), whole)?,
            until: maybe(parts.remove("UNTIL"), until)?,
            week_start: parts
                .remove("WKST")
                .map_or(Some(Weekday::Monday), weekday)?,
            weekdays: parts.remove("BYDAY").map_or(Some(Vec::new()), weekdays)?,
            months,
            weeks,
            year_days,
            month_days,
            hours,
            minutes,
            seconds,
            positions,
        };
        (parts.is_empty() && rule.is_sound()).then_some(rule)
    }

    /// What section 3.3.10 says MUST and MUST NOT be, and that it ends.
    fn is_sound(&self) -> bool {
        use Frequency::{Daily, Monthly, Weekly, Yearly};
        let frequency = self.frequency;
        let numbered = self.weekdays.iter().any(|(n, _)| *n != 0);
        let lists = [
            &self.months,
            &self.weeks,
            &self.year_days,
            &self.month_days,
            &self.hours,
            &self.minutes,
        ];
        let by_something = !self.weekdays.is_empty()
            || !self.seconds.is_empty()
            || lists.iter().any(|l| !l.is_empty());
        let times = [&self.hours, &self.minutes, &self.seconds].map(|list| list.len().max(1));
        let counted_from_both_ends = [
            &self.weeks,
            &self.year_days,
            &self.month_days,
            &self.positions,
        ];
        self.count.is_some() != self.until.is_some()
            && (!numbered || frequency == Monthly || frequency == Yearly && self.weeks.is_empty())
            && (self.month_days.is_empty() || frequency != Weekly)
            && (self.year_days.is_empty() || !matches!(frequency, Daily | Weekly | Monthly))
            && (self.weeks.is_empty() || frequency == Yearly)
            && (self.positions.is_empty() || by_something)
            && counted_from_both_ends.iter().all(|list| !list.contains(&0))
            && times.iter().product::<usize>() <= TIMES_IN_A_DAY_AT_MOST
    }
}

fn frequency(word: &str) -> Option<Frequency> {
    Some(match word {
        "YEARLY" => Frequency::Yearly,
        "MONTHLY" => Frequency::Monthly,
        "WEEKLY" => Frequency::Weekly,
        "DAILY" => Frequency::Daily,
        "HOURLY" => Frequency::Hourly,
        "MINUTELY" => Frequency::Minutely,
        _ => return None,
    })
}

fn whole<T: TryFrom<u32>>(text: &str) -> Option<T> {
    let number = text.parse().ok().filter(|number: &u32| *number > 0)?;
    T::try_from(number).ok()
}

fn numbers(list: &str, range: RangeInclusive<i16>) -> Option<Vec<i16>> {
    let number = |text: &str| text.parse().ok().filter(|number| range.contains(number));
    let mut numbers = list.split(',').map(number).collect::<Option<Vec<i16>>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

fn weekdays(list: &str) -> Option<Vec<(i16, Weekday)>> {
    let numbered = |text: &str| {
        let (number, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let number = if number.is_empty() {
            0
        } else {
            whole_or_negative(number)?
        };
        Some((number, weekday(day)?))
    };
    list.split(',').map(numbered).collect()
}

fn whole_or_negative(text: &str) -> Option<i16> {
    text.parse()
        .ok()
        .filter(|number: &i16| *number != 0 && number.unsigned_abs() <= 53)
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

fn until(text: &str) -> Option<Until> {
    let wall = |text: &str| DateTime::strptime("%Y%m%dT%H%M%S", text).ok();
    match (text.len(), text.strip_suffix('Z')) {
        (8, None) => Date::strptime("%Y%m%d", text).ok().map(Until::Day),
        (15, None) => wall(text).map(Until::Wall),
        (16, Some(utc)) => TimeZone::UTC
            .to_timestamp(wall(utc)?)
            .ok()
            .map(Until::Moment),
        _ => None,
    }
}

/// What is left out is fine, what cannot be read is not.
fn maybe<T>(part: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(text) => read(text).map(Some),
    }
}
