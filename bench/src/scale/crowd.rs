use calendar::{Day, Period, Slot};
use consultations::model::{ConsultationId, Listing};
use consultations::rules::{NewConsultation, create};
use futures::stream::{self, TryStreamExt};
use ids::{Ids, UserId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use runtime::Clock;
use table::{Db, Transaction};
use tutoring::model::{Acquaintance, Booking, BookingStatus, ProfileRole};

use crate::world::profile;
use crate::{Error, Result};

/// What one neighbour brings: a profile and its two topics, a day with slots,
/// a booking and whom it made acquainted, a consultation with its listing.
const ITEMS_EACH: u64 = 8;
/// As many as go into one transaction.
const AT_ONCE: u64 = 12;
const WRITERS: usize = 4;
/// Days are spread over ten years from today.
const DAYS: u64 = 3_650;

/// Everybody else. None of the reads asks for any of them.
#[derive(Default)]
pub struct Crowd {
    people: u64,
}

impl Crowd {
    /// Grows to this many items.
    pub async fn grow(&mut self, db: &Db, items: u64) -> Result<()> {
        let now = Clock::system().now();
        let (from, to) = (self.people, items / ITEMS_EACH);
        let first_of_each = (from..to).step_by(usize::try_from(AT_ONCE)?);
        stream::iter(first_of_each.map(Ok::<u64, Error>))
            .try_for_each_concurrent(WRITERS, |first| async move {
                let mut transaction = Transaction::new();
                for person in first..to.min(first + AT_ONCE) {
                    add(&mut transaction, person, now)?;
                }
                let committed = db.commit(transaction).await;
                committed.map_err(|_| "the crowd was refused".into())
            })
            .await?;
        self.people = to;
        Ok(())
    }
}

fn add(transaction: &mut Transaction, number: u64, now: Timestamp) -> Result<()> {
    let ids = Ids::at(now);
    let user = |kind: &str| -> Result<UserId> { Ok(format!("{kind}-of-{number}").parse()?) };
    let (teacher, student) = (user("teacher")?, user("student")?);

    let mut their = profile(&teacher, ProfileRole::Teacher, "Neighbour", now);
    their.topics = vec![format!("Subject{} Chess", number % 500)];
    transaction.put(&their);
    for topic in their.topics_to_index() {
        transaction.put(&topic);
    }

    let date: Date = now.to_zoned(TimeZone::UTC).date();
    let date = date.checked_add(i64::try_from(1 + number % DAYS)?.days())?;
    let start = date.to_zoned(TimeZone::UTC)?.timestamp() + 9.hours();
    let period = Period::new(start, start + 1.hour()).ok_or("no period")?;
    let mut day = Day::empty(teacher.clone(), date);
    day.slots.push(Slot::free(period, &ids));
    transaction.put(&day);

    transaction.put(&Acquaintance::new(&student, &teacher));
    transaction.put(&Booking {
        booking_id: ids.next(),
        student_id: student,
        teacher_id: teacher,
        period,
        status: BookingStatus::Pending,
        created_at: now,
        version: 1,
    });
    let (doctor, patient) = (user("doctor")?, user("patient")?);
    consultation(transaction, ids.next(), doctor, patient, period, now)
}

/// A consultation as a request makes it.
pub fn consultation(
    transaction: &mut Transaction,
    consultation_id: ConsultationId,
    doctor_id: UserId,
    patient_id: UserId,
    period: Period,
    now: Timestamp,
) -> Result<()> {
    let new = NewConsultation {
        consultation_id,
        appointment_id: None,
        doctor_id,
        patient_id,
        clinic_id: None,
        chief_complaint: Some("Headache".to_owned()),
        period,
    };
    let change = create(&new, None, now);
    transaction.put(&change.after);
    transaction.put(&Listing::of(&change.after));
    Ok(())
}
