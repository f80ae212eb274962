use std::fmt::Write;

use serde_json::json;
use table::{Entity, Keys};

use super::*;
use crate::fixtures::{
    active, appointment_id, at, consultation_id, ids, meeting, period, scheduled, user, wanted,
};
use crate::rules::create;

fn list(name: &str, keys: &Keys, text: &mut String) {
    let Keys {
        primary,
        first,
        second,
        expires_at,
    } = keys;
    writeln!(
        text,
        "{name}\n  primary     {} | {}",
        primary.pk, primary.sk
    )
    .unwrap();
    for (index, key) in [("first", first), ("second", second)] {
        if let Some(key) = key {
            writeln!(text, "  {index:<11} {} | {}", key.pk, key.sk).unwrap();
        }
    }
    if let Some(at) = expires_at {
        writeln!(text, "  expires_at  {at}").unwrap();
    }
}

fn completed() -> Consultation {
    Consultation {
        status: Status::Completed,
        ..scheduled()
    }
}

fn availability() -> DoctorAvailability {
    DoctorAvailability {
        doctor_id: user("doctor"),
        time_zone: "Europe/Berlin".to_owned(),
        slot_duration_minutes: 30,
        weekly: vec![],
        consultation_fee_hundredths: 5_000,
        currency: "USD".to_owned(),
        exceptions: vec![],
        version: 1,
    }
}

#[test]
fn where_everything_lives() {
    let nobody_in = Consultation {
        doctor: Presence::default(),
        patient: Presence::default(),
        ..active()
    };
    let pointer = MeetingPointer {
        meeting_id: "2f3d".to_owned(),
        consultation_id: consultation_id(),
        made_at: at("2027-01-25T10:00:15Z"),
    };
    let made = create(&wanted(), None, scheduled().created_at);
    let events = AuditEvent::all_of(&made, &ids()).unwrap();
    let appointment = ClinicAppointment::unknown(appointment_id());
    let listed = Listing::of(&scheduled());
    let mut text = String::new();
    list("Consultation, open", &scheduled().keys(), &mut text);
    list("Consultation, both in", &active().keys(), &mut text);
    list("Consultation, nobody in", &nobody_in.keys(), &mut text);
    list("Consultation, closed", &completed().keys(), &mut text);
    list("Listing", &listed.keys(), &mut text);
    list("AuditEvent", &events[0].keys(), &mut text);
    list("MeetingPointer", &pointer.keys(), &mut text);
    list("ClinicAppointment", &appointment.keys(), &mut text);
    list("DoctorAvailability", &availability().keys(), &mut text);
    insta::assert_snapshot!(text);
}

#[test]
fn only_what_is_open_is_due() {
    for status in [Status::Completed, Status::Cancelled, Status::NoShow] {
        let closed = Consultation {
            status,
            ..scheduled()
        };
        assert_eq!((closed.due(), closed.keys().first), (None, None));
    }
    for status in [Status::Scheduled, Status::Waiting, Status::Active] {
        let open = Consultation {
            status,
            ..scheduled()
        };
        assert!(open.due().is_some() && open.keys().first.is_some());
    }
}

#[test]
fn events_sort_by_their_place_in_the_trail() {
    let made = create(&wanted(), None, scheduled().created_at);
    let event = AuditEvent::all_of(&made, &ids()).unwrap().remove(0);
    let sk = |number| {
        let at = AuditEvent {
            number,
            ..event.clone()
        };
        at.keys().primary.sk
    };
    assert!(sk(9) < sk(10) && sk(9_999_999) < sk(10_000_000));
}

/// The calendar knows an appointment and its consultation as one.
#[test]
fn an_appointment_and_its_consultation_are_one_entry() {
    let clinic_based = Consultation {
        appointment_id: Some(appointment_id()),
        ..scheduled()
    };
    assert_eq!(clinic_based.booking_type(), BookingType::ClinicBased);
    assert_eq!(clinic_based.entry(), appointment_id().entry());
    assert_eq!(scheduled().booking_type(), BookingType::DirectDoctor);
    assert_ne!(scheduled().entry(), clinic_based.entry());
}

#[test]
fn a_listing_follows_status_and_time() {
    let listed = Listing::of(&scheduled());
    assert_eq!(Listing::of(&completed()).status, Status::Completed);
    let moved = Consultation {
        period: period("2027-01-26T10:00:00Z", "2027-01-26T10:30:00Z"),
        ..scheduled()
    };
    assert_ne!(Listing::of(&moved).keys(), listed.keys());
}

#[test]
fn each_meeting_has_a_token_of_its_own() {
    let token = |ended| consultation_id().meeting_token(ended);
    assert_ne!(token(0), token(1));
    // Chime takes 2 to 64 characters.
    assert!(token(u32::MAX).len() <= 64);
}

#[test]
fn the_id_of_an_appointment_is_any_readable_text() {
    use input::Field;
    let read = |value| AppointmentId::read(&value).map(|id| id.to_string());
    assert_eq!(
        read(json!(" 789e1552-abfa ")),
        Ok("789e1552-abfa".to_owned())
    );
    assert_eq!(read(json!(17)), Ok("17".to_owned()));
    assert!(read(json!("x".repeat(128))).is_ok());
    let wrong = [
        json!(""),
        json!("  "),
        json!("x".repeat(129)),
        json!("a\u{0}b"),
        json!(-1),
        json!(1.5),
        json!(null),
    ];
    for value in wrong {
        assert!(read(value.clone()).is_err(), "{value}");
    }
}

/// What was stored before is read the same.
#[test]
fn a_consultation_is_stored_by_these_names() {
    let stored = serde_json::to_value(active()).unwrap();
    assert_eq!(stored["status"], "ACTIVE");
    assert_eq!(stored["start"], "2027-01-25T10:00:00Z");
    assert_eq!(stored["meeting"]["meeting_id"], meeting(0).meeting_id);
    assert_eq!(stored["doctor"]["left_at"], json!(null));
    let read: Consultation = serde_json::from_value(stored).unwrap();
    assert_eq!(read, active());
}
