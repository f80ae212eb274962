use ids::UserId;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys, Versioned};
use uuid::Uuid;

use crate::period::Period;
use crate::slot::Slot;

/// A day that is long past serves nobody; DynamoDB deletes it after so many.
const KEPT_DAYS: i32 = 90;

/// What a busy interval is for: the kind of thing and its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entry(String);

impl Entry {
    /// The entry of this thing.
    pub fn new(kind: &str, id: impl std::fmt::Display) -> Self {
        Self(format!("{kind}#{id}"))
    }
}

/// Time that a person is not free in. One that crosses midnight stands in both
/// days, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Busy {
    /// What for.
    #[serde(rename = "for")]
    pub entry: Entry,
    /// When.
    #[serde(flatten)]
    pub period: Period,
}

/// One person's UTC day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Whose it is.
    pub person: UserId,
    /// Which it is.
    pub date: Date,
    /// Times that are taken, in order.
    #[serde(default)]
    pub busy: Vec<Busy>,
    /// Slots that start in this day, in order.
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// Counts its changes; 0 when it is not stored yet.
    #[serde(default)]
    pub version: u64,
}

impl Day {
    /// A day in which nothing is.
    pub fn empty(person: UserId, date: Date) -> Self {
        Self {
            person,
            date,
            busy: Vec::new(),
            slots: Vec::new(),
            version: 0,
        }
    }

    /// Where a person's day lives.
    pub fn key(person: &UserId, date: Date) -> Key {
        Key::new(partition(person), format!("DAY#{date}"))
    }

    /// The index partition that lists the days with slots of a date's month,
    /// by their first slot, over all teachers.
    pub fn slots_partition(date: Date) -> String {
        format!("SLOTS#{}", date.strftime("%Y-%m"))
    }

    fn slots_key(&self) -> Option<Key> {
        let first = self.slots.first()?.period.start;
        Some(Key::new(
            Self::slots_partition(self.date),
            format!("{first}#{}", self.person),
        ))
    }
}

fn partition(person: &UserId) -> String {
    format!("USER#{person}")
}

/// The partition of a person's days, and the sort keys from one to another.
pub fn day_range(person: &UserId, first: Date, last: Date) -> (String, String, String) {
    (
        partition(person),
        Day::key(person, first).sk,
        Day::key(person, last).sk,
    )
}

impl Entity for Day {
    fn keys(&self) -> Keys {
        let expires = self
            .date
            .saturating_add(KEPT_DAYS.days())
            .to_zoned(TimeZone::UTC);
        Keys {
            primary: Self::key(&self.person, self.date),
            first: self.slots_key(),
            second: None,
            expires_at: expires
                .map_or(Timestamp::MAX, |at| at.timestamp())
                .as_second()
                .into(),
        }
    }
}

impl Versioned for Day {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

/// Changes whenever a teacher's offered time grows, or moves to another day.
/// Who adds slots depends on it: whether a new one overlaps one of the day
/// before is decided on days that it does not itself write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Offers {
    pub teacher: UserId,
    pub stamp: Uuid,
}

impl Offers {
    pub(crate) fn key(teacher: &UserId) -> Key {
        Key::new(partition(teacher), "OFFERS")
    }
}

impl Entity for Offers {
    fn keys(&self) -> Keys {
        Self::key(&self.teacher).into()
    }
}

#[cfg(test)]
mod tests;
