use calendar::{Entry, Period};
use ids::{ThingId, UserId, thing_id};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys, Versioned};

use crate::model::SessionId;

thing_id!(
    /// The id of a booking.
    BookingId,
    "bkg"
);

impl BookingId {
    /// The id of its session: a booking has one, so one tells the other.
    pub fn session(self) -> SessionId {
        SessionId::from_uuid(self.uuid())
    }

    /// The partition of all that belongs to a booking.
    pub fn partition(self) -> String {
        format!("BOOKING#{}", self.uuid().simple())
    }
}

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "words of seed 001")]
pub enum BookingStatus {
    Pending,
    Confirmed,
    Completed,
    Cancelled,
}

/// One of the two who share a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "words of seed 001")]
pub enum Side {
    Student,
    Teacher,
}

impl Side {
    /// Which of the two a user is, if any.
    pub(crate) fn of(user: &UserId, student: &UserId, teacher: &UserId) -> Option<Self> {
        if user == student {
            Some(Self::Student)
        } else if user == teacher {
            Some(Self::Teacher)
        } else {
            None
        }
    }
}

/// A time that a student has booked with a teacher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "fields of seed 001")]
pub struct Booking {
    pub booking_id: BookingId,
    pub student_id: UserId,
    pub teacher_id: UserId,
    #[serde(flatten)]
    pub period: Period,
    pub status: BookingStatus,
    pub created_at: Timestamp,
    #[serde(default)]
    pub version: u64,
}

impl Booking {
    /// The sort keys of a booking and of its session begin so.
    pub(crate) const HEAD: &str = "BOOKING";

    /// Where a booking lives.
    pub fn key(id: BookingId) -> Key {
        Key::new(id.partition(), Self::HEAD)
    }

    /// The index partition of a student's or teacher's bookings.
    pub fn list_of(side: Side, user: &UserId) -> (table::Index, String) {
        match side {
            Side::Student => (table::Index::First, format!("STUDENT#{user}")),
            Side::Teacher => (table::Index::Second, format!("TEACHER#{user}")),
        }
    }

    /// Its place in those lists.
    pub fn list_key(&self) -> String {
        format!("{}#{}", self.period.start, self.booking_id)
    }

    /// Its entry in both calendars.
    pub fn entry(&self) -> Entry {
        Entry::new("booking", self.booking_id)
    }

    /// Which side a user is on, if any.
    pub fn side_of(&self, user: &UserId) -> Option<Side> {
        Side::of(user, &self.student_id, &self.teacher_id)
    }
}

impl Entity for Booking {
    fn keys(&self) -> Keys {
        let listed =
            |(_, partition): (table::Index, String)| Some(Key::new(partition, self.list_key()));
        Keys {
            primary: Self::key(self.booking_id),
            first: listed(Self::list_of(Side::Student, &self.student_id)),
            second: listed(Self::list_of(Side::Teacher, &self.teacher_id)),
            expires_at: None,
        }
    }
}

impl Versioned for Booking {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}
