use ids::Actor;
use jiff::Timestamp;

use crate::Refusal;
use crate::model::{Cancellation, Consultation, EndRequest, EventType, Status};
use crate::rules::change::{By, Change};

/// The doctor, or an admin, ends it; `None` when the same request has done so
/// already.
///
/// # Errors
///
/// The caller may not, it is not under way, or it was ended otherwise.
pub fn end(
    consultation: &Consultation,
    actor: &Actor,
    request: &EndRequest,
    now: Timestamp,
) -> Result<Option<Change>, Refusal> {
    let by = By::actor(consultation, actor).ok_or(Refusal::NotAuthorized)?;
    let by = by.doctor(actor).ok_or(Refusal::OnlyTheDoctor)?;
    match (consultation.status, &consultation.ended_with) {
        (Status::Active, _) => {}
        (Status::Completed, Some(before)) if before == request => return Ok(None),
        (Status::Completed, _) => return Err(Refusal::EndedOtherwise),
        _ => return Err(Refusal::NotInProgress),
    }
    let mut change = Change::of(consultation, now);
    let (at, moment) = (change.at, change.moment);
    change.all_go_out(moment, None);
    let after = &mut change.after;
    after.ended_with = Some(request.clone());
    if request.session_notes.is_some() {
        after.session_notes.clone_from(&request.session_notes);
    }
    after.connection_quality_rating = request.connection_quality_rating;
    change.complete(at, by.user(), &format!("Session ended by {}", by.role()));
    Ok(Some(change))
}

/// One of the two, or an admin, cancels it.
///
/// # Errors
///
/// The caller may not, or it is too late.
pub fn cancel(
    consultation: &Consultation,
    actor: &Actor,
    reason: Option<String>,
    now: Timestamp,
) -> Result<Change, Refusal> {
    let mut by = By::actor(consultation, actor).ok_or(Refusal::NotAuthorized)?;
    match consultation.status {
        Status::Scheduled | Status::Waiting => {}
        Status::Active if actor.is_admin => by = by.acting_as_admin(actor),
        Status::Active => {
            let why = "Session is already in progress, cannot cancel";
            return Err(Refusal::CannotCancel(why));
        }
        Status::Completed => {
            let why = "Session is already completed, cannot cancel";
            return Err(Refusal::CannotCancel(why));
        }
        Status::Cancelled => {
            return Err(Refusal::CannotCancel("Session is already cancelled"));
        }
        Status::NoShow => {
            let why = "Session was missed, cannot cancel";
            return Err(Refusal::CannotCancel(why));
        }
    }
    Ok(cancelled(consultation, &by, reason, now))
}

/// Its appointment was cancelled; `None` when it is too late for that.
pub fn cancel_by_appointment(consultation: &Consultation, now: Timestamp) -> Option<Change> {
    matches!(consultation.status, Status::Scheduled | Status::Waiting)
        .then(|| cancelled(consultation, &By::System, None, now))
}

fn cancelled(
    consultation: &Consultation,
    by: &By,
    reason: Option<String>,
    now: Timestamp,
) -> Change {
    let mut change = Change::of(consultation, now);
    let (at, moment) = (change.at, change.moment);
    let cause = (*by == By::System).then_some("session cancelled");
    change.all_go_out(moment, cause);
    change.close(Status::Cancelled);
    change.after.cancellation = Some(Cancellation {
        at,
        by: by.user().cloned(),
        reason,
    });
    let description = match by {
        By::System => "Session cancelled with its appointment".to_owned(),
        _ => format!("Session cancelled by {}", by.role()),
    };
    change.record(EventType::SessionCancelled, by.user(), description);
    change
}
