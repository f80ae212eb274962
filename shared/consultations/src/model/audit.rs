use events::consultation::{Audit, Completed, EventType};
use events::{EventId, Outgoing};
use ids::{Ids, UserId};
use jiff::Timestamp;
use outcome::Trouble;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

use crate::model::{Consultation, ConsultationId};
use crate::rules::{Change, Happened};

/// One entry of a consultation's audit trail. Nothing changes or removes it;
/// what it carries in `outbox` is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// Whose trail.
    pub consultation_id: ConsultationId,
    /// Its place in the trail, from 1.
    pub number: u32,
    /// Its id.
    pub event_id: EventId,
    /// What it tells of.
    pub event_type: EventType,
    /// Who caused it: a user id, or `system`.
    pub user_id: UserId,
    /// When.
    pub created_at: Timestamp,
    /// In words.
    pub event_description: String,
    /// What is published.
    pub outbox: Outgoing,
}

impl AuditEvent {
    /// The events of a change, in order.
    ///
    /// # Errors
    ///
    /// One that cannot be written: a fault of ours.
    pub(crate) fn all_of(change: &Change, ids: &Ids) -> Result<Vec<Self>, Trouble> {
        let after = &change.after;
        let count = u32::try_from(change.happened.len()).unwrap_or_default();
        let numbers = after.events - count + 1..;
        let event = |(number, happened)| Self::new(number, happened, after, change.at, ids.next());
        numbers.zip(&change.happened).map(event).collect()
    }

    fn new(
        number: u32,
        happened: &Happened,
        after: &Consultation,
        at: Timestamp,
        event_id: EventId,
    ) -> Result<Self, Trouble> {
        let user_id = match &happened.user {
            Some(user) => user.clone(),
            None => system()?,
        };
        let outbox = match happened.event_type {
            EventType::SessionCompleted => {
                completed(after, at).outgoing(event_id.to_string(), at)?
            }
            event_type => {
                let audit = Audit {
                    event_id: event_id.to_string(),
                    session_id: after.consultation_id.to_string(),
                    appointment_id: after.appointment_id.as_ref().map(ToString::to_string),
                    doctor_id: after.doctor_id.clone(),
                    patient_id: after.patient_id.clone(),
                    user_id: user_id.clone(),
                    status: happened.status,
                    event_description: happened.description.clone(),
                };
                audit.outgoing(event_type, at)?
            }
        };
        Ok(Self {
            consultation_id: after.consultation_id,
            number,
            event_id,
            event_type: happened.event_type,
            user_id,
            created_at: at,
            event_description: happened.description.clone(),
            outbox,
        })
    }

    /// The last place whose key sorts behind those before it.
    pub(crate) const LAST: u32 = 99_999_999;

    /// The sort key of a place in the trail.
    pub(crate) fn sort_key(number: u32) -> String {
        format!("EVENT#{number:08}")
    }
}

/// Who causes what nobody has caused.
fn system() -> Result<UserId, Trouble> {
    let system = "system".parse();
    system.map_err(|error: ids::InvalidUserId| Trouble::Internal(error.into()))
}

fn completed(after: &Consultation, at: Timestamp) -> Completed {
    Completed {
        appointment_id: after.appointment_id.as_ref().map(ToString::to_string),
        session_id: after.consultation_id.to_string(),
        doctor_id: after.doctor_id.clone(),
        patient_id: after.patient_id.clone(),
        duration_minutes: after.actual_minutes(),
        completed_at: after.actual_end.unwrap_or(at),
        session_notes: after.session_notes.clone(),
        connection_quality_rating: after.connection_quality_rating,
    }
}

impl Entity for AuditEvent {
    fn keys(&self) -> Keys {
        let sk = Self::sort_key(self.number);
        Key::new(self.consultation_id.partition(), sk).into()
    }
}
