use calendar::Plan;
use ids::Ids;
use table::{Db, Transaction, Tries, Versioned, Write};

use crate::Refusal;
use crate::model::{ClinicAppointment, Consultation, DoctorAvailability};
use crate::rules::{self, Change, NewConsultation};
use crate::store::commit::{needed, occupy, write};
use crate::store::{Result, load};

/// What came of the wish for a consultation.
#[derive(Clone, Debug)]
pub enum Created {
    /// It is made as was wished.
    New,
    /// Its appointment had one, which is still open.
    There(Box<Consultation>),
}

/// Stores a new consultation, unless its appointment has one.
/// `within_availability` binds it to the hours that the doctor has set. One
/// read and one transaction.
///
/// # Errors
///
/// The appointment is not known or does not agree, one of the two is not free,
/// or the store's.
pub async fn create(
    db: &Db,
    new: &NewConsultation,
    made: &Change,
    within_availability: bool,
    ids: &Ids,
    completion: Option<Write>,
) -> Result<Created> {
    let needed = needed(&made.after);
    let mut tries = Tries::new();
    loop {
        let mut keys = needed.keys();
        keys.extend(new.appointment_id.as_ref().map(ClinicAppointment::key));
        if within_availability {
            keys.push(DoctorAvailability::key(&new.doctor_id));
        }
        let found = db.get_many(keys).await?;

        let mut transaction = Transaction::new();
        if let Some(id) = &new.appointment_id {
            let known: Option<ClinicAppointment> = found.read(&ClinicAppointment::key(id))?;
            rules::agrees(new, known.as_ref())?;
            let known = known.ok_or(Refusal::AppointmentNotFound)?;
            if let Some(consultation_id) = known.consultation_id {
                let there = load(db, consultation_id).await?.ok_or(Refusal::NotFound)?;
                return if there.is_open() {
                    Ok(Created::There(Box::new(there)))
                } else {
                    Err(Refusal::AppointmentOver.into())
                };
            }
            transaction.save(&ClinicAppointment {
                consultation_id: Some(new.consultation_id),
                ..known
            });
        }
        if within_availability {
            let key = DoctorAvailability::key(&new.doctor_id);
            let set: Option<DoctorAvailability> = found.read(&key)?;
            if set
                .as_ref()
                .is_some_and(|set| !rules::availability::holds(set, new.period))
            {
                return Err(Refusal::OutsideAvailability.into());
            }
            let version = set.as_ref().map_or(0, Versioned::version);
            transaction.unchanged(key, version);
        }
        let mut plan = Plan::new(&needed, &found)?;
        occupy(&mut plan, &made.after)?;
        plan.write(&mut transaction, ids);
        write(&mut transaction, None, made, ids)?;
        transaction.complete(completion.clone());
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(Created::New);
        }
    }
}
