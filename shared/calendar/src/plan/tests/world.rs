//! What is stored, what commands do to it, and what must hold all the time.

use proptest::prelude::*;

use super::model::{CELLS, days, span, teacher};
use super::*;

/// What happens to a teacher's time.
#[derive(Clone, Debug)]
pub enum Act {
    Offer {
        start: usize,
        length: usize,
    },
    Book {
        student: usize,
        start: usize,
        length: usize,
    },
    Cancel {
        which: usize,
    },
    Move {
        which: usize,
        start: usize,
        length: usize,
    },
    Withdraw {
        which: usize,
    },
    Occupy {
        person: usize,
        start: usize,
        length: usize,
    },
    Release {
        which: usize,
    },
}

/// Starts gather around midnights, lengths are of all kinds.
pub fn acts() -> impl Strategy<Value = Act> {
    let start = || {
        prop_oneof![
            0..CELLS,
            (0..3_usize, 0..48_usize).prop_map(|(day, near)| 288 * day + 264 + near)
        ]
    };
    let slot = prop_oneof![1..=144_usize, Just(144), 6..=24_usize];
    let length = || prop_oneof![1..=12_usize, 1..=144_usize];
    prop_oneof![
        4 => (start(), slot).prop_map(|(start, length)| Act::Offer { start, length }),
        6 => (0..2_usize, start(), length()).prop_map(|(student, start, length)| Act::Book { student, start, length }),
        3 => (0..9_usize).prop_map(|which| Act::Cancel { which }),
        2 => (0..9_usize, start(), length()).prop_map(|(which, start, length)| Act::Move { which, start, length }),
        1 => (0..9_usize).prop_map(|which| Act::Withdraw { which }),
        2 => (0..3_usize, start(), length()).prop_map(|(person, start, length)| Act::Occupy { person, start, length }),
        1 => (0..9_usize).prop_map(|which| Act::Release { which }),
    ]
}

/// Everything that is stored, and what the commands know of it.
#[derive(Clone, Default)]
pub struct World {
    pub stored: Plan,
    pub bookings: Vec<(UserId, Period, Entry)>,
    pub others: Vec<(UserId, Period, Entry)>,
    pub made: usize,
}

/// What a command comes to: what it needs, and what it does to a plan.
pub type Command = (Needed, Box<dyn Fn(&mut Plan) -> bool>);

pub fn ids() -> Ids {
    Ids::at(Timestamp::from_second(1_700_000_000).unwrap())
}

pub fn person(index: usize) -> UserId {
    ["teacher", "ann", "bob"][index].parse().unwrap()
}

pub fn take(plan: &mut Plan, student: &UserId, period: Period, entry: &Entry) -> bool {
    plan.book_slot(&teacher(), period, &ids())
        && plan.occupy(&teacher(), period, entry)
        && plan.occupy(student, period, entry)
}

pub fn give_back(plan: &mut Plan, student: &UserId, period: Period, entry: &Entry) {
    plan.release(student, period, entry);
    plan.release(&teacher(), period, entry);
    plan.free_slot(&teacher(), period, &ids());
}

impl World {
    pub fn slots(&self) -> Vec<Slot> {
        self.stored.slots_of(&teacher()).cloned().collect()
    }

    /// The command of an act, where there is something to act on.
    pub fn command(&self, act: &Act) -> Option<Command> {
        let mut needed = Needed::default();
        let entry = Entry::new("entry", self.made);
        let of = |which: usize, all: &[(UserId, Period, Entry)]| {
            all.get(which % all.len().max(1)).cloned()
        };
        let command: Box<dyn Fn(&mut Plan) -> bool> = match *act {
            Act::Offer { start, length } => {
                let slot = Slot::free(span(start, length)?, &ids());
                needed.offers(&teacher(), slot.period);
                Box::new(move |plan| plan.offer(&teacher(), slot.clone()))
            }
            Act::Book {
                student,
                start,
                length,
            } => {
                let (student, period) = (person(1 + student), span(start, length)?);
                needed.person(&student, period);
                needed.slots(&teacher(), period);
                Box::new(move |plan| take(plan, &student, period, &entry))
            }
            Act::Cancel { which } => {
                let (student, period, entry) = of(which, &self.bookings)?;
                needed.person(&student, period);
                needed.slots(&teacher(), period);
                Box::new(move |plan| {
                    give_back(plan, &student, period, &entry);
                    true
                })
            }
            Act::Move {
                which,
                start,
                length,
            } => {
                let (student, period, entry) = of(which, &self.bookings)?;
                let to = span(start, length)?;
                for period in [period, to] {
                    needed.person(&student, period);
                    needed.slots(&teacher(), period);
                }
                Box::new(move |plan| {
                    give_back(plan, &student, period, &entry);
                    take(plan, &student, to, &entry)
                })
            }
            Act::Withdraw { which } => {
                let slots = self.slots();
                let id = slots.get(which % slots.len().max(1))?.id(&teacher());
                needed.slot(&id);
                Box::new(move |plan| plan.withdraw(&id) == Some(true))
            }
            Act::Occupy {
                person: who,
                start,
                length,
            } => {
                let (who, period) = (person(who), span(start, length)?);
                needed.person(&who, period);
                Box::new(move |plan| plan.occupy(&who, period, &entry))
            }
            Act::Release { which } => {
                let (who, period, entry) = of(which, &self.others)?;
                needed.person(&who, period);
                Box::new(move |plan| {
                    plan.release(&who, period, &entry);
                    true
                })
            }
        };
        Some((needed, command))
    }

