use std::collections::HashSet;
use std::hash::Hash;

use ids::Actor;
use jiff::Timestamp;

use crate::Refusal;
use crate::model::{
    Booking, BookingStatus, Contribution, FileEntry, LiveMeeting, Meeting, NoteEntry, Rating,
    Session, SessionStatus,
};

const ENTRIES_AT_MOST: usize = 500;
const BYTES_AT_MOST: usize = 1024 * 1024;

/// Opens the session of a booking; what is there already stays as it is.
///
/// # Errors
///
/// The caller has no part in it, or the booking is cancelled.
pub fn open_session(
    booking: &Booking,
    session: Option<&Session>,
    actor: &Actor,
    now: Timestamp,
) -> Result<Session, Refusal> {
    takes_part(booking, actor)?;
    not_cancelled(booking)?;
    Ok(session
        .cloned()
        .unwrap_or_else(|| Session::new(booking.booking_id, now)))
}

/// What a request adds to a session.
#[derive(Clone, Debug, Default)]
pub struct SessionUpdate {
    /// The step it takes.
    pub status: Option<SessionStatus>,
    /// Notes to add.
    pub notes: Vec<NoteEntry>,
    /// Files to add.
    pub files: Vec<FileEntry>,
}

/// What an update comes to.
#[derive(Clone, Debug)]
pub struct Updated {
    /// The session after it.
    pub session: Session,
    /// What it adds, where that is anything.
    pub contribution: Option<Contribution>,
    /// The booking, where it is completed with the session.
    pub booking: Option<Booking>,
    /// The meeting that it ends.
    pub ended: Option<String>,
}

/// The session after an update. What is there stays; entries equal to one that
/// is there are not added again.
///
/// # Errors
///
/// The caller has no part in it, the booking is cancelled, the status does not
/// step forward by one, or there would be too much.
pub fn update_session(
    booking: &Booking,
    session: &Session,
    there: &[Contribution],
    update: &SessionUpdate,
    actor: &Actor,
) -> Result<Updated, Refusal> {
    takes_part(booking, actor)?;
    let added = Contribution {
        booking_id: booking.booking_id,
        made_version: session.version + 1,
        notes: new_entries(there.iter().flat_map(|made| &made.notes), &update.notes),
        files: new_entries(there.iter().flat_map(|made| &made.files), &update.files),
    };
    fits(there, &added)?;
    let mut after = session.clone();
    not_cancelled(booking)?;
    after.status = step(session.status, update.status)?;
    let completes =
        after.status == SessionStatus::Completed && session.status != SessionStatus::Completed;
    let ended = if completes {
        end_meeting(&mut after)
    } else {
        None
    };
    let anything = !(added.notes.is_empty() && added.files.is_empty());
    let booking = completes.then(|| Booking {
        status: BookingStatus::Completed,
        ..booking.clone()
    });
    Ok(Updated {
        session: after,
        contribution: anything.then_some(added),
        booking,
        ended,
    })
}

/// Whether a session has room for what is added to what is there.
fn fits(there: &[Contribution], added: &Contribution) -> Result<(), Refusal> {
    let total =
        |count: fn(&Contribution) -> usize| count(added) + there.iter().map(count).sum::<usize>();
    if total(|made| made.notes.len()) > ENTRIES_AT_MOST {
        Err(Refusal::TooManyNotes)
    } else if total(|made| made.files.len()) > ENTRIES_AT_MOST {
        Err(Refusal::TooManyFiles)
    } else if total(Contribution::bytes) > BYTES_AT_MOST {
        Err(Refusal::TooMuchText)
    } else {
        Ok(())
    }
}

fn step(from: SessionStatus, to: Option<SessionStatus>) -> Result<SessionStatus, Refusal> {
    use SessionStatus::{Active, Completed, Pending};
    match (from, to.unwrap_or(from)) {
        (from, to) if from == to => Ok(to),
        (Pending, Active) => Ok(Active),
        (Active, Completed) => Ok(Completed),
        (Pending, Completed) => Err(Refusal::StepSkipped),
        _ => Err(Refusal::StepBack),
    }
}

