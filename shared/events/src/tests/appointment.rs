use serde_json::{Value, json};

use super::schema::{detail, invocation, spoilt};
use super::{Schema, seed, time, user};
use crate::appointment::{
    Appointment, AppointmentStatus, AppointmentType, Booking, Incoming, Kind, Malformed, SOURCE,
};

fn published() -> Appointment {
    let start_time = time("2026-01-25T23:30:00Z");
    Appointment {
        appointment_id: "1768".to_owned(),
        patient_id: user("7"),
        doctor_id: user("doc_123"),
        clinic_id: None,
        appointment_date: Appointment::day(start_time),
        appointment_type: AppointmentType::Virtual,
        status: AppointmentStatus::Booked,
        consultation_fee: Some(50.0),
        start_time,
        duration_minutes: 60,
    }
}

fn read(kind: Kind, detail: &Value) -> Result<Incoming, Malformed> {
    Incoming::read(kind.detail_type(), detail)
}

fn seeds_booking() -> Booking {
    Booking {
        appointment_id: "789e1552-abfa-42ab-a7a9-b033e8b745f9".to_owned(),
        doctor_id: user("doc_123"),
        patient_id: user("pat_456"),
        clinic_id: Some(1),
        start_time: time("2026-01-25T14:30:00Z"),
        duration_minutes: None,
    }
}

#[test]
fn our_own_is_the_seeds_with_its_time_and_length() {
    let at = time("2026-01-20T08:00:00Z");
    let outgoing = published().outgoing(Kind::Booked, "evt_1".to_owned(), at);
    let outgoing = outgoing.unwrap();
    assert_eq!(outgoing.source, SOURCE);
    assert_eq!(outgoing.detail_type, "appointment.booked");
    assert_eq!((outgoing.event_id.as_str(), outgoing.time), ("evt_1", at));
    let expected = json!({
        "appointment_id": "1768",
        "patient_id": "7",
        "doctor_id": "doc_123",
        "clinic_id": null,
        "appointment_date": "2026-01-25",
        "appointment_type": "VIRTUAL",
        "status": "BOOKED",
        "consultation_fee": 50.0,
        "start_time": "2026-01-25T23:30:00Z",
        "duration_minutes": 60,
    });
    assert_eq!(outgoing.detail, expected.to_string());
    let detail = detail(&outgoing);
    let seeds = seed::appointment();
    assert!(
        seeds
            .as_object()
            .unwrap()
            .keys()
            .all(|field| detail.get(field).is_some())
    );
}

#[test]
fn our_own_keeps_to_its_schema_and_is_read_back() {
    let schema = Schema::read("appointment.published");
    let at = time("2026-01-20T08:00:00Z");
    for kind in Kind::ALL {
        let appointment = Appointment {
            status: match kind {
                Kind::Cancelled => AppointmentStatus::Cancelled,
                Kind::Booked | Kind::Rescheduled => AppointmentStatus::Booked,
            },
            clinic_id: Some(1),
            ..published()
        };
        let outgoing = appointment.outgoing(kind, "evt_1".to_owned(), at).unwrap();
        let detail = detail(&outgoing);
        schema.must_allow(&detail);
        for wrong in spoilt(&detail) {
            assert!(!schema.allows(&wrong), "{wrong}");
        }
        Schema::read(kind.detail_type()).must_allow(&detail);
        let booking = Booking {
            appointment_id: "1768".to_owned(),
            doctor_id: user("doc_123"),
            patient_id: user("7"),
            clinic_id: Some(1),
            start_time: time("2026-01-25T23:30:00Z"),
            duration_minutes: Some(60),
        };
        let appointment_id = booking.appointment_id.clone();
        let expected = match kind {
            Kind::Booked => Incoming::Booked(booking),
            Kind::Rescheduled => Incoming::Rescheduled(booking),
            Kind::Cancelled => Incoming::Cancelled { appointment_id },
        };
        assert_eq!(read(kind, &detail), Ok(expected));
    }
}

#[test]
fn the_seeds_appointment_is_taken_once_it_has_a_time() {
    let schema = Schema::read("appointment.booked");
    assert!(!schema.allows(&seed::appointment()));
    let missing = Err(Malformed::Missing("start_time"));
    assert_eq!(read(Kind::Booked, &seed::appointment()), missing);
    assert_eq!(read(Kind::Rescheduled, &seed::appointment()), missing);

    let bare = seed::timed_appointment();
    let wrapped = json!({
        "event_type": "appointment.booked",
        "timestamp": "2026-01-20T08:00:00Z",
        "data": bare,
    });
    for detail in [&bare, &wrapped] {
        schema.must_allow(detail);
        let taken = read(Kind::Booked, detail);
        assert_eq!(taken, Ok(Incoming::Booked(seeds_booking())));
        let moved = read(Kind::Rescheduled, detail);
        assert_eq!(moved, Ok(Incoming::Rescheduled(seeds_booking())));
    }
    assert_eq!(seeds_booking().minutes(), 30);
}

#[test]
fn the_invocation_events_are_what_is_taken() {
    for kind in Kind::ALL {
        let file = kind.detail_type().replace('.', "-");
        let event = invocation(&format!("consultation-intake/{file}.json"));
        assert_eq!(event["detail-type"], kind.detail_type());
        Schema::read(kind.detail_type()).must_allow(&event["detail"]);
        let taken = read(kind, &event["detail"]);
        assert!(
            !matches!(taken, Err(_) | Ok(Incoming::Ignored(_))),
            "{taken:?}"
        );
    }
}