    /// Keeps what a command did.
    pub fn keep(&mut self, act: &Act, edited: &Plan) {
        for key in &edited.changed {
            self.stored
                .days
                .insert(key.clone(), edited.days[key].clone());
        }
        let entry = Entry::new("entry", self.made);
        let index = |which: usize, all: &Vec<(UserId, Period, Entry)>| which % all.len();
        match *act {
            Act::Book {
                student,
                start,
                length,
            } => {
                self.bookings
                    .push((person(1 + student), span(start, length).unwrap(), entry));
            }
            Act::Cancel { which } => {
                self.bookings.remove(index(which, &self.bookings));
            }
            Act::Move {
                which,
                start,
                length,
            } => {
                let at = index(which, &self.bookings);
                self.bookings[at].1 = span(start, length).unwrap();
            }
            Act::Occupy {
                person: who,
                start,
                length,
            } => {
                self.others
                    .push((person(who), span(start, length).unwrap(), entry));
            }
            Act::Release { which } => {
                self.others.remove(index(which, &self.others));
            }
            Act::Offer { .. } | Act::Withdraw { .. } => {}
        }
        self.made += 1;
    }

    /// Does an act on a plan that holds all days; `false` when it is refused.
    pub fn act(&mut self, act: &Act) -> bool {
        let Some((_, command)) = self.command(act) else {
            return false;
        };
        let mut all = everything(&self.stored);
        let done = command(&mut all);
        if done {
            self.keep(act, &all);
        }
        done
    }

    /// What must hold whatever has happened.
    pub fn check(&self) {
        let slots = self.slots();
        for day in self.stored.days.values() {
            assert!(
                day.slots
                    .is_sorted_by(|a, b| a.period.end <= b.period.start),
                "in order, none over another"
            );
            assert!(
                day.slots
                    .iter()
                    .all(|slot| utc_date(slot.period.start) == day.date),
                "in the day it starts in"
            );
            assert!(
                day.busy.is_sorted_by(|a, b| a.period.end <= b.period.start),
                "nobody is in two places"
            );
        }
        assert!(
            slots.is_sorted_by(|a, b| a.period.end <= b.period.start),
            "over midnights too"
        );
        assert!(
            slots
                .iter()
                .all(|slot| slot.period.length() <= LONGEST_SLOT)
        );
        let mut booked: Vec<Period> = slots
            .iter()
            .filter(|slot| slot.is_booked)
            .map(|slot| slot.period)
            .collect();
        let mut expected: Vec<Period> =
            self.bookings.iter().map(|(_, period, _)| *period).collect();
        booked.sort();
        expected.sort();
        assert_eq!(booked, expected, "the booked pieces are the bookings");
        for who in (0..3).map(person) {
            let teaches = |student: &UserId| who == teacher() || who == *student;
            let held = self
                .bookings
                .iter()
                .filter(|(student, ..)| teaches(student));
            let held = held.chain(self.others.iter().filter(|(other, ..)| *other == who));
            let mut expected: Vec<(Date, Period, String)> = held
                .flat_map(|(_, period, entry)| {
                    period
                        .days()
                        .map(move |day| (day, *period, format!("{entry:?}")))
                })
                .collect();
            let stored = self.stored.days.values().filter(|day| day.person == who);
            let mut found: Vec<(Date, Period, String)> = stored
                .flat_map(|day| {
                    day.busy
                        .iter()
                        .map(|busy| (day.date, busy.period, format!("{:?}", busy.entry)))
                })
                .collect();
            expected.sort();
            found.sort();
            assert_eq!(
                found, expected,
                "{who} is busy with what was agreed, in each day it touches"
            );
        }
    }
}

/// A plan that has read every day there is.
pub fn everything(stored: &Plan) -> Plan {
    let mut plan = Plan::default();
    for who in (0..3).map(person) {
        for date in days() {
            let key = (who.clone(), date);
            let day = stored
                .days
                .get(&key)
                .cloned()
                .unwrap_or_else(|| Day::empty(who.clone(), date));
            plan.days.insert(key, day);
        }
    }
    plan
}

/// A plan that has read what is needed and nothing else.
pub fn only(needed: &Needed, stored: &Plan) -> Plan {
    let mut plan = Plan::new(needed, &Found::default()).unwrap();
    for (key, day) in &mut plan.days {
        if let Some(stored) = stored.days.get(key) {
            *day = stored.clone();
        }
    }
    plan
}

/// The days without what chance decides: the ids of slots.
/// A person's day: what is busy, and the slots with whether they are booked.
pub type PlainDay = (UserId, Date, Vec<Period>, Vec<(Period, bool)>);

pub fn plain(plan: &Plan) -> Vec<PlainDay> {
    let held = plan
        .days
        .values()
        .filter(|day| !day.busy.is_empty() || !day.slots.is_empty());
    held.map(|day| {
        let busy = day.busy.iter().map(|busy| busy.period).collect();
        (
            day.person.clone(),
            day.date,
            busy,
            day.slots
                .iter()
                .map(|slot| (slot.period, slot.is_booked))
                .collect(),
        )
    })
    .collect()
}
