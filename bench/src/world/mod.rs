//! What the functions find: the people and what `events/` speak of, and a free
//! slot on each of many days.

mod live;
mod practice;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::Arc;

use calendar::{Period, Slot};
use ids::{Ids, UserId};
use jiff::civil::time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use runtime::{Base, Clock, Settings};
use table::{Db, Gate, Meter, Transaction};
use tutoring::model::{
    Acquaintance, Attendee, Booking, BookingStatus, LiveMeeting, Meeting, Profile, ProfileRole,
    Session, Side,
};
use tutoring::store::{Offer, offer};

use crate::Result;
use crate::cases::FIRST_DAY;
use crate::scale::crowd::consultation;
use crate::stand_ins::{ATTENDEE, MEETING};
use crate::store::TABLE;

const BOOKING: &str = "bkg_01890a5d5b6c7d8e9f00112233445566";
const CONSULTATION: &str = "sess_01890a5d5b6c7d8e9f00112233445566";
const SLOTS_AT_ONCE: i64 = 49;

/// The table of a DynamoDB, as functions write to it.
pub fn table(at: SocketAddr) -> Result<Db> {
    let url = format!("http://{at}");
    let settings = HashMap::from([
        ("TABLE_NAME", TABLE),
        ("AWS_ENDPOINT_URL_DYNAMODB", url.as_str()),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
    ]);
    let settings = Settings::read(|name| settings.get(name).map(|value| (*value).to_owned()))?;
    let base = Base::new(settings, Clock::system());
    Ok(Db::new(
        base.table,
        Gate::open(),
        Arc::new(Meter::default()),
    ))
}

/// Fills it, with free slots on these days, counted from the first one.
pub async fn fill(db: &Db, days: Range<i64>) -> Result<()> {
    let now = Clock::system().now();
    let (student, teacher): (UserId, UserId) = ("student-1".parse()?, "teacher-1".parse()?);
    db.put(&profile(&student, ProfileRole::Student, "Bob", now))
        .await?;
    let ada = profile(&teacher, ProfileRole::Teacher, "Ada Lovelace", now);
    for topic in ada.topics_to_index() {
        db.put(&topic).await?;
    }
    db.put(&ada).await?;
    db.put(&Acquaintance::new(&student, &teacher)).await?;

    let start = FIRST_DAY.yesterday()?.to_zoned(TimeZone::UTC)?.timestamp();
    let booking = Booking {
        booking_id: BOOKING.parse()?,
        student_id: student,
        teacher_id: teacher.clone(),
        period: Period::new(start, start + 1.hour()).ok_or("no period")?,
        status: BookingStatus::Pending,
        created_at: now,
        version: 1,
    };
    db.put(&booking).await?;
    in_meeting(db, &booking, now).await?;
    practice::fill(db, now).await?;
    live::fill(db, now).await?;

    let mut transaction = Transaction::new();
    let (doctor, patient) = ("doctor-1".parse()?, "patient-1".parse()?);
    let id = CONSULTATION.parse()?;
    consultation(&mut transaction, id, doctor, patient, booking.period, now)?;
    db.commit(transaction)
        .await
        .map_err(|_| "the consultation was refused")?;

    let ids = Ids::at(now);
    for first in days.clone().step_by(usize::try_from(SLOTS_AT_ONCE)?) {
        let last = days.end.min(first + SLOTS_AT_ONCE);
        let slots = (first..last).map(|day| slot(day, &ids));
        let slots = slots.collect::<Result<_>>()?;
        let teacher = teacher.clone();
        offer(db, &Offer { teacher, slots }, &ids, None)
            .await
            .map_err(|_| "a slot was refused")?;
    }
    Ok(())
}

/// The session of a booking, with its meeting, which the student has entered.
async fn in_meeting(db: &Db, booking: &Booking, now: Timestamp) -> Result<()> {
    let on = LiveMeeting {
        meeting_id: MEETING.to_owned(),
        data: "{}".to_owned(),
    };
    db.put(&Session {
        meeting: Some(on),
        version: 1,
        ..Session::new(booking.booking_id, now)
    })
    .await?;
    db.put(&Meeting {
        meeting_id: MEETING.to_owned(),
        booking_id: booking.booking_id,
        student_id: booking.student_id.clone(),
        teacher_id: booking.teacher_id.clone(),
        ended: false,
    })
    .await?;
    let attendee = Attendee {
        meeting_id: MEETING.to_owned(),
        attendee_id: ATTENDEE.to_owned(),
        external_user_id: Side::Student.external_user_id().to_owned(),
        stored_by: Ids::at(now).uuid(),
    };
    Ok(db.put(&attendee).await?)
}

/// 10:00 to 11:00, which the event books.
fn slot(day: i64, ids: &Ids) -> Result<Slot> {
    let day = FIRST_DAY.checked_add(day.days())?;
    let start = day.to_datetime(time(10, 0, 0, 0)).to_zoned(TimeZone::UTC)?;
    let start = start.timestamp();
    let period = Period::new(start, start + 1.hour()).ok_or("no period")?;
    Ok(Slot::free(period, ids))
}

/// A profile that is complete.
pub fn profile(user: &UserId, role: ProfileRole, name: &str, now: Timestamp) -> Profile {
    Profile {
        user_id: user.clone(),
        role,
        name: name.to_owned(),
        email: Some(format!("{user}@example.com")),
        bio: None,
        topics: vec!["Applied Maths".to_owned()],
        photo_url: None,
        time_zone: Some("Europe/London".to_owned()),
        rating_sum: 0,
        rating_count: 0,
        has_bookings: true,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}
