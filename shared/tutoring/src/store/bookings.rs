use calendar::{LONGEST_SLOT, Needed, Period, Plan};
use ids::{Actor, Ids, UserId};
use jiff::Timestamp;
use outcome::Trouble;
use serde::Serialize;
use table::{Db, Entity, Page, Query, Transaction, Tries, Write};

use crate::Refusal;
use crate::model::{
    Acquaintance, Booking, BookingId, BookingStatus, Happened, Profile, Session, Side,
    booking_event,
};
use crate::rules::{self, Change, NewBooking};
use crate::store::profiles::write_profile;
use crate::store::{Result, load_head};

/// Stores a booking: one round of reads, one transaction.
///
/// # Errors
///
/// A refusal of [`rules::book`], or the store's.
pub async fn book(
    db: &Db,
    new: &NewBooking,
    ids: &Ids,
    now: Timestamp,
    completion: Option<Write>,
) -> Result<Booking> {
    let needed = needed_for(&new.student_id, &new.teacher_id, new.period(now)?);
    let (student_key, teacher_key) = (Profile::key(&new.student_id), Profile::key(&new.teacher_id));
    let acquaintance = Acquaintance::new(&new.student_id, &new.teacher_id);
    let pair_key = acquaintance.keys().primary;
    let mut keys = needed.keys();
    keys.extend([student_key.clone(), teacher_key.clone(), pair_key.clone()]);
    let mut tries = Tries::new();
    loop {
        let found = db.get_many(keys.clone()).await?;
        let mut plan = Plan::new(&needed, &found)?;
        let (student, teacher) = (found.read(&student_key)?, found.read(&teacher_key)?);
        let booking = rules::book(new, student.as_ref(), teacher.as_ref(), &mut plan, ids, now)?;
        let mut transaction = Transaction::new();
        transaction.save(&booking);
        plan.write(&mut transaction, ids);
        let event = booking_event(Happened::BookingCreated, &booking, ids, now)?;
        transaction.put(&event);
        fix_roles(&mut transaction, student, teacher);
        if !found.has(&pair_key) {
            transaction.put(&acquaintance);
        }
        transaction.complete(completion.clone());
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(booking);
        }
    }
}

/// The first booking of a profile makes its role stand for good, and so is the
/// only one that has to look whether it still does.
fn fix_roles(transaction: &mut Transaction, student: Option<Profile>, teacher: Option<Profile>) {
    for profile in [student, teacher]
        .into_iter()
        .flatten()
        .filter(|profile| !profile.has_bookings)
    {
        let fixed = Profile {
            has_bookings: true,
            ..profile.clone()
        };
        write_profile(transaction, Some(&profile), &fixed);
    }
}

fn needed_for(student: &UserId, teacher: &UserId, period: Period) -> Needed {
    let mut needed = Needed::default();
    // No slot holds more than this, so nothing has to be read to refuse it.
    if period.length() <= LONGEST_SLOT {
        needed.person(student, period);
        needed.slots(teacher, period);
    }
    needed
}

/// A booking.
///
/// # Errors
///
/// The store's.
pub async fn load_booking(db: &Db, id: BookingId) -> std::result::Result<Option<Booking>, Trouble> {
    db.get(Booking::key(id)).await
}

/// Changes a booking, with both calendars, in one step.
///
/// # Errors
///
/// There is none of this id, a refusal of [`rules::change`], or the store's.
pub async fn change_booking(
    db: &Db,
    id: BookingId,
    change: Change,
    actor: &Actor,
    ids: &Ids,
    now: Timestamp,
) -> Result<Booking> {
    // What is wrong by itself is so whatever the booking is.
    if let Change::Move { start, end } = change {
        rules::future_period(start, end, now)?;
    }
    let mut tries = Tries::new();
    loop {
        let (booking, session) = load_head(db, id).await?.ok_or(Refusal::BookingNotFound)?;
        let needed = needed_for_change(&booking, change);
        let keys = needed.keys();
        let found = if keys.is_empty() {
            Default::default()
        } else {
            db.get_many(keys).await?
        };
        let mut plan = Plan::new(&needed, &found)?;
        let changed = rules::change(
            &booking,
            session.as_ref(),
            change,
            actor,
            &mut plan,
            ids,
            now,
        )?;
        let mut transaction = Transaction::new();
        transaction.save(&changed);
        transaction.unchanged(
            Session::key(id),
            session.map_or(0, |session| session.version),
        );
        plan.write(&mut transaction, ids);
        transaction.put(&booking_event(happened(change), &changed, ids, now)?);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(changed);
        }
    }
}

