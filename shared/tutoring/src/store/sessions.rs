use ids::{Actor, Ids};
use jiff::Timestamp;
use outcome::Trouble;
use table::{Db, Item, Lost, Query, Transaction, Tries, Write};

use crate::Refusal;
use crate::model::{
    Booking, BookingId, Contribution, Happened, Meeting, Profile, Rating, Session, booking_event,
};
use crate::rules::{self, Updated};
use crate::store::Result;
use crate::store::profiles::{load_profile, write_profile};

/// A session with its booking and all that was added to it.
#[derive(Clone, Debug)]
pub struct SessionFound {
    /// Its booking.
    pub booking: Booking,
    /// Itself.
    pub session: Session,
    /// Notes and files, in the order they came.
    pub contributions: Vec<Contribution>,
}

/// A booking and its session, if it has one. One query.
///
/// # Errors
///
/// The store's.
pub async fn load_head(
    db: &Db,
    id: BookingId,
) -> std::result::Result<Option<(Booking, Option<Session>)>, Trouble> {
    let items = db
        .query_all(&Query::partition(id.partition()).beginning(Booking::HEAD))
        .await?;
    head(&items, id)
}

/// A session, whole. One query.
///
/// # Errors
///
/// The store's.
pub async fn load_session(
    db: &Db,
    id: BookingId,
) -> std::result::Result<Option<SessionFound>, Trouble> {
    load_booking_session(db, id)
        .await
        .map(|(_, session)| session)
}

/// A booking, and its session whole. One query.
///
/// # Errors
///
/// The store's.
pub async fn load_booking_session(
    db: &Db,
    id: BookingId,
) -> std::result::Result<(Option<Booking>, Option<SessionFound>), Trouble> {
    // What was told of the booking stands behind its entries, and is not read.
    let last = format!("{}~", Contribution::HEAD);
    let whole = Query::partition(id.partition()).between(Booking::HEAD, last);
    let items = db.query_all(&whole).await?;
    let Some((booking, session)) = head(&items, id)? else {
        return Ok((None, None));
    };
    let Some(session) = session else {
        return Ok((Some(booking), None));
    };
    let added = items
        .iter()
        .filter(|item| item.key().sk.starts_with(Contribution::HEAD));
    let contributions = added
        .map(Item::read)
        .collect::<std::result::Result<_, _>>()?;
    Ok((
        Some(booking.clone()),
        Some(SessionFound {
            booking,
            session,
            contributions,
        }),
    ))
}

fn head(
    items: &[Item],
    id: BookingId,
) -> std::result::Result<Option<(Booking, Option<Session>)>, Trouble> {
    let find = |sk: String| items.iter().find(|item| item.key().sk == sk);
    let Some(booking) = find(Booking::key(id).sk) else {
        return Ok(None);
    };
    let session = find(Session::key(id).sk).map(Item::read).transpose()?;
    Ok(Some((booking.read()?, session)))
}

/// Opens the session of a booking; `true` when it is new.
///
/// # Errors
///
/// There is no such booking, a refusal of [`rules::open_session`], or the store's.
pub async fn open_session(
    db: &Db,
    id: BookingId,
    actor: &Actor,
    now: Timestamp,
    completion: Option<Write>,
) -> Result<bool> {
    let mut tries = Tries::new();
    loop {
        let (booking, there) = load_head(db, id).await?.ok_or(Refusal::BookingNotFound)?;
        let session = rules::open_session(&booking, there.as_ref(), actor, now)?;
        if there.is_some() {
            return Ok(false);
        }
        let mut transaction = Transaction::new();
        transaction.save(&session);
        transaction.unchanged(Booking::key(id), booking.version);
        transaction.complete(completion.clone());
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(true);
        }
    }
}

/// Commits an update that was decided on what was found.
///
/// # Errors
///
/// See [`table::Lost`].
pub async fn commit_update(
    db: &Db,
    found: &SessionFound,
    updated: &Updated,
    ids: &Ids,
    now: Timestamp,
) -> std::result::Result<(), Lost> {
    let mut transaction = Transaction::new();
    transaction.save(&updated.session);
    if let Some(contribution) = &updated.contribution {
        transaction.put(contribution);
    }
    match &updated.booking {
        Some(booking) => {
            transaction.save(booking);
            let completed = booking_event(Happened::SessionCompleted, booking, ids, now)?;
            transaction.put(&completed);
        }
        None => transaction.unchanged(
            Booking::key(found.booking.booking_id),
            found.booking.version,
        ),
    }
    if let Some(meeting_id) = &updated.ended {
        transaction.put(&Meeting {
            ended: true,
            ..meeting_of(&found.booking, meeting_id)
        });
    }
    db.commit(transaction).await
}

pub(super) fn meeting_of(booking: &Booking, meeting_id: &str) -> Meeting {
    Meeting {
        meeting_id: meeting_id.to_owned(),
        booking_id: booking.booking_id,
        student_id: booking.student_id.clone(),
        teacher_id: booking.teacher_id.clone(),
        ended: false,
    }
}

/// Stores the student's rating, and what it makes of the teacher's.
///
/// # Errors
///
/// There is no such session, a refusal of [`rules::rate`], or the store's.
pub async fn rate(
    db: &Db,
    id: BookingId,
    rating: &Rating,
    actor: &Actor,
    ids: &Ids,
    completion: Option<Write>,
) -> Result<()> {
    let mut tries = Tries::new();
    loop {
        let Some((booking, Some(session))) = load_head(db, id).await? else {
            return Err(Refusal::SessionNotFound.into());
        };
        let rated = rules::rate(&booking, &session, rating.clone(), actor)?;
        let teacher = load_profile(db, &booking.teacher_id)
            .await?
            .ok_or(Refusal::TeacherNotFound)?;
        let better = Profile {
            rating_sum: teacher.rating_sum + u64::from(rating.stars),
            rating_count: teacher.rating_count + 1,
            ..teacher.clone()
        };
        let mut transaction = Transaction::new();
        transaction.save(&rated);
        write_profile(&mut transaction, Some(&teacher), &better);
        let happened = Happened::SessionRated {
            stars: rating.stars,
        };
        transaction.put(&booking_event(happened, &booking, ids, rating.at)?);
        transaction.complete(completion.clone());
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
    }
}
