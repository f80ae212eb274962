use outcome::Trouble;
use table::{Condition, Db, Item, Query, Transaction};

use crate::model::{Attendee, Booking, Meeting, Session};
use crate::store::Committed;
use crate::store::sessions::meeting_of;

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
pub async fn load_meeting(db: &Db, meeting_id: &str) -> Result<Option<MeetingFound>, Trouble> {
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
        .collect::<Result<_, _>>()?;
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
) -> Committed {
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
    }
    db.commit(transaction).await
}

/// Commits that a meeting is over; `session` is its session after that, where
/// the meeting was the one that was on.
///
/// # Errors
///
/// See [`table::Lost`].
pub async fn end_meeting(db: &Db, meeting: &Meeting, session: Option<&Session>) -> Committed {
    let mut transaction = Transaction::new();
    transaction.put(&Meeting {
        ended: true,
        ..meeting.clone()
    });
    if let Some(session) = session {
        transaction.save(session);
    }
    db.commit(transaction).await
}

/// Remembers an attendee; `true` when it is new.
///
/// # Errors
///
/// The store's.
pub async fn save_attendee(db: &Db, attendee: &Attendee) -> Result<bool, Trouble> {
    let standing = db.claim(attendee, Condition::absent()).await?;
    let Some(item) = standing else {
        return Ok(true);
    };
    let known: Attendee = item.read()?;
    if known == *attendee {
        return Ok(false);
    }
    // Chime has let the known one go; the new one takes its place, unless
    // another call has put it there already.
    let unchanged = Condition::is("attendee_id", known.attendee_id);
    let changed = db.claim(attendee, unchanged).await?;
    Ok(changed.is_none())
}
