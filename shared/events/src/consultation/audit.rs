use ids::UserId;
use jiff::Timestamp;
use outcome::Trouble;
use serde::{Deserialize, Serialize};

use super::{EventType, SOURCE, Status};
use crate::{Detail, Outgoing};

/// The `data` of an entry of the audit trail, but for a completion, which is
/// told by [`Completed`](super::Completed) in the seed's own form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// The entry's id, the same as in the audit trail.
    pub event_id: String,
    /// The consultation.
    pub session_id: String,
    /// The appointment that it was made for; null when it was booked directly.
    pub appointment_id: Option<String>,
    /// Its doctor.
    pub doctor_id: UserId,
    /// Its patient.
    pub patient_id: UserId,
    /// Who caused the event; `system` when nobody did.
    pub user_id: UserId,
    /// Where the consultation stands after the event.
    pub status: Status,
    /// What happened, in a sentence for people.
    pub event_description: String,
}

impl Audit {
    /// The event, to be stored with the audit trail's entry.
    ///
    /// # Errors
    ///
    /// A completion, or a detail that cannot be written: a fault of ours.
    pub fn outgoing(self, what: EventType, at: Timestamp) -> Result<Outgoing, Trouble> {
        // Consumers of a completion would find nothing that they look for.
        if what == EventType::SessionCompleted {
            return Err(Trouble::Internal("a completion told as an audit".into()));
        }
        let event_id = self.event_id.clone();
        let detail = Detail {
            event_type: what.detail_type().to_owned(),
            timestamp: at,
            data: self,
        };
        detail.outgoing(event_id, SOURCE)
    }
}
