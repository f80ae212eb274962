use std::collections::{BTreeMap, BTreeSet};

use ids::{Ids, UserId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use outcome::Trouble;
use table::{Condition, Found, Key, Transaction};
use uuid::Uuid;

use crate::day::{Busy, Day, Entry, Offers};
use crate::period::{Period, utc_date};
use crate::slot::{LONGEST_SLOT, Slot, SlotId};

/// The days that a command needs, as they were read, and as it wants them.
///
/// Edits are pure; [`Plan::write`] puts the days that changed into the
/// command's transaction, each on condition that it is still as it was read.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    days: BTreeMap<(UserId, Date), Day>,
    changed: BTreeSet<(UserId, Date)>,
    /// The stamps of teachers whose offers were read.
    stamps: BTreeMap<UserId, Option<Uuid>>,
    /// Teachers whose offered time grew or moved to another day.
    moved: BTreeSet<UserId>,
}

/// Which days a command needs.
#[derive(Clone, Debug, Default)]
pub struct Needed {
    days: BTreeSet<(UserId, Date)>,
    offers: BTreeSet<UserId>,
}

impl Needed {
    /// The days in which a person must be free for a period.
    pub fn person(&mut self, person: &UserId, period: Period) {
        self.days
            .extend(period.days().map(|day| (person.clone(), day)));
    }

    /// The days where slots that overlap or touch a period may live.
    pub fn slots(&mut self, teacher: &UserId, period: Period) {
        let earliest = period
            .start
            .saturating_sub(LONGEST_SLOT)
            .unwrap_or(Timestamp::MIN);
        let reach = Period {
            start: earliest,
            end: period
                .end
                .saturating_add(SignedDuration::from_secs(1))
                .unwrap_or(Timestamp::MAX),
        };
        self.person(teacher, reach);
    }

    /// The day in which a slot lives.
    pub fn slot(&mut self, id: &SlotId) {
        self.days.insert((id.teacher.clone(), id.day));
    }

    /// What a command needs that adds a slot.
    pub fn offers(&mut self, teacher: &UserId, period: Period) {
        self.offers.insert(teacher.clone());
        self.slots(teacher, period);
    }

    /// The keys of the days.
    pub fn keys(&self) -> Vec<Key> {
        let days = self.days.iter();
        days.map(|(person, date)| Day::key(person, *date)).collect()
    }

    /// The keys of what has to be read before the days: only then does a day
    /// that changes after it was read change what was read before it, too.
    pub fn keys_before(&self) -> Vec<Key> {
        self.offers.iter().map(Offers::key).collect()
    }
}

impl Plan {
    /// The needed days as they were found.
    ///
    /// # Errors
    ///
    /// An item that is no day: a fault of ours.
    pub fn new(needed: &Needed, found: &Found) -> Result<Self, Trouble> {
        let mut plan = Self::default();
        for (person, date) in &needed.days {
            let stored = found.read(&Day::key(person, *date))?;
            let day = stored.unwrap_or_else(|| Day::empty(person.clone(), *date));
            plan.days.insert((person.clone(), *date), day);
        }
        for teacher in &needed.offers {
            let stored: Option<Offers> = found.read(&Offers::key(teacher))?;
            plan.stamps
                .insert(teacher.clone(), stored.map(|offers| offers.stamp));
        }
        Ok(plan)
    }

    /// Whether nothing of a person's overlaps a period. A day that was not read
    /// counts as taken.
    pub fn is_free(&self, person: &UserId, period: Period) -> bool {
        period.days().all(|date| {
            self.day(person, date)
                .is_some_and(|day| day.busy.iter().all(|busy| !busy.period.overlaps(&period)))
        })
    }

    /// Takes a period of a person's time; `false` when it is not free. An entry
    /// that has time in those days already keeps what it has: whoever shares it
    /// may have moved it since.
    #[must_use]
    pub fn occupy(&mut self, person: &UserId, period: Period, entry: &Entry) -> bool {
        let has_entry = |day: &Day| day.busy.iter().any(|busy| busy.entry == *entry);
        if period
            .days()
            .any(|date| self.day(person, date).is_some_and(has_entry))
        {
            return true;
        }
        if !self.is_free(person, period) {
            return false;
        }
        for date in period.days() {
            let day = self.edit(person, date);
            let at = day.busy.partition_point(|busy| busy.period < period);
            day.busy.insert(
                at,
                Busy {
                    entry: entry.clone(),
                    period,
                },
            );
        }
        true
    }

    /// Gives back the period that an entry has taken of a person's time; what
    /// it has been moved to since, it keeps.
    pub fn release(&mut self, person: &UserId, period: Period, entry: &Entry) {
        let taken = Busy {
            entry: entry.clone(),
            period,
        };
        for date in period.days() {
            if self
                .day(person, date)
                .is_some_and(|day| day.busy.contains(&taken))
            {
                self.edit(person, date).busy.retain(|busy| *busy != taken);
            }
        }
    }

