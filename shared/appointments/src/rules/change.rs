use events::appointment::Kind;
use ids::Actor;
use jiff::Timestamp;

use crate::Refusal;
use crate::model::{Appointment, AppointmentStatus, Consulted};
use crate::rules::create::period;
use crate::rules::session::may_see;

/// What is to be changed.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The step it takes.
    pub status: Option<AppointmentStatus>,
    /// Another start.
    pub start: Option<Timestamp>,
    /// Another length.
    pub minutes: Option<i64>,
}

/// What a change comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The appointment after it.
    pub after: Appointment,
    /// What is told of it.
    pub events: Vec<Kind>,
}

/// The appointment after a change: moved first, then a step further.
///
/// # Errors
///
/// The caller may not, or the step is not one that leads on.
pub fn change(
    appointment: &Appointment,
    change: &Change,
    actor: &Actor,
    now: Timestamp,
) -> Result<Changed, Refusal> {
    may_see(appointment, actor)?;
    let is_the_psychologists = matches!(
        change.status,
        Some(AppointmentStatus::Confirmed | AppointmentStatus::Completed)
    );
    if is_the_psychologists && !actor.may_act_for(&appointment.psychologist_id) {
        return Err(Refusal::OnlyThePsychologist);
    }
    let mut after = appointment.clone();
    after.updated_at = now.max(appointment.updated_at);
    let mut events = Vec::new();
    if change.start.is_some() || change.minutes.is_some() {
        if !appointment.status.is_open() {
            return Err(Refusal::NotOpen);
        }
        let start = change.start.unwrap_or(appointment.period.start);
        let minutes = change.minutes.unwrap_or(appointment.minutes());
        after.period = period(start, minutes);
        if after.period != appointment.period {
            events.push(Kind::Rescheduled);
        }
    }
    if let Some(to) = change.status {
        step(appointment.status, to)?;
        after.status = to;
        if to == AppointmentStatus::Cancelled {
            // Nobody needs to move what is cancelled.
            events = vec![Kind::Cancelled];
        }
    }
    Ok(Changed { after, events })
}

fn step(from: AppointmentStatus, to: AppointmentStatus) -> Result<(), Refusal> {
    use AppointmentStatus::{Cancelled, Completed, Confirmed, Scheduled};
    match (from, to) {
        (Scheduled, Confirmed) | (Confirmed, Completed) | (Scheduled | Confirmed, Cancelled) => {
            Ok(())
        }
        (Completed | Cancelled, _) => Err(Refusal::NotOpen),
        (_, Completed) => Err(Refusal::NotCompletable),
        (_, Scheduled) => Err(Refusal::NotScheduledAgain),
        _ => Err(Refusal::NotConfirmable),
    }
}

/// Its consultation was held; `None` when that is known, or it was cancelled.
pub fn complete_with_consultation(
    appointment: &Appointment,
    consulted: Consulted,
    now: Timestamp,
) -> Option<Changed> {
    if appointment.consulted.is_some() || appointment.status == AppointmentStatus::Cancelled {
        return None;
    }
    Some(Changed {
        after: Appointment {
            status: AppointmentStatus::Completed,
            consulted: Some(consulted),
            updated_at: now.max(appointment.updated_at),
            ..appointment.clone()
        },
        events: Vec::new(),
    })
}

/// Its consultation was cancelled; `None` when it is not open any more.
pub fn cancel_with_consultation(appointment: &Appointment, now: Timestamp) -> Option<Changed> {
    appointment.status.is_open().then(|| Changed {
        after: Appointment {
            status: AppointmentStatus::Cancelled,
            updated_at: now.max(appointment.updated_at),
            ..appointment.clone()
        },
        events: vec![Kind::Cancelled],
    })
}
