use calendar::{Period, Plan};
use events::appointment::Booking;
use ids::Ids;
use jiff::{SignedDuration, Timestamp};
use table::{Db, Transaction, Tries};

use crate::Refusal;
use crate::model::{AppointmentId, Booked, ClinicAppointment, TimeKeeper, Told};
use crate::rules::{self, NewConsultation};
use crate::store::commit::{needed, occupy, release, write};
use crate::store::{Result, load};

/// An appointment is booked: it gets its consultation, once, unless it is over
/// or cancelled already. A move that was told of before counts, and `told` is
/// when this was, where it counts like one. The calendar is left to the time's
/// keeper.
///
/// # Errors
///
/// One of the two is not free, or the store's.
pub async fn book(
    db: &Db,
    appointment_id: &AppointmentId,
    booking: &Booking,
    told: Option<Told>,
    keeper: TimeKeeper,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    let mut tries = Tries::new();
    loop {
        let known = known(db, appointment_id).await?;
        if known.cancelled || known.consultation_id.is_some() {
            return Ok(());
        }
        let booked = known
            .booked
            .clone()
            .unwrap_or_else(|| booked(booking, None));
        if booked.period.end <= now {
            return Ok(());
        }
        let new = NewConsultation {
            consultation_id: ids.next(),
            appointment_id: Some(appointment_id.clone()),
            doctor_id: booked.doctor_id.clone(),
            patient_id: booked.patient_id.clone(),
            clinic_id: booked.clinic_id,
            chief_complaint: None,
            period: booked.period,
        };
        let change = rules::create(&new, None, now);
        let mut transaction = Transaction::new();
        if keeper == TimeKeeper::Consultation {
            let days = needed(&change.after);
            let mut plan = Plan::new(&days, &db.get_many(days.keys()).await?)?;
            occupy(&mut plan, &change.after)?;
            plan.write(&mut transaction, ids);
        }
        transaction.save(&ClinicAppointment {
            booked: Some(booked),
            moved: told.max(known.moved),
            consultation_id: Some(new.consultation_id),
            ..known
        });
        write(&mut transaction, None, &change, ids)?;
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
    }
}

/// An appointment is moved: its consultation moves along while it is scheduled.
/// `told` puts moves in order; one of an appointment that is not known yet is
/// kept for its booking. The calendar is left to the time's keeper.
///
/// # Errors
///
/// One of the two is not free then, or the store's.
pub async fn reschedule(
    db: &Db,
    appointment_id: &AppointmentId,
    booking: &Booking,
    told: Told,
    keeper: TimeKeeper,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    let mut tries = Tries::new();
    loop {
        let known = known(db, appointment_id).await?;
        let moved = booked(booking, known.booked.as_ref());
        let is_known = known.moved == Some(told) && known.booked.as_ref() == Some(&moved);
        if known.cancelled || is_known || known.moved > Some(told) || moved.period.end <= now {
            return Ok(());
        }
        let mut transaction = Transaction::new();
        if let Some(id) = known.consultation_id {
            let before = load(db, id).await?.ok_or(Refusal::NotFound)?;
            let change = rules::reschedule(&before, moved.period, now);
            if change.is_none() && before.period != moved.period {
                return Ok(());
            }
            if let Some(change) = &change {
                if keeper == TimeKeeper::Consultation {
                    let mut days = needed(&before);
                    days.person(&before.doctor_id, moved.period);
                    days.person(&before.patient_id, moved.period);
                    let mut plan = Plan::new(&days, &db.get_many(days.keys()).await?)?;
                    release(&mut plan, &before);
                    occupy(&mut plan, &change.after)?;
                    plan.write(&mut transaction, ids);
                }
                write(&mut transaction, Some(&before), change, ids)?;
            }
        }
        // A move to where it is counts too: one told of before must not undo it.
        transaction.save(&ClinicAppointment {
            booked: Some(moved),
            moved: Some(told),
            ..known
        });
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
    }
}

/// An appointment is cancelled: so is its consultation, unless that is under
/// way or over. One that is not known yet is remembered as cancelled. Answers
/// the meeting that is over with it.
///
/// # Errors
///
/// The store's.
pub async fn cancel_appointment(
    db: &Db,
    appointment_id: &AppointmentId,
    ids: &Ids,
    now: Timestamp,
) -> Result<Option<String>> {
    let mut tries = Tries::new();
    loop {
        let known = known(db, appointment_id).await?;
        if known.cancelled {
            return Ok(None);
        }
        let mut transaction = Transaction::new();
        let mut over = None;
        if let Some(id) = known.consultation_id {
            let before = load(db, id).await?.ok_or(Refusal::NotFound)?;
            let Some(change) = rules::cancel_by_appointment(&before, now) else {
                return Ok(None);
            };
            let days = needed(&before);
            let mut plan = Plan::new(&days, &db.get_many(days.keys()).await?)?;
            release(&mut plan, &before);
            plan.write(&mut transaction, ids);
            write(&mut transaction, Some(&before), &change, ids)?;
            over = change.over;
        }
        transaction.save(&ClinicAppointment {
            cancelled: true,
            ..known
        });
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(over);
        }
    }
}

/// What a booking says, or what it makes of one that is known: the two people
/// stay, and so does the length that it does not name.
fn booked(booking: &Booking, known: Option<&Booked>) -> Booked {
    let minutes = match (booking.duration_minutes, known) {
        (None, Some(known)) => known.period.length().as_mins(),
        _ => i64::from(booking.minutes()),
    };
    let start = booking.start_time;
    let end = start.saturating_add(SignedDuration::from_mins(minutes));
    let period = Period {
        start,
        end: end.unwrap_or(Timestamp::MAX),
    };
    match known {
        Some(known) => Booked {
            period,
            ..known.clone()
        },
        None => Booked {
            doctor_id: booking.doctor_id.clone(),
            patient_id: booking.patient_id.clone(),
            clinic_id: booking.clinic_id,
            period,
        },
    }
}

async fn known(db: &Db, id: &AppointmentId) -> Result<ClinicAppointment> {
    let known = db.get(ClinicAppointment::key(id)).await?;
    Ok(known.unwrap_or_else(|| ClinicAppointment::unknown(id.clone())))
}