fn happened(change: Change) -> Happened {
    match change {
        Change::Confirm => Happened::BookingConfirmed,
        Change::Cancel => Happened::BookingCancelled,
        Change::Move { .. } => Happened::BookingRescheduled,
    }
}

fn needed_for_change(booking: &Booking, change: Change) -> Needed {
    let mut needed = match change {
        Change::Confirm => return Needed::default(),
        Change::Cancel => Needed::default(),
        Change::Move { start, end } => Period::new(start, end)
            .map_or_else(Needed::default, |period| {
                needed_for(&booking.student_id, &booking.teacher_id, period)
            }),
    };
    needed.person(&booking.student_id, booking.period);
    needed.slots(&booking.teacher_id, booking.period);
    needed
}

/// Which bookings a list shows.
#[derive(Clone, Debug, Serialize)]
pub struct BookingFilter {
    /// Only this student's.
    pub student: Option<UserId>,
    /// Only this teacher's.
    pub teacher: Option<UserId>,
    /// Only those that stand so.
    pub status: Option<BookingStatus>,
    /// Those that start at or after this.
    pub from: Option<Timestamp>,
    /// Those that start before this.
    pub to: Option<Timestamp>,
}

impl BookingFilter {
    fn matches(&self, booking: &Booking) -> bool {
        self.student
            .as_ref()
            .is_none_or(|id| booking.student_id == *id)
            && self
                .teacher
                .as_ref()
                .is_none_or(|id| booking.teacher_id == *id)
            && self.status.is_none_or(|status| booking.status == status)
    }

    /// Whether the query itself finds nothing but matches.
    fn is_by_key(&self) -> bool {
        self.status.is_none() && !(self.student.is_some() && self.teacher.is_some())
    }
}

/// A page of bookings, newest start first.
#[derive(Clone, Debug)]
pub struct BookingsFound {
    /// The page.
    pub bookings: Vec<Booking>,
    /// Where it ends, when there are more.
    pub next: Option<String>,
}

/// Lists the bookings of one student or teacher.
///
/// # Errors
///
/// The store's.
pub async fn list_bookings(
    db: &Db,
    filter: &BookingFilter,
    after: Option<&str>,
    limit: usize,
) -> std::result::Result<BookingsFound, Trouble> {
    let (side, user) = match (&filter.student, &filter.teacher) {
        (Some(student), _) => (Side::Student, student),
        (None, Some(teacher)) => (Side::Teacher, teacher),
        (None, None) => {
            return Ok(BookingsFound {
                bookings: Vec::new(),
                next: None,
            });
        }
    };
    let (index, partition) = Booking::list_of(side, user);
    let first = filter
        .from
        .map_or_else(String::new, |from| from.to_string());
    let last = filter
        .to
        .map_or_else(|| "~".to_owned(), |to| to.to_string());
    let last = after.map_or(last.clone(), |place| last.min(place.to_owned()));
    // The place itself comes again, and one more tells whether there is more.
    let size = if filter.is_by_key() { limit + 2 } else { 100 };
    let query = Query::index(index, partition)
        .between(first, last)
        .newest_first()
        .limit(size);
    let mut bookings: Vec<Booking> = Vec::new();
    let mut page = Page::default();
    loop {
        page = db.query(&query, Some(page)).await?;
        for item in &page.items {
            let booking: Booking = item.read()?;
            if filter.matches(&booking) && after.is_none_or(|place| booking.list_key() != place) {
                bookings.push(booking);
            }
        }
        if bookings.len() > limit || !page.has_more() {
            break;
        }
    }
    let more = bookings.len() > limit;
    bookings.truncate(limit);
    let next = bookings.last().filter(|_| more).map(Booking::list_key);
    Ok(BookingsFound { bookings, next })
}
