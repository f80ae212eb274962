//! Recurrence rules (RFC 5545, section 3.3.10), unrolled on the clock on the
//! wall. The work is bounded whatever the rule says: the days are looked at one
//! by one, and only so many of them.

mod rule;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};

use rule::Frequency;
pub use rule::Rule;
pub(crate) use rule::Until;

/// How many days are looked at for a rule's times: a hundred years of them. A
/// day whose every hour or minute has to be looked at costs more, and there are
/// fewer of them.
fn reach_days(frequency: Frequency) -> usize {
    match frequency {
        Frequency::Minutely => 366,
        Frequency::Hourly => 24 * 366,
        _ => 36_525,
    }
}

impl Rule {
    /// The times from `start` on that the rule names, soonest first; `None`
    /// when they are more than `most`, or do not come to an end.
    pub(crate) fn unroll(
        &self,
        start: DateTime,
        most: usize,
        is_over: impl Fn(DateTime) -> bool,
    ) -> Option<Vec<DateTime>> {
        let rule = self.completed_from(start);
        let days = rule
            .period_of(start)
            .date()
            .series(1.day())
            .take(reach_days(rule.frequency));
        let times = days
            .filter(|day| rule.has_day(*day, start.date()))
            .flat_map(|day| rule.times_of(day, start));
        let mut found = Vec::new();
        for at in rule.at_positions(times).filter(|at| *at >= start) {
            if is_over(at) {
                return Some(found);
            }
            if found.len() == most {
                return None;
            }
            found.push(at);
            if self.count == Some(found.len()) {
                return Some(found);
            }
        }
        None
    }

    /// The rule with what it leaves to its start.
    fn completed_from(&self, start: DateTime) -> Self {
        use Frequency::{Daily, Hourly, Minutely, Monthly, Weekly, Yearly};
        let mut rule = self.clone();
        let names_days =
            !(rule.weekdays.is_empty() && rule.month_days.is_empty() && rule.year_days.is_empty());
        match rule.frequency {
            _ if names_days => {}
            Yearly if rule.weeks.is_empty() => {
                complete(&mut rule.months, [start.month().into()]);
                rule.month_days = vec![start.day().into()];
            }
            Yearly | Weekly => rule.weekdays = vec![(0, start.weekday())],
            Monthly => rule.month_days = vec![start.day().into()],
            Daily | Hourly | Minutely => {}
        }
        match rule.frequency {
            Minutely => complete(&mut rule.minutes, 0..60),
            _ => complete(&mut rule.minutes, [start.minute().into()]),
        }
        match rule.frequency {
            Hourly | Minutely => complete(&mut rule.hours, 0..24),
            _ => complete(&mut rule.hours, [start.hour().into()]),
        }
        complete(&mut rule.seconds, [start.second().into()]);
        rule
    }

    fn has_day(&self, day: Date, start: Date) -> bool {
        let (year, month) = (
            (day.day_of_year(), day.days_in_year()),
            (day.day().into(), day.days_in_month().into()),
        );
        has_place(&self.months, day.month().into(), 12)
            && has_place(&self.year_days, year.0, year.1)
            && has_place(&self.month_days, month.0, month.1)
            && self.has_weekday(day, if self.counts_in_year() { year } else { month })
            && (self.weeks.is_empty()
                || has_place(&self.weeks, self.week_number(day), self.weeks_in_year(day)))
            && self.is_turn_of(day, start)
    }

    /// Whether a Monday is the first one of the year or of the month.
    fn counts_in_year(&self) -> bool {
        self.frequency == Frequency::Yearly && self.months.is_empty()
    }

    fn has_weekday(&self, day: Date, (place, last): (i16, i16)) -> bool {
        let (nth, nth_from_last) = ((place - 1) / 7 + 1, -((last - place) / 7 + 1));
        let is_it = |n: i16| n == 0 || n == nth || n == nth_from_last;
        self.weekdays.is_empty()
            || self
                .weekdays
                .iter()
                .any(|(n, weekday)| *weekday == day.weekday() && is_it(*n))
    }

