use ids::thing_id;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

use crate::Outgoing;

thing_id!(
    /// The id of an event.
    EventId,
    "evt"
);

/// The bus takes an event within seconds; for so long it can be looked up.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An item that is there for its event alone: stored in the transaction of
/// what it tells of, published from there, and kept for 30 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxItem {
    /// The partition of what it tells of.
    of: String,
    /// What is published.
    outbox: Outgoing,
}

impl OutboxItem {
    /// The item of an event, beside what it tells of.
    pub fn new(of: String, outbox: Outgoing) -> Self {
        Self { of, outbox }
    }

    /// What is published.
    pub fn outgoing(&self) -> &Outgoing {
        &self.outbox
    }
}

impl Entity for OutboxItem {
    fn keys(&self) -> Keys {
        let sk = format!("EVENT#{}", self.outbox.event_id);
        let expires = self.outbox.time.saturating_add(KEPT);
        Keys {
            expires_at: expires.ok().map(Timestamp::as_second),
            ..Key::new(self.of.clone(), sk).into()
        }
    }
}