    /// Adds a free slot; `false` when it overlaps another of the teacher's.
    #[must_use]
    pub fn offer(&mut self, teacher: &UserId, slot: Slot) -> bool {
        if self
            .slots_of(teacher)
            .any(|other| other.period.overlaps(&slot.period))
        {
            return false;
        }
        self.moved.insert(teacher.clone());
        self.put_slot(teacher, slot);
        true
    }

    /// Books a period inside one free slot; what is left of the slot before
    /// and after it stays free. `false` when no free slot holds it.
    #[must_use]
    pub fn book_slot(&mut self, teacher: &UserId, period: Period, ids: &Ids) -> bool {
        let holds = |slot: &&Slot| !slot.is_booked && slot.period.contains(&period);
        let Some(slot) = self.slots_of(teacher).find(holds).cloned() else {
            return false;
        };
        self.take_slot(teacher, &slot);
        let before = Period::new(slot.period.start, period.start);
        let after = Period::new(period.end, slot.period.end);
        for left in [before, after].into_iter().flatten() {
            self.put_slot(teacher, Slot::piece(left, slot.whole(), ids));
        }
        self.put_slot(
            teacher,
            Slot {
                is_booked: true,
                ..Slot::piece(period, slot.whole(), ids)
            },
        );
        if after.map_or(period.start, |after| after.start) >= next_day(slot.period.start) {
            self.moved.insert(teacher.clone());
        }
        true
    }

    /// Frees a booked period and joins it with the free slots that touch it,
    /// as long as the whole is no longer than a slot may be. What it was cut
    /// from comes first, so that what could be booked before can be again.
    pub fn free_slot(&mut self, teacher: &UserId, period: Period, ids: &Ids) {
        let booked = |slot: &&Slot| slot.is_booked && slot.period == period;
        let Some(slot) = self.slots_of(teacher).find(booked).cloned() else {
            return;
        };
        self.take_slot(teacher, &slot);
        let touches = |other: &Period| other.end == period.start || period.end == other.start;
        let free = self.slots_of(teacher).filter(|other| !other.is_booked);
        let mut neighbours: Vec<Slot> = free
            .filter(|other| touches(&other.period))
            .cloned()
            .collect();
        neighbours.sort_by_key(|other| !other.whole().overlaps(&slot.whole()));
        let (mut joined, mut whole) = (period, slot.whole());
        for other in neighbours {
            let both = whole.hull(&other.whole());
            if both.length() <= LONGEST_SLOT {
                self.take_slot(teacher, &other);
                (joined, whole) = (joined.hull(&other.period), both);
            }
        }
        self.put_slot(teacher, Slot::piece(joined, whole, ids));
        if joined.end > next_day(joined.start) {
            self.moved.insert(teacher.clone());
        }
    }

    /// Puts what changed into a transaction.
    pub fn write(&self, transaction: &mut Transaction, ids: &Ids) {
        for key in &self.changed {
            transaction.save(&self.days[key]);
        }
        for teacher in &self.moved {
            let offers = Offers {
                teacher: teacher.clone(),
                stamp: ids.uuid(),
            };
            match self.stamps.get(teacher) {
                None => transaction.put(&offers),
                Some(None) => transaction.replace(&offers, Condition::absent()),
                Some(Some(read)) => {
                    transaction.replace(&offers, Condition::is("stamp", read.to_string()))
                }
            }
        }
    }

    /// Takes a free slot back; `None` when there is none of this id, `false`
    /// when it is booked.
    pub fn withdraw(&mut self, id: &SlotId) -> Option<bool> {
        let slot = self
            .slots_of(&id.teacher)
            .find(|slot| slot.local_id == id.local_id)
            .cloned()?;
        if slot.is_booked {
            return Some(false);
        }
        self.take_slot(&id.teacher, &slot);
        Some(true)
    }

    fn day(&self, person: &UserId, date: Date) -> Option<&Day> {
        self.days.get(&(person.clone(), date))
    }

    fn slots_of<'a>(&'a self, teacher: &'a UserId) -> impl Iterator<Item = &'a Slot> {
        self.days
            .values()
            .filter(move |day| day.person == *teacher)
            .flat_map(|day| &day.slots)
    }

    fn edit(&mut self, person: &UserId, date: Date) -> &mut Day {
        let key = (person.clone(), date);
        self.changed.insert(key.clone());
        self.days
            .entry(key)
            .or_insert_with(|| Day::empty(person.clone(), date))
    }

    fn put_slot(&mut self, teacher: &UserId, slot: Slot) {
        let day = self.edit(teacher, utc_date(slot.period.start));
        let at = day
            .slots
            .partition_point(|other| other.period < slot.period);
        day.slots.insert(at, slot);
    }

    fn take_slot(&mut self, teacher: &UserId, slot: &Slot) {
        self.edit(teacher, slot.id(teacher).day)
            .slots
            .retain(|other| other.local_id != slot.local_id);
    }
}

/// The first moment of the UTC day after a moment's.
fn next_day(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(86_400) + 86_400).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
