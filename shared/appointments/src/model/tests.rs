use events::appointment::Kind;
use ids::{Ids, UserId};
use jiff::Timestamp;
use table::Entity;

use crate::model::{AppointmentId, Listing, SessionType, appointment_event};
use crate::rules::{NewAppointment, create};

fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

#[test]
fn where_everything_lives() {
    let now: Timestamp = "2027-01-25T14:00:00Z".parse().unwrap();
    let ids = Ids::at(now);
    let new = NewAppointment {
        psychologist_id: user("19"),
        patient_id: user("2"),
        patient_name: None,
        service_name: "Therapy".to_owned(),
        start: "2027-01-26T14:00:00Z".parse().unwrap(),
        minutes: 60,
        session_type: SessionType::Telehealth,
        clinic_id: None,
        fee_hundredths: Some(5_000),
        currency: None,
    };
    let mut made = create(&new, &ids, now);
    // Numbers hold chance.
    made.appointment_id = "243928177085256".parse().unwrap();
    let event = appointment_event(Kind::Booked, &made, &ids, now).unwrap();
    let mut event_keys = event.keys();
    event_keys.primary.sk.truncate("EVENT#evt_".len());
    insta::assert_debug_snapshot!([made.keys(), Listing::of(&made).keys(), event_keys]);
}

#[test]
fn a_number_is_read_as_it_is_written() {
    assert_eq!(
        "47".parse().map(|id: AppointmentId| id.to_string()),
        Ok("47".to_owned())
    );
    for wrong in ["", "047", "+47", "-1", "4.7", "x", "99999999999999999999"] {
        assert!(wrong.parse::<AppointmentId>().is_err(), "{wrong}");
    }
}
