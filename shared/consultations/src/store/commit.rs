use calendar::{Needed, Plan};
use ids::{Actor, Ids};
use intents::Intent;
use jiff::Timestamp;
use outcome::Trouble;
use table::{Db, Lost, Transaction, Tries};

use crate::Refusal;
use crate::model::{
    AuditEvent, ClinicAppointment, Consultation, ConsultationId, Listing, MeetingPointer,
};
use crate::rules::{self, Change};
use crate::store::{Result, load};

/// Commits what a command makes of a consultation.
///
/// # Errors
///
/// See [`table::Lost`].
pub async fn commit(
    db: &Db,
    before: &Consultation,
    change: &Change,
    ids: &Ids,
) -> std::result::Result<(), Lost> {
    let mut transaction = Transaction::new();
    write(&mut transaction, Some(before), change, ids)?;
    db.commit(transaction).await
}

/// A consultation after it was judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// As it is now.
    pub consultation: Consultation,
    /// Whether it had to be changed for that.
    pub has_changed: bool,
    /// The meeting that is over with the change, to be ended at Chime.
    pub over: Option<String>,
}

/// Changes a consultation as `judge` says; what it says `None` to stays as it
/// is. One read, and one transaction where it changes.
///
/// # Errors
///
/// There is none, a refusal of `judge`, or the store's.
pub async fn change(
    db: &Db,
    id: ConsultationId,
    ids: &Ids,
    judge: impl Fn(&Consultation) -> std::result::Result<Option<Change>, Refusal>,
) -> Result<Judged> {
    let mut tries = Tries::new();
    loop {
        let before = load(db, id).await?.ok_or(Refusal::NotFound)?;
        let Some(change) = judge(&before)? else {
            return Ok(Judged {
                consultation: before,
                has_changed: false,
                over: None,
            });
        };
        if tries
            .settled(commit(db, &before, &change, ids).await)
            .await?
        {
            return Ok(Judged {
                consultation: change.after,
                has_changed: true,
                over: change.over,
            });
        }
    }
}

/// Puts a change into a transaction.
pub(super) fn write(
    transaction: &mut Transaction,
    before: Option<&Consultation>,
    change: &Change,
    ids: &Ids,
) -> std::result::Result<(), Trouble> {
    let after = &change.after;
    transaction.save(after);
    let listing = Listing::of(after);
    if before.map(Listing::of).as_ref() != Some(&listing) {
        transaction.put(&listing);
    }
    for event in AuditEvent::all_of(change, ids)? {
        transaction.put(&event);
    }
    let was_on = before.and_then(|before| before.meeting.as_ref());
    if let Some(on) = after.meeting.as_ref().filter(|on| Some(*on) != was_on) {
        transaction.put(&MeetingPointer {
            meeting_id: on.meeting_id.clone(),
            consultation_id: after.consultation_id,
            made_at: change.at,
        });
        let token = after.consultation_id.meeting_token(on.ended_before);
        transaction.delete(Intent::key_of_token(&token));
    }
    if let Some(over) = &change.over {
        transaction.put(&Intent::end_meeting(over.clone(), change.at));
    }
    Ok(())
}

/// Cancels a consultation for a person, with its appointment, and frees the
/// time of both. Two reads and one transaction; who is judged anew reads once,
/// so that others who keep changing the consultation do not always win.
///
/// # Errors
///
/// There is none, a refusal of [`rules::cancel`], or the store's.
pub async fn cancel(
    db: &Db,
    id: ConsultationId,
    actor: &Actor,
    reason: Option<String>,
    ids: &Ids,
    now: Timestamp,
) -> Result<Change> {
    let mut tries = Tries::new();
    let mut before = load(db, id).await?.ok_or(Refusal::NotFound)?;
    rules::cancel(&before, actor, reason.clone(), now)?;
    loop {
        let needed = needed(&before);
        let mut keys = needed.keys();
        keys.push(Consultation::key(id));
        keys.extend(before.appointment_id.as_ref().map(ClinicAppointment::key));
        let found = db.get_many(keys).await?;
        let period = before.period;
        before = found
            .read(&Consultation::key(id))?
            .ok_or(Refusal::NotFound)?;
        let change = rules::cancel(&before, actor, reason.clone(), now)?;
        if before.period != period {
            tries.settled(Err(Lost::Anew)).await?;
            continue;
        }

        let mut transaction = Transaction::new();
        write(&mut transaction, Some(&before), &change, ids)?;
        let mut plan = Plan::new(&needed, &found)?;
        release(&mut plan, &before);
        plan.write(&mut transaction, ids);
        if let Some(appointment_id) = &before.appointment_id {
            let known: Option<ClinicAppointment> =
                found.read(&ClinicAppointment::key(appointment_id))?;
            if let Some(known) = known {
                transaction.save(&ClinicAppointment {
                    cancelled: true,
                    ..known
                });
            }
        }
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(change);
        }
    }
}

/// The days in which a consultation takes time.
pub(super) fn needed(consultation: &Consultation) -> Needed {
    let mut needed = Needed::default();
    needed.person(&consultation.doctor_id, consultation.period);
    needed.person(&consultation.patient_id, consultation.period);
    needed
}

/// Gives the time of both back.
pub(super) fn release(plan: &mut Plan, consultation: &Consultation) {
    let entry = consultation.entry();
    plan.release(&consultation.doctor_id, consultation.period, &entry);
    plan.release(&consultation.patient_id, consultation.period, &entry);
}

/// Takes the time of both.
pub(super) fn occupy(
    plan: &mut Plan,
    consultation: &Consultation,
) -> std::result::Result<(), Refusal> {
    let entry = consultation.entry();
    if !plan.occupy(&consultation.doctor_id, consultation.period, &entry) {
        return Err(Refusal::DoctorBusy);
    }
    if !plan.occupy(&consultation.patient_id, consultation.period, &entry) {
        return Err(Refusal::PatientBusy);
    }
    Ok(())
}
