use ids::UserId;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys, Transaction};

use crate::model::{SHARDS, ScheduledSession};

/// How many scheduled sessions there are, counted in the transactions that add
/// and delete them: a total costs the same however many there are. The count of
/// all stands in as many items as its index has partitions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    pk: String,
    items: i64,
}

impl Tally {
    fn key_of(instructor: &UserId) -> Key {
        Key::new(format!("SCHEDULED_TALLY_OF#{instructor}"), "TALLY")
    }

    fn key_of_shard(shard: u8) -> Key {
        Key::new(format!("SCHEDULED_TALLY#{shard}"), "TALLY")
    }

    /// Where the count of an instructor's is, or of all.
    pub(crate) fn keys_of(instructor: Option<&UserId>) -> Vec<Key> {
        match instructor {
            Some(instructor) => vec![Self::key_of(instructor)],
            None => (0..SHARDS).map(Self::key_of_shard).collect(),
        }
    }

    /// Counts one in or out.
    pub(crate) fn count(transaction: &mut Transaction, of: &ScheduledSession, by: i64) {
        transaction.count(Self::key_of(&of.instructor), "items", by);
        transaction.count(Self::key_of_shard(of.shard()), "items", by);
    }

    pub(crate) fn items(&self) -> usize {
        usize::try_from(self.items).unwrap_or_default()
    }
}

impl Entity for Tally {
    fn keys(&self) -> Keys {
        Key::new(self.pk.clone(), "TALLY").into()
    }
}
