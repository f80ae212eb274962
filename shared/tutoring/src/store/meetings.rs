use intents::Intent;
use outcome::Trouble;
use table::{Condition, Db, Item, Lost, Query, Transaction, Tries};

use crate::model::{Attendee, Booking, Meeting, Session, SessionId};
use crate::rules;
use crate::store::Result;
use crate::store::sessions::{load_head, meeting_of};

/// A meeting with the attendees it was given.
#[derive(Clone, Debug)]
pub struct MeetingFound {
    /// The meeting.
    pub meeting: Meeting,
    /// Its attendees.
    pub attendees: Vec<Attendee>,
}

/// A meeting by Chime's id. One query.
///
/// # Errors
///
/// The store's.
pub async fn load_meeting(
    db: &Db,
    meeting_id: &str,
) -> std::result::Result<Option<MeetingFound>, Trouble> {
    let items = db
        .query_all(&Query::partition(Meeting::partition(meeting_id)))
        .await?;
    let (attendees, others): (Vec<_>, Vec<_>) = items
        .iter()
        .partition(|item| item.key().sk.starts_with(Attendee::HEAD));
    let Some(meeting) = others.first() else {
        return Ok(None);
    };
    let attendees = attendees
        .into_iter()
        .map(Item::read)
        .collect::<std::result::Result<_, _>>()?;
    Ok(Some(MeetingFound {
        meeting: meeting.read()?,
        attendees,
    }))
}

/// Commits that a meeting is on in a session, instead of the one that was
/// before.
///
/// # Errors
///
/// See [`table::Lost`].
pub async fn start_meeting(
    db: &Db,
    booking: &Booking,
    before: &Session,
    after: &Session,
) -> std::result::Result<(), Lost> {
    let mut transaction = Transaction::new();
    transaction.save(after);
    transaction.unchanged(Booking::key(booking.booking_id), booking.version);
    if let Some(gone) = &before.meeting {
        transaction.put(&Meeting {
            ended: true,
            ..meeting_of(booking, &gone.meeting_id)
        });
    }
    if let Some(on) = &after.meeting {
        transaction.put(&meeting_of(booking, &on.meeting_id));
        transaction.delete(Intent::key_of_token(&after.meeting_token()));
    }
    db.commit(transaction).await
}

/// Commits that a meeting is over, and that its session is without one if it
/// was the one that was on.
///
/// # Errors
///
/// The store's.
pub async fn end_meeting(db: &Db, meeting: &Meeting) -> Result<()> {
    let mut tries = Tries::new();
    loop {
        let head = load_head(db, meeting.booking_id).await?;
        let session = head.and_then(|(_, session)| session);
        let is_on = |session: &Session| {
            let on = session.meeting.as_ref();
            on.is_some_and(|on| on.meeting_id == meeting.meeting_id)
        };
        let mut transaction = Transaction::new();
        transaction.put(&Meeting {
            ended: true,
            ..meeting.clone()
        });
        if let Some(session) = session.filter(is_on) {
            transaction.save(&rules::meeting_ended(&session));
        }
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
    }
}

/// Gives up the meeting that may have been made with a token; `false` when it
/// is the one that is on. After that nobody is given a meeting of this token
/// any more, so it can be ended.
///
/// # Errors
///
/// The store's.
pub async fn abandon_meeting(db: &Db, id: SessionId, token: &str) -> Result<bool> {
    let mut tries = Tries::new();
    loop {
        let head = load_head(db, id.booking()).await?;
        let Some(session) = head.and_then(|(_, session)| session) else {
            return Ok(true);
        };
        if session.meeting_token() != token {
            return Ok(true);
        }
        if session.meeting.is_some() {
            return Ok(false);
        }
        let mut transaction = Transaction::new();
        transaction.save(&Session {
            meetings_ended: session.meetings_ended + 1,
            ..session
        });
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(true);
        }
    }
}

/// Remembers an attendee; `true` when it is new. A write that is repeated,
/// because its answer got lost, is told by `stored_by`.
///
/// # Errors
///
/// The store's.
pub async fn save_attendee(db: &Db, attendee: &Attendee) -> std::result::Result<bool, Trouble> {
    let standing = db.claim(attendee, Condition::absent()).await?;
    let Some(item) = standing else {
        return Ok(true);
    };
    let known: Attendee = item.read()?;
    if known.attendee_id == attendee.attendee_id {
        return Ok(known.stored_by == attendee.stored_by);
    }
    // Chime has let the known one go; the new one takes its place, unless
    // another call has put it there already.
    let unchanged = Condition::is("attendee_id", known.attendee_id);
    match db.claim(attendee, unchanged).await? {
        None => Ok(true),
        Some(there) => Ok(there.read::<Attendee>()?.stored_by == attendee.stored_by),
    }
}
