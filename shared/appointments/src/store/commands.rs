use calendar::{Needed, Plan};
use events::appointment::Kind;
use ids::{Actor, Ids};
use jiff::Timestamp;
use outcome::Trouble;
use people::Person;
use table::{Db, Transaction, Tries, Write};

use crate::Refusal;
use crate::model::{
    Appointment, AppointmentId, AppointmentStatus, Consulted, Listing, Room, appointment_event,
};
use crate::rules::{self, Change, Changed, NewAppointment};
use crate::store::{Result, load};

/// Makes an appointment. One read and one transaction. `completion` is the
/// record that answers a repeated request with what was made.
///
/// # Errors
///
/// One of the two is not free, or the store's.
pub async fn create(
    db: &Db,
    new: &NewAppointment,
    ids: &Ids,
    now: Timestamp,
    completion: impl Fn(&Appointment) -> std::result::Result<Option<Write>, Trouble>,
) -> Result<Appointment> {
    let mut needed = Needed::default();
    needed.person(&new.psychologist_id, new.period());
    needed.person(&new.patient_id, new.period());
    let mut tries = Tries::new();
    loop {
        let mut keys = needed.keys();
        if new.patient_name.is_none() {
            keys.push(Person::key(&new.patient_id));
        }
        let found = db.get_many(keys).await?;
        // A number that another process has taken meanwhile is not met again.
        let mut made = rules::create(new, ids, now);
        if made.patient_name.is_none() {
            let patient = Person::among(&found, &new.patient_id)?;
            made.patient_name = patient.and_then(|patient| patient.name);
        }
        let mut plan = Plan::new(&needed, &found)?;
        occupy(&mut plan, &made)?;
        let booked = Changed {
            after: made,
            events: vec![Kind::Booked],
        };
        let mut transaction = Transaction::new();
        plan.write(&mut transaction, ids);
        write(&mut transaction, &booked, ids)?;
        transaction.complete(completion(&booked.after)?);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(booked.after);
        }
    }
}

/// Moves an appointment, or takes it a step further. One read, one more for
/// the days of what is moved or cancelled, and one transaction.
///
/// # Errors
///
/// There is none, a refusal of [`rules::change`], one of the two is not free,
/// or the store's.
pub async fn change(
    db: &Db,
    id: AppointmentId,
    wanted: &Change,
    actor: &Actor,
    ids: &Ids,
    now: Timestamp,
) -> Result<Appointment> {
    let mut tries = Tries::new();
    loop {
        let before = load(db, id).await?.ok_or(Refusal::NotFound)?;
        let changed = rules::change(&before, wanted, actor, now)?;
        if changed.events.is_empty() && changed.after.status == before.status {
            return Ok(before);
        }
        if commit(db, &before, &changed, ids, &mut tries).await? {
            return Ok(changed.after);
        }
    }
}

/// Completes an appointment whose consultation was held; one that is not known,
/// or is completed or cancelled, is left alone.
///
/// # Errors
///
/// The store's.
pub async fn complete(
    db: &Db,
    id: AppointmentId,
    consulted: &Consulted,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    settle(db, id, ids, |before| {
        rules::complete_with_consultation(before, consulted.clone(), now)
    })
    .await
}

/// Cancels an appointment whose consultation was cancelled; one that is not
/// known, or not open any more, is left alone.
///
/// # Errors
///
/// The store's.
pub async fn cancel_with_consultation(
    db: &Db,
    id: AppointmentId,
    ids: &Ids,
    now: Timestamp,
) -> Result<()> {
    settle(db, id, ids, |before| {
        rules::cancel_with_consultation(before, now)
    })
    .await
}

async fn settle(
    db: &Db,
    id: AppointmentId,
    ids: &Ids,
    rule: impl Fn(&Appointment) -> Option<Changed>,
) -> Result<()> {
    let mut tries = Tries::new();
    loop {
        let Some(before) = load(db, id).await? else {
            return Ok(());
        };
        let Some(changed) = rule(&before) else {
            return Ok(());
        };
        if commit(db, &before, &changed, ids, &mut tries).await? {
            return Ok(());
        }
    }
}

/// Remembers Twilio's id of an appointment's room.
///
/// # Errors
///
/// The store's.
pub async fn saw_room(db: &Db, seen: &Appointment, sid: &str) -> Result<()> {
    let mut tries = Tries::new();
    let mut appointment = seen.clone();
    loop {
        let Some(room) = &appointment.room else {
            return Ok(());
        };
        let room = Some(Room {
            sid: Some(sid.to_owned()),
            ..room.clone()
        });
        let mut transaction = Transaction::new();
        transaction.save(&Appointment {
            room,
            ..appointment
        });
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
        let again = load(db, seen.appointment_id).await?;
        appointment = again.ok_or(Refusal::NotFound)?;
    }
}

/// Commits a change, with the calendar where it takes or frees time; `false`
/// when it is to be judged anew.
async fn commit(
    db: &Db,
    before: &Appointment,
    changed: &Changed,
    ids: &Ids,
    tries: &mut Tries,
) -> Result<bool> {
    let after = &changed.after;
    let is_freed = after.status == AppointmentStatus::Cancelled;
    let mut transaction = Transaction::new();
    if is_freed || after.period != before.period {
        let mut needed = Needed::default();
        for period in [before.period, after.period] {
            needed.person(&before.psychologist_id, period);
            needed.person(&before.patient_id, period);
        }
        let mut plan = Plan::new(&needed, &db.get_many(needed.keys()).await?)?;
        let entry = before.entry();
        plan.release(&before.psychologist_id, before.period, &entry);
        plan.release(&before.patient_id, before.period, &entry);
        if !is_freed {
            occupy(&mut plan, after)?;
        }
        plan.write(&mut transaction, ids);
    }
    write(&mut transaction, changed, ids)?;
    Ok(tries.settled(db.commit(transaction).await).await?)
}

fn write(
    transaction: &mut Transaction,
    changed: &Changed,
    ids: &Ids,
) -> std::result::Result<(), Trouble> {
    let after = &changed.after;
    transaction.save(after);
    transaction.put(&Listing::of(after));
    for kind in &changed.events {
        let event = appointment_event(*kind, after, ids, after.updated_at)?;
        transaction.put(&event);
    }
    Ok(())
}

fn occupy(plan: &mut Plan, appointment: &Appointment) -> std::result::Result<(), Refusal> {
    let (entry, period) = (appointment.entry(), appointment.period);
    if !plan.occupy(&appointment.psychologist_id, period, &entry) {
        return Err(Refusal::PsychologistBusy);
    }
    if !plan.occupy(&appointment.patient_id, period, &entry) {
        return Err(Refusal::PatientBusy);
    }
    Ok(())
}
