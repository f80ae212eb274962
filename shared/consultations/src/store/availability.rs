use calendar::{Day, Period};
use ids::UserId;
use outcome::Trouble;
use table::{Db, Key, Transaction, Tries};

use crate::model::DoctorAvailability;
use crate::store::Result;

/// A doctor's availability; `None` where it was never set. One call.
///
/// # Errors
///
/// The store's.
pub async fn load_availability(
    db: &Db,
    doctor: &UserId,
) -> std::result::Result<Option<DoctorAvailability>, Trouble> {
    db.get(DoctorAvailability::key(doctor)).await
}

/// A doctor's availability, and the doctor's time that is taken.
#[derive(Debug)]
pub struct OpenTime {
    /// When the doctor can be consulted.
    pub availability: DoctorAvailability,
    /// What is taken of that, whatever for. What crosses midnight may stand
    /// here twice.
    pub busy: Vec<Period>,
}

/// A doctor's availability and the taken time of the days that a period
/// touches; `None` where it was never set. One call.
///
/// # Errors
///
/// The store's.
pub async fn load_open(
    db: &Db,
    doctor: &UserId,
    reach: Period,
) -> std::result::Result<Option<OpenTime>, Trouble> {
    let key = DoctorAvailability::key(doctor);
    let days: Vec<Key> = reach.days().map(|date| Day::key(doctor, date)).collect();
    let all = days.iter().cloned().chain([key.clone()]).collect();
    let found = db.get_many(all).await?;
    let Some(availability) = found.read(&key)? else {
        return Ok(None);
    };
    let mut busy = Vec::new();
    for key in &days {
        let day: Option<Day> = found.read(key)?;
        busy.extend(
            day.into_iter()
                .flat_map(|day| day.busy)
                .map(|busy| busy.period),
        );
    }
    Ok(Some(OpenTime { availability, busy }))
}

/// Stores a doctor's availability in place of what was set before; of several
/// at once the last one stays. What counts its changes is taken over, so that
/// who has judged by the one before is told.
///
/// # Errors
///
/// The store's.
pub async fn save_availability(db: &Db, wanted: &DoctorAvailability) -> Result<()> {
    let mut tries = Tries::new();
    loop {
        let stored = load_availability(db, &wanted.doctor_id).await?;
        let saved = DoctorAvailability {
            version: stored.map_or(0, |stored| stored.version),
            ..wanted.clone()
        };
        let mut transaction = Transaction::new();
        transaction.save(&saved);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
    }
}
