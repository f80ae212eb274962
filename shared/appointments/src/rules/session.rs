use calendar::Period;
use ids::Actor;
use jiff::{SignedDuration, Timestamp};

use crate::Refusal;
use crate::model::{Appointment, AppointmentStatus, SessionType};

/// So long before the start a video session may be joined.
const OPENS_BEFORE: SignedDuration = SignedDuration::from_mins(15);

/// Whether the caller may see it.
///
/// # Errors
///
/// The caller is neither of the two nor an admin.
pub fn may_see(appointment: &Appointment, actor: &Actor) -> Result<(), Refusal> {
    if actor.is_admin {
        return Ok(());
    }
    takes_part(appointment, actor)
}

/// Whether the caller is one of the two.
///
/// # Errors
///
/// The caller is not.
pub fn takes_part(appointment: &Appointment, actor: &Actor) -> Result<(), Refusal> {
    if actor.id == appointment.psychologist_id || actor.id == appointment.patient_id {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// The room that the caller is to be let into. Admins are not.
///
/// # Errors
///
/// The caller is neither of the two, or there is no video session to enter.
pub fn may_attend<'a>(
    appointment: &'a Appointment,
    actor: &Actor,
    now: Timestamp,
) -> Result<&'a str, Refusal> {
    takes_part(appointment, actor)?;
    let room = appointment.room.as_ref().ok_or(Refusal::NotTelehealth)?;
    if !appointment.status.is_open() {
        return Err(Refusal::NotOpen);
    }
    if now >= appointment.period.end {
        return Err(Refusal::Ended);
    }
    Ok(&room.name)
}

/// Where an appointment's session stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionState {
    /// `upcoming`, `in_progress`, `ended` or `cancelled`.
    pub word: &'static str,
    /// Before the start: how long until then.
    pub seconds_until_start: Option<i64>,
    /// While it runs: how long it will.
    pub seconds_remaining: Option<i64>,
    /// Whether its room is to be entered now.
    pub can_join: bool,
}

impl SessionState {
    /// Where it stands now.
    pub fn of(
        period: Period,
        status: AppointmentStatus,
        session_type: SessionType,
        now: Timestamp,
    ) -> Self {
        let until = |at: Timestamp| (now < at).then(|| at.duration_since(now).as_secs());
        let seconds_until_start = until(period.start);
        let runs = seconds_until_start.is_none();
        let seconds_remaining = until(period.end).filter(|_| runs && status.is_open());
        let word = match (status, seconds_until_start, seconds_remaining) {
            (AppointmentStatus::Cancelled, ..) => "cancelled",
            (AppointmentStatus::Completed, ..) => "ended",
            (_, Some(_), _) => "upcoming",
            (_, None, Some(_)) => "in_progress",
            (_, None, None) => "ended",
        };
        let is_open = period.start.duration_since(now) <= OPENS_BEFORE && now < period.end;
        Self {
            word,
            seconds_until_start,
            seconds_remaining,
            can_join: session_type == SessionType::Telehealth && status.is_open() && is_open,
        }
    }
}
