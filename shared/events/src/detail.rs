use jiff::Timestamp;
use outcome::Trouble;
use serde::{Deserialize, Serialize};

use crate::{Outgoing, whole_seconds};

/// The `detail` of an event in the form of seed 003, "Event Publishing": what
/// happened, when, and `data` about it.
///
/// Deserializing one fails with an error that may quote the event: it is for
/// the log of a developer, not for the reason of a dead letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail<T> {
    /// The bus's `detail-type`, here again.
    pub event_type: String,
    /// When it happened.
    #[serde(with = "whole_seconds")]
    pub timestamp: Timestamp,
    /// What is told about it.
    pub data: T,
}

impl<T: Serialize> Detail<T> {
    /// The event, to be stored with the item that it tells of.
    pub(crate) fn outgoing(self, event_id: String, source: &str) -> Result<Outgoing, Trouble> {
        Outgoing::new(event_id, source, &self.event_type, self.timestamp, &self)
            .map_err(|error| Trouble::Internal(error.into()))
    }
}
