use jiff::Timestamp;

use crate::model::{Consultation, Party, Presence, Status};
use crate::rules::attend::out;
use crate::rules::change::Change;

/// What Chime tells of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Which meeting.
    pub meeting_id: String,
    /// What.
    pub kind: SignalKind,
    /// When, to the millisecond.
    pub at: Timestamp,
}

/// What Chime tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignalKind {
    /// A browser is connected.
    Joined {
        /// Chime's id of the attendee.
        attendee_id: String,
    },
    /// It said good-bye.
    Left {
        /// Chime's id of the attendee.
        attendee_id: String,
    },
    /// It went silent, and may come back.
    Dropped {
        /// Chime's id of the attendee.
        attendee_id: String,
    },
    /// The meeting is over.
    Ended,
}

/// What comes of it; `None` when it says nothing new. It may come late, twice
/// and in any order: only what is newer than what is known counts.
pub fn signal(consultation: &Consultation, signal: &Signal, now: Timestamp) -> Option<Change> {
    let on = consultation.meeting.as_ref()?;
    if on.meeting_id != signal.meeting_id {
        return None;
    }
    // A clock that runs ahead does not let anybody leave in the future.
    let when = signal.at.min(now.max(consultation.updated_at));
    let mut change = Change::of(consultation, now);
    match &signal.kind {
        SignalKind::Ended => {
            change.all_go_out(when, Some("meeting ended"));
            change.meeting_gone();
            if consultation.status == Status::Active {
                let end = change.last_leave().unwrap_or(when);
                change.complete(end, None, "Session ended: the meeting was over");
            }
        }
        SignalKind::Joined { attendee_id } => {
            let party = whose(consultation, attendee_id)?;
            if is_late(consultation.presence(party), true, signal.at) {
                return None;
            }
            if !consultation.presence(party).is_in() {
                change.comes_in(party, signal.at);
            }
            knows(&mut change, party, signal.at);
        }
        kind @ (SignalKind::Left { attendee_id } | SignalKind::Dropped { attendee_id }) => {
            let party = whose(consultation, attendee_id)?;
            if is_late(consultation.presence(party), false, signal.at) {
                return None;
            }
            match kind {
                _ if !consultation.presence(party).is_in() => {}
                SignalKind::Dropped { .. } => {
                    change.goes_out(party, when, Some("connection lost"));
                }
                _ => out(&mut change, party, when),
            }
            knows(&mut change, party, signal.at);
        }
    }
    Some(change)
}

/// What was told before `at` means nothing any more, also where `at` itself
/// said nothing new.
fn knows(change: &mut Change, party: Party, at: Timestamp) {
    change.after.presence_mut(party).changed_at = Some(at);
}

/// Whether something newer is known than that one was in, or out, at a time. Of
/// two at one time, which may be a whole second, the one told last counts:
/// whether it comes again nobody can tell, and who is back is not to be lost.
fn is_late(presence: &Presence, is_in: bool, at: Timestamp) -> bool {
    if presence.is_in() == is_in {
        presence.changed_at >= Some(at)
    } else {
        presence.changed_at > Some(at)
    }
}

/// Whose attendee it is. One that was given before, or is taken out, is nobody's
/// any more.
fn whose(consultation: &Consultation, attendee_id: &str) -> Option<Party> {
    [Party::Doctor, Party::Patient].into_iter().find(|party| {
        let presence = consultation.presence(*party);
        presence.attendee_id.as_deref() == Some(attendee_id) && !presence.is_taken_out
    })
}
