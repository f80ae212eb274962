use std::fmt;
use std::str::FromStr;

use input::{Field, Wrong};
use jiff::civil::{self, Date};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A time as the clock on the wall shows it, to the minute: `00:00` to `24:00`,
/// which is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// `24:00`
    pub const END_OF_DAY: Self = Self { minutes: 24 * 60 };

    /// This time on a day; the end of a day is the beginning of the next one.
    /// `None` where the calendar ends.
    pub fn on(self, date: Date) -> Option<civil::DateTime> {
        let number = |n: u16| i8::try_from(n).ok();
        let (date, hour) = match self.minutes / 60 {
            24 => (date.tomorrow().ok()?, 0),
            hour => (date, number(hour)?),
        };
        Some(date.at(hour, number(self.minutes % 60)?, 0, 0))
    }
}

/// Seconds are left out.
impl From<civil::Time> for TimeOfDay {
    fn from(time: civil::Time) -> Self {
        let [hour, minute] = [time.hour(), time.minute()].map(i8::unsigned_abs);
        Self {
            minutes: u16::from(hour) * 60 + u16::from(minute),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (hour, minute) = text.split_once(':')?;
            let minutes = hour.parse::<u16>().ok()?.checked_mul(60)?;
            let time = Self {
                minutes: minutes.checked_add(minute.parse().ok()?)?,
            };
            // What it writes is all that it reads: 09:75 would be 10:15.
            (time <= Self::END_OF_DAY && time.to_string() == text).then_some(time)
        };
        read().ok_or("must be a time of day from 00:00 to 24:00, like 09:30")
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> String {
        time.to_string()
    }
}

impl Field for TimeOfDay {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = String::read(value)?;
        text.trim().parse().map_err(|message: &str| Wrong {
            message: message.to_owned(),
            kind: "value_error.time",
        })
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the days' names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The weekday of a date.
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            civil::Weekday::Monday => Self::Monday,
            civil::Weekday::Tuesday => Self::Tuesday,
            civil::Weekday::Wednesday => Self::Wednesday,
            civil::Weekday::Thursday => Self::Thursday,
            civil::Weekday::Friday => Self::Friday,
            civil::Weekday::Saturday => Self::Saturday,
            civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

/// Its English name, without regard to case.
impl Field for Weekday {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let name = String::read(value)?.trim().to_ascii_lowercase();
        serde_json::from_value(Value::String(name)).map_err(|_| Wrong {
            message: "must be a day of the week, like monday".to_owned(),
            kind: "type_error.enum",
        })
    }
}
