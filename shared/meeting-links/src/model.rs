use ids::{UserId, number_id};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys, Versioned};

use crate::Link;

/// In how many partitions of an index links stand, so that none takes all
/// traffic.
pub(crate) const SHARDS: u64 = 4;

number_id!(
    /// The number of a link.
    MeetingLinkId
);

/// A doctor's link to a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingLink {
    /// Its number.
    pub id: MeetingLinkId,
    /// The link.
    #[serde(flatten)]
    pub link: Link,
    /// Whose it is.
    pub doctor_id: UserId,
    /// Whether it is in use.
    pub is_active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// Counts its changes; 0 when it is not stored yet.
    #[serde(default)]
    pub version: u64,
}

impl MeetingLink {
    /// Where one lives.
    pub fn key(id: MeetingLinkId) -> Key {
        Key::new(format!("MEETING_LINK#{id}"), "MEETING_LINK")
    }

    /// The index partition of a doctor's.
    pub(crate) fn doctor_partition(doctor: &UserId) -> String {
        format!("MEETING_LINKS_OF#{doctor}")
    }

    /// The index partition of all, of a shard.
    pub(crate) fn all_partition(shard: u64) -> String {
        format!("MEETING_LINKS#{shard}")
    }
}

impl Entity for MeetingLink {
    fn keys(&self) -> Keys {
        // Numbers below 2^53 have at most 16 digits.
        let by_age = format!("{:016}", self.id.number());
        Keys {
            first: Some(Key::new(
                Self::doctor_partition(&self.doctor_id),
                by_age.clone(),
            )),
            second: Some(Key::new(
                Self::all_partition(self.id.number() % SHARDS),
                by_age,
            )),
            ..Self::key(self.id).into()
        }
    }
}

impl Versioned for MeetingLink {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}