fn new_entries<'a, T: Clone + Eq + Hash + 'a>(
    there: impl Iterator<Item = &'a T>,
    given: &[T],
) -> Vec<T> {
    let mut known: HashSet<T> = there.cloned().collect();
    given
        .iter()
        .filter(|entry| known.insert((*entry).clone()))
        .cloned()
        .collect()
}

/// The student's rating of a completed session.
///
/// # Errors
///
/// The caller is not its student, it is not completed, or it is rated already.
pub fn rate(
    booking: &Booking,
    session: &Session,
    rating: Rating,
    actor: &Actor,
) -> Result<Session, Refusal> {
    takes_part(booking, actor)?;
    if !actor.may_act_for(&booking.student_id) {
        return Err(Refusal::NotTheStudent);
    }
    not_cancelled(booking)?;
    if session.status != SessionStatus::Completed {
        return Err(Refusal::NotCompleted);
    }
    if session.rating.is_some() {
        return Err(Refusal::AlreadyRated);
    }
    Ok(Session {
        rating: Some(rating),
        ..session.clone()
    })
}

/// Whether the caller may have a meeting for the session.
///
/// # Errors
///
/// The caller has no part in it, the booking is cancelled, or the session is
/// completed.
pub fn may_meet(booking: &Booking, session: &Session, actor: &Actor) -> Result<(), Refusal> {
    takes_part(booking, actor)?;
    not_cancelled(booking)?;
    if session.status == SessionStatus::Completed {
        Err(Refusal::SessionCompleted)
    } else {
        Ok(())
    }
}

/// The session once a meeting is on: the first one makes it active.
pub fn meeting_started(session: &Session, meeting: LiveMeeting) -> Session {
    Session {
        status: session.status.max(SessionStatus::Active),
        meeting: Some(meeting),
        ..session.clone()
    }
}

/// The session once its meeting is over.
pub fn meeting_ended(session: &Session) -> Session {
    let mut after = session.clone();
    end_meeting(&mut after);
    after
}

fn end_meeting(session: &mut Session) -> Option<String> {
    let meeting = session.meeting.take()?;
    session.meetings_ended += 1;
    Some(meeting.meeting_id)
}

/// Whether the caller may end a meeting.
///
/// # Errors
///
/// The caller has no part in it.
pub fn may_end(meeting: &Meeting, actor: &Actor) -> Result<(), Refusal> {
    if meeting.side_of(&actor.id).is_some() || actor.is_admin {
        Ok(())
    } else {
        Err(Refusal::NotAParticipant)
    }
}

/// What Chime is to know an attendee as.
///
/// # Errors
///
/// The meeting is over, the caller asks for somebody else, or the user has no
/// part in it.
pub fn may_attend(
    meeting: &Meeting,
    user: &ids::UserId,
    actor: &Actor,
) -> Result<&'static str, Refusal> {
    if meeting.ended {
        return Err(Refusal::MeetingNotFound);
    }
    may_end(meeting, actor)?;
    if !actor.may_act_for(user) {
        return Err(Refusal::NotYourself);
    }
    meeting
        .side_of(user)
        .map(|side| side.external_user_id())
        .ok_or(Refusal::AttendeeNotInSession)
}

/// Whether the caller takes part in a booking.
///
/// # Errors
///
/// The caller does not.
pub fn takes_part(booking: &Booking, actor: &Actor) -> Result<(), Refusal> {
    if booking.side_of(&actor.id).is_some() || actor.is_admin {
        Ok(())
    } else {
        Err(Refusal::NotAParticipant)
    }
}

fn not_cancelled(booking: &Booking) -> Result<(), Refusal> {
    if booking.status == BookingStatus::Cancelled {
        Err(Refusal::BookingCancelled)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
