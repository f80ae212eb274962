use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Days, from the first to the last of them, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first; none = all before the last.
    pub first: Option<Date>,
    /// The last; none = all after the first.
    pub last: Option<Date>,
}

impl Days {
    /// All days.
    pub const ALL: Self = Self {
        first: None,
        last: None,
    };

    /// A month.
    pub fn of_month(first: Date) -> Self {
        Self {
            first: Some(first.first_of_month()),
            last: Some(first.last_of_month()),
        }
    }

    /// A year.
    pub fn of_year(first: Date) -> Self {
        Self {
            first: Some(first.first_of_year()),
            last: Some(first.last_of_year()),
        }
    }

    /// The days that are in both.
    pub fn and(self, other: Self) -> Self {
        let earliest = [self.last, other.last].into_iter().flatten().min();
        Self {
            first: self.first.max(other.first),
            last: earliest,
        }
    }

    /// The moments of these days, as a zone has them. A midnight that a clock
    /// change skips is the first moment after it.
    pub fn span(self, zone: &TimeZone) -> Span {
        let midnight = |date: Date| {
            let start = date.to_zoned(zone.clone());
            start.map_or(Timestamp::MAX, |start| start.timestamp())
        };
        let after = |last: Date| last.checked_add(1.day()).map_or(Timestamp::MAX, midnight);
        Span {
            from: self.first.map(midnight),
            before: self.last.map(after),
        }
    }
}

/// A stretch of time, open at either side where there is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first moment.
    pub from: Option<Timestamp>,
    /// The moment after its last.
    pub before: Option<Timestamp>,
}
