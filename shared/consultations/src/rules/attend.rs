use ids::Actor;
use jiff::{SignedDuration, Timestamp};

use crate::Refusal;
use crate::model::{Consultation, LiveMeeting, Party, Status};
use crate::rules::change::Change;

/// So long before the start a consultation may be joined.
const OPENS_BEFORE: SignedDuration = SignedDuration::from_mins(15);
/// So long after the scheduled end one that is not under way may be joined.
const CLOSES_AFTER: SignedDuration = crate::model::GRACE;

const BOTH_LEFT: &str = "Session ended: both participants have left";

/// Which of the two the caller joins as. Admins do not join.
///
/// # Errors
///
/// The caller is neither, or it is too early or too late.
pub fn may_join(
    consultation: &Consultation,
    actor: &Actor,
    now: Timestamp,
) -> Result<Party, Refusal> {
    let party = consultation
        .party_of(&actor.id)
        .ok_or(Refusal::NotAuthorized)?;
    let period = consultation.period;
    match consultation.status {
        Status::Completed => Err(Refusal::CannotJoin("Session is completed, cannot join")),
        Status::Cancelled => Err(Refusal::CannotJoin("Session is cancelled, cannot join")),
        Status::NoShow => Err(Refusal::CannotJoin("Session was missed, cannot join")),
        Status::Active => Ok(party),
        Status::Scheduled | Status::Waiting => {
            if period.start.duration_since(now) > OPENS_BEFORE {
                Err(Refusal::NotOpenYet)
            } else if now.duration_since(period.end) >= CLOSES_AFTER {
                Err(Refusal::Over)
            } else {
                Ok(party)
            }
        }
    }
}

/// One of the two is in, as an attendee of a meeting; `None` when that is so
/// already. A meeting that is not the one that was on has taken its place:
/// whoever was in the other one is out.
pub fn join(
    consultation: &Consultation,
    party: Party,
    meeting: &LiveMeeting,
    attendee_id: &str,
    now: Timestamp,
) -> Option<Change> {
    let mut change = Change::of(consultation, now);
    let moment = change.moment;
    if consultation.meeting.as_ref() != Some(meeting) {
        if consultation.meeting.is_some() {
            change.all_go_out(moment, Some("meeting ended"));
        }
        change.after.meeting = Some(meeting.clone());
        change.after.meetings_ended = meeting.ended_before;
    }
    if !change.after.presence(party).is_in() {
        change.comes_in(party, moment);
    }
    let presence = change.after.presence_mut(party);
    presence.attendee_id = Some(attendee_id.to_owned());
    presence.is_taken_out = false;
    let same = Change::of(consultation, now);
    (change != same).then_some(change)
}

/// The caller is out, and so is the attendee of the meeting; `None` when that
/// is so already. When both were in at once before and nobody is any more, it
/// is completed, also where a lost connection has taken the caller out before.
///
/// # Errors
///
/// The caller is neither of the two, or has never joined.
pub fn leave(
    consultation: &Consultation,
    actor: &Actor,
    now: Timestamp,
) -> Result<(Party, Option<Change>), Refusal> {
    let party = consultation
        .party_of(&actor.id)
        .ok_or(Refusal::NotAuthorized)?;
    if consultation.presence(party).joined_at.is_none() {
        return Err(Refusal::NotJoined);
    }
    let mut change = Change::of(consultation, now);
    let moment = change.moment;
    out(&mut change, party, moment);
    if change.after.meeting.is_some() {
        change.after.presence_mut(party).is_taken_out = true;
    }
    let same = Change::of(consultation, now);
    Ok((party, (change != same).then_some(change)))
}

/// One of the two is out for good, as far as is known.
pub(super) fn out(change: &mut Change, party: Party, when: Timestamp) {
    if change.after.presence(party).is_in() {
        change.goes_out(party, when, None);
    }
    if change.after.status == Status::Active && !change.after.anybody_in() {
        let end = change.last_leave().unwrap_or(change.at);
        let user = change.after.user(party).clone();
        change.complete(end, Some(&user), BOTH_LEFT);
    }
}
