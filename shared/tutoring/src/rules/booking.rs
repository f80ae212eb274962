use calendar::{Period, Plan};
use ids::{Actor, Ids, UserId};
use jiff::Timestamp;

use crate::Refusal;
use crate::model::{
    Booking, BookingId, BookingStatus, Profile, ProfileRole, Session, SessionStatus, Side,
};
use crate::rules::slot::future_period;

/// A booking that is asked for.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "fields of seed 001")]
pub struct NewBooking {
    pub booking_id: BookingId,
    pub student_id: UserId,
    pub teacher_id: UserId,
    pub start: Timestamp,
    pub end: Timestamp,
}

impl NewBooking {
    /// Its time.
    ///
    /// # Errors
    ///
    /// It is past, or shorter than 5 minutes.
    pub fn period(&self, now: Timestamp) -> Result<Period, Refusal> {
        future_period(self.start, self.end, now)
    }
}

/// Books a free slot of the teacher's, in both calendars.
///
/// # Errors
///
/// A profile that is missing or has the wrong role, a time that no free slot
/// holds, somebody who is not free.
pub fn book(
    new: &NewBooking,
    student: Option<&Profile>,
    teacher: Option<&Profile>,
    plan: &mut Plan,
    ids: &Ids,
    now: Timestamp,
) -> Result<Booking, Refusal> {
    let period = new.period(now)?;
    let student = student.ok_or(Refusal::StudentNotFound)?;
    let teacher = teacher.ok_or(Refusal::TeacherNotFound)?;
    if student.role != ProfileRole::Student {
        return Err(Refusal::NotAStudent);
    }
    if teacher.role != ProfileRole::Teacher {
        return Err(Refusal::NotATeacher);
    }
    let booking = Booking {
        booking_id: new.booking_id,
        student_id: new.student_id.clone(),
        teacher_id: new.teacher_id.clone(),
        period,
        status: BookingStatus::Pending,
        created_at: now,
        version: 0,
    };
    take(&booking, plan, ids)?;
    Ok(booking)
}

/// One change to a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The teacher agrees.
    Confirm,
    /// Either calls it off.
    Cancel,
    /// Either moves it.
    Move {
        /// Its new start.
        start: Timestamp,
        /// Its new end.
        end: Timestamp,
    },
}

/// The booking after a change; the plan holds what it does to the calendars.
///
/// # Errors
///
/// The caller's side may not do this, or the booking's state does not allow it.
pub fn change(
    booking: &Booking,
    session: Option<&Session>,
    change: Change,
    actor: &Actor,
    plan: &mut Plan,
    ids: &Ids,
    now: Timestamp,
) -> Result<Booking, Refusal> {
    let side = booking.side_of(&actor.id);
    if side.is_none() && !actor.is_admin {
        return Err(Refusal::NotAParticipant);
    }
    let mut changed = booking.clone();
    match change {
        Change::Confirm => {
            if side == Some(Side::Student) && !actor.is_admin {
                return Err(Refusal::NotTheTeacher);
            }
            if booking.status != BookingStatus::Pending {
                return Err(Refusal::BookingNotPending);
            }
            changed.status = BookingStatus::Confirmed;
        }
        Change::Cancel => {
            may_still_change(booking, session, now)?;
            give_back(booking, plan, ids);
            changed.status = BookingStatus::Cancelled;
        }
        Change::Move { start, end } => {
            let period = future_period(start, end, now)?;
            may_still_change(booking, session, now)?;
            give_back(booking, plan, ids);
            changed.period = period;
            take(&changed, plan, ids)?;
            if side == Some(Side::Student) {
                changed.status = BookingStatus::Pending;
            }
        }
    }
    Ok(changed)
}

fn may_still_change(
    booking: &Booking,
    session: Option<&Session>,
    now: Timestamp,
) -> Result<(), Refusal> {
    match booking.status {
        BookingStatus::Pending | BookingStatus::Confirmed => {}
        BookingStatus::Completed | BookingStatus::Cancelled => return Err(Refusal::BookingNotOpen),
    }
    if session.is_some_and(|session| session.status != SessionStatus::Pending) {
        return Err(Refusal::SessionUnderWay);
    }
    if booking.period.start <= now {
        Err(Refusal::BookingStarted)
    } else {
        Ok(())
    }
}

/// Takes the booking's time from the teacher's slots and from both calendars.
fn take(booking: &Booking, plan: &mut Plan, ids: &Ids) -> Result<(), Refusal> {
    let entry = booking.entry();
    if !plan.book_slot(&booking.teacher_id, booking.period, ids) {
        return Err(Refusal::NotOffered);
    }
    if !plan.occupy(&booking.teacher_id, booking.period, &entry) {
        return Err(Refusal::TeacherBusy);
    }
    if !plan.occupy(&booking.student_id, booking.period, &entry) {
        return Err(Refusal::StudentBusy);
    }
    Ok(())
}

fn give_back(booking: &Booking, plan: &mut Plan, ids: &Ids) {
    let entry = booking.entry();
    plan.release(&booking.student_id, booking.period, &entry);
    plan.release(&booking.teacher_id, booking.period, &entry);
    plan.free_slot(&booking.teacher_id, booking.period, ids);
}

#[cfg(test)]
mod tests;
