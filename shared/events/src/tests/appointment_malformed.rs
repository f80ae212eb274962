use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::appointment_rules::{booked, with};
use super::{Schema, seed};
use crate::appointment::{Incoming, Kind, Malformed};

#[test]
fn what_is_wrong_is_told_without_what_the_event_holds() {
    let schema = Schema::read("appointment.booked");
    let secret = "SECRET\u{7}";
    let user = Malformed::UserId;
    for (field, value, reason) in [
        ("appointment_id", json!(secret), Malformed::AppointmentId),
        ("appointment_id", json!(" "), Malformed::AppointmentId),
        (
            "appointment_id",
            json!("ä".repeat(129)),
            Malformed::AppointmentId,
        ),
        ("appointment_id", json!(1.5), Malformed::AppointmentId),
        (
            "appointment_id",
            Value::Null,
            Malformed::Missing("appointment_id"),
        ),
        ("doctor_id", json!(secret), user("doctor_id")),
        ("patient_id", json!(-1), user("patient_id")),
        ("patient_id", json!(["SECRET"]), user("patient_id")),
        ("clinic_id", json!("SECRET"), Malformed::ClinicId),
        ("clinic_id", json!(1.5), Malformed::ClinicId),
        (
            "appointment_type",
            json!(1),
            Malformed::NotText("appointment_type"),
        ),
        ("status", json!(true), Malformed::NotText("status")),
        (
            "start_time",
            json!("2026-01-25T14:30:00"),
            Malformed::StartTime,
        ),
        (
            "start_time",
            json!("2026-01-25T14:30:00+0200"),
            Malformed::StartTime,
        ),
        (
            "start_time",
            json!("2026-01-25 14:30:00Z"),
            Malformed::StartTime,
        ),
        (
            "start_time",
            json!("20260125T143000Z"),
            Malformed::StartTime,
        ),
        (
            "start_time",
            json!("2026-02-30T14:30:00Z"),
            Malformed::StartTime,
        ),
        ("start_time", json!(1_769_351_400), Malformed::StartTime),
        ("duration_minutes", json!(14), Malformed::DurationMinutes),
        ("duration_minutes", json!(241), Malformed::DurationMinutes),
        ("duration_minutes", json!(30.5), Malformed::DurationMinutes),
        (
            "duration_minutes",
            json!("SECRET"),
            Malformed::DurationMinutes,
        ),
    ] {
        let detail = with(field, value);
        assert!(!schema.allows(&detail), "{detail}");
        assert_eq!(booked(&detail), Err(reason), "{detail}");
        let told = reason.to_string();
        assert!(
            told.starts_with(field) && !told.contains("SECRET"),
            "{told}"
        );
    }
    // A schema cannot compare two fields, nor times.
    let alone = with("doctor_id", json!("pat_456"));
    assert_eq!(booked(&alone), Err(Malformed::SamePerson));
    let last = with("start_time", json!("9999-12-30T18:00:00Z"));
    assert!(booked(&last).is_ok());
    let too_late = with("start_time", json!("9999-12-30T18:00:01Z"));
    assert_eq!(booked(&too_late), Err(Malformed::NoEnd));
}

#[test]
fn what_is_no_appointment_at_all() {
    let schema = Schema::read("appointment.booked");
    let not_an_object = |what| Err(Malformed::NotAnObject(what));
    for (detail, reason) in [
        (json!("text"), not_an_object("detail")),
        (json!([]), not_an_object("detail")),
        (json!({ "data": "text" }), not_an_object("data")),
        (
            json!({ "data": null }),
            Err(Malformed::Missing("appointment_id")),
        ),
        (json!({}), Err(Malformed::Missing("appointment_id"))),
    ] {
        assert!(!schema.allows(&detail), "{detail}");
        assert_eq!(booked(&detail), reason);
    }
    let other = Incoming::read("appointment.paid", &seed::timed_appointment());
    assert_eq!(other, Err(Malformed::DetailType));
    assert!(booked(&with("data", json!("of another kind"))).is_ok());
}

/// Values near those that are right.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        (0_i64..300).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        "[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]{1,12})?(Z|[+-][0-2][0-9]:[0-5][0-9])?"
            .prop_map(Value::from),
        Just(json!({})),
    ]
}

#[test]
fn what_a_schema_allows_is_understood() {
    let fields = [
        "appointment_id",
        "doctor_id",
        "patient_id",
        "clinic_id",
        "appointment_type",
        "status",
        "start_time",
        "duration_minutes",
        "data",
    ];
    let changes = btree_map(select(fields.to_vec()), value(), 0..3);
    let schemas = Kind::ALL.map(|kind| (kind, Schema::read(kind.detail_type())));
    proptest!(|(changes in changes)| {
        let mut detail = seed::timed_appointment();
        for (field, value) in changes {
            detail[field] = value;
        }
        for (kind, schema) in &schemas {
            let read = Incoming::read(kind.detail_type(), &detail);
            let told_by_no_schema = [Malformed::SamePerson, Malformed::NoEnd];
            let understood = read.map_or_else(|wrong| told_by_no_schema.contains(&wrong), |_| true);
            prop_assert!(understood || !schema.allows(&detail), "{detail}");
        }
    });
}
