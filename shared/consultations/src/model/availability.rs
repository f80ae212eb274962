mod clock;
mod given;

use ids::UserId;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys, Versioned};

pub use clock::{TimeOfDay, Weekday};

/// When a doctor can be consulted, and at what price (seed 003, section 8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorAvailability {
    /// The doctor.
    pub doctor_id: UserId,
    /// The IANA name of the zone whose clock the windows go by.
    pub time_zone: String,
    /// How long a slot is: 15 to 120 minutes.
    pub slot_duration_minutes: i64,
    /// The windows of every week, as they were given; those of a day do not
    /// overlap.
    pub weekly: Vec<WeeklyWindow>,
    /// What a consultation costs, in hundredths of the currency's unit.
    pub consultation_fee_hundredths: u64,
    /// Three capital letters.
    pub currency: String,
    /// Days that are not as their weekday is, as they were given; each once.
    pub exceptions: Vec<DateException>,
    /// Counts its changes; 0 when it is not stored yet.
    #[serde(default)]
    pub version: u64,
}

/// From one time of a day to before another, later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayWindow {
    /// When it begins.
    pub start_time: TimeOfDay,
    /// When it is over; `24:00` is the end of the day.
    pub end_time: TimeOfDay,
}

impl DayWindow {
    /// Whether two windows of one day have a moment in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start_time < other.end_time && other.start_time < self.end_time
    }
}

/// A window of every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyWindow {
    /// The day it is on.
    pub weekday: Weekday,
    /// When on that day.
    #[serde(flatten)]
    pub window: DayWindow,
}

/// A day with windows of its own instead of its weekday's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateException {
    /// The day, by the doctor's clock.
    pub date: Date,
    /// Its windows; none where the doctor is away.
    pub windows: Vec<DayWindow>,
}

impl DoctorAvailability {
    /// Where a doctor's availability lives.
    pub fn key(doctor: &UserId) -> Key {
        Key::new(format!("DOCTOR#{doctor}"), "AVAILABILITY")
    }

    /// The zone whose clock the windows go by.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// The windows of a day: those of its exception, else its weekday's.
    pub fn windows_on(&self, date: Date) -> Vec<DayWindow> {
        let exception = self.exceptions.iter().find(|other| other.date == date);
        if let Some(exception) = exception {
            return exception.windows.clone();
        }
        let weekday = Weekday::of(date);
        let weekly = self.weekly.iter().filter(|entry| entry.weekday == weekday);
        weekly.map(|entry| entry.window).collect()
    }
}

impl Entity for DoctorAvailability {
    fn keys(&self) -> Keys {
        Self::key(&self.doctor_id).into()
    }
}

impl Versioned for DoctorAvailability {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

#[cfg(test)]
mod tests;
