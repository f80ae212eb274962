use calendar::Plan;
use ids::Ids;
use table::{Db, Transaction, Tries, Versioned, Write};

use crate::Refusal;
use crate::model::{AppointmentId, ClinicAppointment, Consultation, DoctorAvailability};
use crate::rules::{self, Change, NewConsultation};
use crate::store::commit::{needed, occupy, write};
use crate::store::{Result, load};

/// The consultation that an appointment's booking has made, while it is open.
/// Two reads.
///
/// # Errors
///
/// The appointment is not known, does not agree, or is over, or the store's.
pub async fn of_appointment(
    db: &Db,
    appointment_id: &AppointmentId,
    new: &NewConsultation,
) -> Result<Consultation> {
    let known = db.get(ClinicAppointment::key(appointment_id)).await?;
    let consultation_id = rules::agrees(new, known.as_ref())?;
    let there = load(db, consultation_id).await?.ok_or(Refusal::NotFound)?;
    if there.is_open() {
        Ok(there)
    } else {
        Err(Refusal::AppointmentOver.into())
    }
}

/// Stores a new consultation. `within_availability` binds it to the hours that
/// the doctor has set. One read and one transaction.
///
/// # Errors
///
/// The doctor is not available, one of the two is not free, or the store's.
pub async fn create(
    db: &Db,
    new: &NewConsultation,
    made: &Change,
    within_availability: bool,
    ids: &Ids,
    completion: Option<Write>,
) -> Result<()> {
    let needed = needed(&made.after);
    let mut tries = Tries::new();
    loop {
        let mut keys = needed.keys();
        if within_availability {
            keys.push(DoctorAvailability::key(&new.doctor_id));
        }
        let found = db.get_many(keys).await?;

        let mut transaction = Transaction::new();
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
            return Ok(());
        }
    }
}
