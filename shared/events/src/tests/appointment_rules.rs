use serde_json::{Value, json};

use super::{Schema, seed, time};
use crate::appointment::{Ignored, Incoming, Malformed};

pub(super) fn with(field: &str, value: Value) -> Value {
    let mut detail = seed::timed_appointment();
    detail[field] = value;
    detail
}

pub(super) fn booked(detail: &Value) -> Result<Incoming, Malformed> {
    Incoming::read("appointment.booked", detail)
}

#[test]
fn ids_may_be_numbers_and_numbers_may_have_a_point() {
    let schema = Schema::read("appointment.booked");
    let mut detail = with("appointment_id", json!(42.0));
    detail["doctor_id"] = json!(1);
    detail["patient_id"] = json!("2");
    detail["clinic_id"] = json!("17");
    detail["duration_minutes"] = json!(45.0);
    detail["start_time"] = json!("2026-01-25T14:30:59.9+02:00");
    detail["appointment_type"] = json!("virtual");
    detail["status"] = Value::Null;
    schema.must_allow(&detail);
    let Ok(Incoming::Booked(booking)) = booked(&detail) else {
        panic!("not taken");
    };
    assert_eq!(booking.appointment_id, "42");
    assert_eq!(booking.doctor_id.as_str(), "1");
    assert_eq!(booking.clinic_id, Some(17));
    assert_eq!(booking.start_time, time("2026-01-25T12:30:59Z"));
    assert_eq!(booking.minutes(), 45);
}

#[test]
fn what_is_not_about_a_consultation_is_ignored_with_or_without_a_time() {
    let not_virtual = Ok(Incoming::Ignored(Ignored::NotVirtual));
    let not_booked = Ok(Incoming::Ignored(Ignored::NotBooked));
    let moved = |detail: &Value| Incoming::read("appointment.rescheduled", detail);
    for mut detail in [seed::appointment(), seed::timed_appointment()] {
        detail["status"] = json!("CANCELLED");
        assert_eq!(booked(&detail), not_booked);
        detail["appointment_type"] = json!("IN_PERSON");
        assert_eq!(booked(&detail), not_virtual);
        assert_eq!(moved(&detail), not_virtual);
    }
    let by_another_name = moved(&with("status", json!("RESCHEDULED")));
    assert!(matches!(by_another_name, Ok(Incoming::Rescheduled(_))));
}

#[test]
fn a_cancellation_needs_the_id_alone() {
    let schema = Schema::read("appointment.cancelled");
    let cancelled = |detail: &Value| Incoming::read("appointment.cancelled", detail);
    let mut in_clinic = with("appointment_type", json!("IN_PERSON"));
    in_clinic["appointment_id"] = json!(42);
    for detail in [
        json!({ "appointment_id": "42" }),
        json!({ "data": { "appointment_id": 42 } }),
        in_clinic,
    ] {
        schema.must_allow(&detail);
        let appointment_id = "42".to_owned();
        assert_eq!(
            cancelled(&detail),
            Ok(Incoming::Cancelled { appointment_id })
        );
    }
    let missing = Err(Malformed::Missing("appointment_id"));
    assert_eq!(cancelled(&json!({ "doctor_id": "1" })), missing);
}
