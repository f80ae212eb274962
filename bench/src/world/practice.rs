//! A doctor's link and open hours, and a patient's appointments.

use appointments::model::{Appointment, Listing, SessionType};
use appointments::rules::{self, NewAppointment};
use consultations::model::DoctorAvailability;
use ids::{Ids, UserId};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use meeting_links::MeetingLink;
use serde_json::json;
use table::Db;

use crate::Result;
use crate::cases::FIRST_DAY;

const LINK: u64 = 60_982_041_921_314;
const APPOINTMENT: &str = "243928177085256";
/// What a page of the list has.
const OTHERS: i64 = 10;

pub async fn fill(db: &Db, now: Timestamp) -> Result<()> {
    let link: MeetingLink = serde_json::from_value(json!({
        "id": LINK,
        "link": "https://meet.google.com/abc-defg-hij",
        "link_type": "google_meet",
        "doctor_id": "doctor-1",
        "is_active": true,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }))?;
    db.put(&link).await?;
    db.put(&open_hours()?).await?;

    let ids = Ids::at(now);
    let one = Appointment {
        appointment_id: APPOINTMENT.parse()?,
        ..rules::create(&on_day(0)?, &ids, now)
    };
    let others = (1..=OTHERS).map(|day| Ok(rules::create(&on_day(day)?, &ids, now)));
    for appointment in std::iter::once(Ok(one)).chain(others) {
        let appointment: Result<Appointment> = appointment;
        let appointment = Appointment {
            version: 1,
            ..appointment?
        };
        db.put(&appointment).await?;
        db.put(&Listing::of(&appointment)).await?;
    }
    Ok(())
}

/// Morning and afternoon of each working day.
fn open_hours() -> Result<DoctorAvailability> {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let windows = days.into_iter().flat_map(|weekday| {
        [("09:00", "12:30"), ("13:30", "17:30")]
            .map(|(start, end)| json!({ "weekday": weekday, "start_time": start, "end_time": end }))
    });
    Ok(serde_json::from_value(json!({
        "doctor_id": "doctor-1",
        "time_zone": "Europe/London",
        "slot_duration_minutes": 30,
        "weekly": windows.collect::<Vec<_>>(),
        "consultation_fee_hundredths": 5_000,
        "currency": "GBP",
        "exceptions": [],
        "version": 1,
    }))?)
}

fn on_day(day: i64) -> Result<NewAppointment> {
    let day = FIRST_DAY.checked_add(day.days())?;
    let (psychologist_id, patient_id): (UserId, UserId) = ("19".parse()?, "2".parse()?);
    Ok(NewAppointment {
        psychologist_id,
        patient_id,
        patient_name: Some("Bob".to_owned()),
        service_name: "Counselling".to_owned(),
        start: day.to_zoned(TimeZone::UTC)?.timestamp() + 14.hours(),
        minutes: 50,
        session_type: SessionType::Telehealth,
        clinic_id: None,
        fee_hundredths: Some(5_000),
        currency: Some("EUR".to_owned()),
    })
}
