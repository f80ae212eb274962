use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ids::{Ids, UserId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::period::{Period, utc_date};

/// No slot is longer, so one that holds a given moment starts that day or the
/// day before, and nobody has to look further.
pub const LONGEST_SLOT: SignedDuration = SignedDuration::from_hours(12);

/// A slot that a teacher offers. It lives in the day it starts in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// What tells it from the others of its day.
    #[serde(rename = "id")]
    pub local_id: Uuid,
    /// When it is.
    #[serde(flatten)]
    pub period: Period,
    /// Whether somebody has booked it.
    #[serde(rename = "booked")]
    pub is_booked: bool,
    /// Where a booking has cut it: how many seconds what it is a piece of
    /// reaches before it and after it. A day holds many, so it is kept short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<(i64, i64)>,
}

impl Slot {
    /// A new free slot.
    pub fn free(period: Period, ids: &Ids) -> Self {
        Self {
            local_id: ids.uuid(),
            period,
            is_booked: false,
            cut: None,
        }
    }

    /// A new free piece of a longer stretch, or all of it.
    pub(crate) fn piece(period: Period, whole: Period, ids: &Ids) -> Self {
        let before = period.start.as_second() - whole.start.as_second();
        let after = whole.end.as_second() - period.end.as_second();
        Self {
            cut: (whole != period).then_some((before, after)),
            ..Self::free(period, ids)
        }
    }

    /// The stretch that it is a piece of.
    pub(crate) fn whole(&self) -> Period {
        let (before, after) = self.cut.unwrap_or_default();
        let moved = |at: Timestamp, by| at.saturating_add(SignedDuration::from_secs(by));
        Period {
            start: moved(self.period.start, -before).unwrap_or(Timestamp::MIN),
            end: moved(self.period.end, after).unwrap_or(Timestamp::MAX),
        }
    }

    /// The id by which clients know it.
    pub fn id(&self, teacher: &UserId) -> SlotId {
        SlotId {
            teacher: teacher.clone(),
            day: utc_date(self.period.start),
            local_id: self.local_id,
        }
    }
}

/// The id of a slot tells where it lives:
/// `slot_<yyyymmdd>_<32 hex>_<teacher in base64url>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotId {
    /// Whose slot it is.
    pub teacher: UserId,
    /// The UTC day it starts in.
    pub day: Date,
    /// What tells it from the others of its day.
    pub local_id: Uuid,
}

impl fmt::Display for SlotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let teacher = URL_SAFE_NO_PAD.encode(self.teacher.as_str());
        write!(
            f,
            "slot_{}_{}_{teacher}",
            self.day.strftime("%Y%m%d"),
            self.local_id.simple()
        )
    }
}

/// The text is no slot id.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidSlotId;

impl FromStr for SlotId {
    type Err = InvalidSlotId;

    fn from_str(text: &str) -> Result<Self, InvalidSlotId> {
        let read = || {
            let (day, rest) = text.strip_prefix("slot_")?.split_once('_')?;
            let (local_id, teacher) = rest.split_once('_')?;
            let teacher = String::from_utf8(URL_SAFE_NO_PAD.decode(teacher).ok()?).ok()?;
            Some(Self {
                teacher: teacher.parse().ok()?,
                day: Date::strptime("%Y%m%d", day).ok()?,
                local_id: Uuid::try_parse(local_id).ok()?,
            })
        };
        // Only the canonical form: two texts are never the same slot.
        read()
            .filter(|id: &Self| id.to_string() == text)
            .ok_or(InvalidSlotId)
    }
}

#[cfg(test)]
mod tests;