    /// Whether it is a year, month, week or day of the interval.
    fn is_turn_of(&self, day: Date, start: Date) -> bool {
        let years = i64::from(day.year()) - i64::from(start.year());
        let passed = match self.frequency {
            Frequency::Yearly => years,
            Frequency::Monthly => years * 12 + i64::from(day.month()) - i64::from(start.month()),
            Frequency::Weekly => days_between(self.week_of(start), self.week_of(day)) / 7,
            Frequency::Daily => days_between(start, day),
            Frequency::Hourly | Frequency::Minutely => 0,
        };
        passed % self.interval == 0
    }

    /// The first day of a day's week.
    fn week_of(&self, day: Date) -> Date {
        day.saturating_sub(i64::from(day.weekday().since(self.week_start)).days())
    }

    /// The first week of a year is the first one with four days in it.
    fn week_number(&self, day: Date) -> i16 {
        (self.week_of(day).saturating_add(3.days()).day_of_year() - 1) / 7 + 1
    }

    fn weeks_in_year(&self, day: Date) -> i16 {
        let year = self.week_of(day).saturating_add(3.days()).year();
        self.week_number(date(year, 12, 28))
    }

    fn times_of(&self, day: Date, start: DateTime) -> impl Iterator<Item = DateTime> {
        let hours = self
            .hours
            .iter()
            .flat_map(|hour| self.minutes.iter().map(move |minute| (*hour, *minute)));
        let in_turn = hours.filter(move |(hour, minute)| {
            let hours =
                days_between(start.date(), day) * 24 + i64::from(*hour) - i64::from(start.hour());
            match self.frequency {
                Frequency::Hourly => hours % self.interval == 0,
                Frequency::Minutely => {
                    (hours * 60 + i64::from(*minute) - i64::from(start.minute())) % self.interval
                        == 0
                }
                _ => true,
            }
        });
        let small = |number: i16| i8::try_from(number).unwrap_or_default();
        in_turn.flat_map(move |(hour, minute)| {
            self.seconds
                .iter()
                .map(move |second| day.at(small(hour), small(minute), small(*second), 0))
        })
    }

    /// Of each year, month, week, day, hour or minute the times at the wanted
    /// positions; all where none are wanted.
    fn at_positions<'a>(
        &'a self,
        times: impl Iterator<Item = DateTime> + 'a,
    ) -> Box<dyn Iterator<Item = DateTime> + 'a> {
        if self.positions.is_empty() {
            return Box::new(times);
        }
        let mut times = times.peekable();
        let sets = std::iter::from_fn(move || {
            let first = times.next()?;
            let mut set = vec![first];
            while let Some(next) = times.next_if(|at| self.period_of(*at) == self.period_of(first))
            {
                set.push(next);
            }
            Some(set)
        });
        Box::new(sets.flat_map(|set| {
            let last = i16::try_from(set.len()).unwrap_or(i16::MAX);
            let wanted = |place: i16| has_place(&self.positions, place, last);
            (1..)
                .zip(set)
                .filter(|(place, _)| wanted(*place))
                .map(|(_, at)| at)
                .collect::<Vec<_>>()
        }))
    }

    /// The first moment of the year, month, week, day, hour or minute that a
    /// time belongs to.
    fn period_of(&self, at: DateTime) -> DateTime {
        let day = at.date();
        match self.frequency {
            Frequency::Yearly => day.first_of_year().at(0, 0, 0, 0),
            Frequency::Monthly => day.first_of_month().at(0, 0, 0, 0),
            Frequency::Weekly => self.week_of(day).at(0, 0, 0, 0),
            Frequency::Daily => day.at(0, 0, 0, 0),
            Frequency::Hourly => day.at(at.hour(), 0, 0, 0),
            Frequency::Minutely => day.at(at.hour(), at.minute(), 0, 0),
        }
    }
}

fn complete(list: &mut Vec<i16>, otherwise: impl IntoIterator<Item = i16>) {
    if list.is_empty() {
        list.extend(otherwise);
    }
}

/// Whether a list has a place, counted from the first or back from the last;
/// an empty one has all.
fn has_place(list: &[i16], place: i16, last: i16) -> bool {
    list.is_empty() || list.contains(&place) || list.contains(&(place - last - 1))
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}
