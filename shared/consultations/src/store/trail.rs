use outcome::Trouble;
use table::{Db, Item, Query};

use crate::model::{AuditEvent, Consultation, ConsultationId, EventType};
use crate::store::load;

/// Which part of a trail.
#[derive(Clone, Copy, Debug)]
pub struct TrailFilter {
    /// Only events of this type.
    pub event_type: Option<EventType>,
    /// So many that match are passed over.
    pub skip: usize,
    /// At most so many.
    pub limit: usize,
}

/// A part of a consultation's audit trail, oldest first.
#[derive(Clone, Debug)]
pub struct Trail {
    /// The consultation.
    pub consultation: Consultation,
    /// How many events match.
    pub total: usize,
    /// The part asked for.
    pub events: Vec<AuditEvent>,
}

/// A consultation with a part of its trail, read at once. Without a type that
/// is as much as is answered; with one, the trail is looked through.
///
/// # Errors
///
/// The store's.
pub async fn load_trail(
    db: &Db,
    id: ConsultationId,
    filter: &TrailFilter,
) -> Result<Option<Trail>, Trouble> {
    let (skip, limit) = (filter.skip, filter.limit);
    let (first, last) = match filter.event_type {
        Some(_) => (0, usize::MAX),
        None => (skip.saturating_add(1), skip.saturating_add(limit)),
    };
    let at = |number: usize| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        AuditEvent::sort_key(number.min(AuditEvent::LAST))
    };
    let query = Query::partition(id.partition()).between(at(first), at(last));
    let (consultation, items) = futures::try_join!(load(db, id), db.query_all(&query))?;
    let Some(consultation) = consultation else {
        return Ok(None);
    };
    let read: Vec<AuditEvent> = items.iter().map(Item::read).collect::<Result<_, _>>()?;
    let (total, events) = match filter.event_type {
        None => (consultation.events as usize, read),
        Some(wanted) => {
            let matching = || read.iter().filter(|event| event.event_type == wanted);
            let part = matching().skip(filter.skip).take(filter.limit);
            (matching().count(), part.cloned().collect())
        }
    };
    Ok(Some(Trail {
        consultation,
        total,
        events,
    }))
}
