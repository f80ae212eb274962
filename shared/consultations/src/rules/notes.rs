use ids::Actor;
use jiff::Timestamp;

use crate::Refusal;
use crate::model::{Consultation, EventType};
use crate::rules::change::{By, Change};

/// Whether the caller may see it.
///
/// # Errors
///
/// The caller is neither of the two nor an admin.
pub fn may_see(consultation: &Consultation, actor: &Actor) -> Result<By, Refusal> {
    By::actor(consultation, actor).ok_or(Refusal::NotAuthorized)
}

/// The doctor, or an admin, writes its notes; `None` when they say so already.
///
/// # Errors
///
/// The caller may not.
pub fn update_notes(
    consultation: &Consultation,
    actor: &Actor,
    notes: &str,
    now: Timestamp,
) -> Result<Option<Change>, Refusal> {
    let by = may_see(consultation, actor)?;
    let by = by.doctor(actor).ok_or(Refusal::OnlyTheDoctor)?;
    if consultation.session_notes.as_deref() == Some(notes) {
        return Ok(None);
    }
    let mut change = Change::of(consultation, now);
    change.after.session_notes = Some(notes.to_owned());
    let description = format!("Session notes updated by {}", by.role());
    change.record(EventType::NotesUpdated, by.user(), description);
    Ok(Some(change))
}
