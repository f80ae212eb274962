use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ids::{Ids, UserId};
use jiff::SignedDuration;
use jiff::civil::Date;
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
}

impl Slot {
    /// A new free slot.
    pub fn free(period: Period, ids: &Ids) -> Self {
        Self {
            local_id: ids.uuid(),
            period,
            is_booked: false,
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
