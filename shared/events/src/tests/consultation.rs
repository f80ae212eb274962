use serde_json::{Value, json};

use super::schema::{detail, spoilt};
use super::{Schema, seed, time, user};
use crate::Detail;
use crate::consultation::{Audit, Completed, EventType, SOURCE, Status};

fn completed() -> Completed {
    Completed {
        appointment_id: Some("789e1552-abfa-42ab-a7a9-b033e8b745f9".to_owned()),
        session_id: "sess_abc123".to_owned(),
        doctor_id: user("doc_123"),
        patient_id: user("pat_456"),
        duration_minutes: 28,
        completed_at: time("2026-01-25T14:58:30.75Z"),
        session_notes: Some("Patient improved...".to_owned()),
        connection_quality_rating: Some(4),
    }
}

fn audit() -> Audit {
    Audit {
        event_id: "evt_001".to_owned(),
        session_id: "sess_abc123".to_owned(),
        appointment_id: None,
        doctor_id: user("doc_123"),
        patient_id: user("pat_456"),
        user_id: user("system"),
        status: Status::NoShow,
        event_description: "Nobody came".to_owned(),
    }
}

#[test]
fn a_completion_is_the_seeds_field_for_field() {
    let at = time("2026-01-25T14:58:30Z");
    let outgoing = completed().outgoing("evt_1".to_owned(), at).unwrap();
    let seeds: Value = serde_json::from_str(seed::COMPLETION).unwrap();
    // The order too, which comparing values would not see.
    assert_eq!(outgoing.detail, seeds.to_string());
    assert_eq!(outgoing.source, SOURCE);
    assert_eq!(outgoing.detail_type, "video.consultation.completed");
    assert_eq!((outgoing.event_id.as_str(), outgoing.time), ("evt_1", at));
}

#[test]
fn a_completion_keeps_to_its_schema() {
    let schema = Schema::read("video.consultation.completed");
    schema.must_allow(&serde_json::from_str(seed::COMPLETION).unwrap());
    let direct = Completed {
        appointment_id: None,
        session_notes: None,
        connection_quality_rating: None,
        ..completed()
    };
    let outgoing = direct.outgoing("evt_1".to_owned(), time("2026-01-25T14:58:30Z"));
    let detail = detail(&outgoing.unwrap());
    assert_eq!(detail["data"]["session_notes"], Value::Null);
    schema.must_allow(&detail);
    for wrong in spoilt(&detail) {
        assert!(!schema.allows(&wrong), "{wrong}");
    }
    for (field, value) in [
        ("appointment_id", json!("")),
        ("doctor_id", json!(1)),
        ("duration_minutes", json!(-1)),
        ("duration_minutes", json!(28.5)),
        ("completed_at", json!("2026-01-25T14:58:30+01:00")),
        ("completed_at", json!("2026-02-30T14:58:30Z")),
        ("connection_quality_rating", json!(6)),
    ] {
        let mut wrong = detail.clone();
        wrong["data"][field] = value;
        assert!(!schema.allows(&wrong), "{wrong}");
    }
}

/// We publish all of the seed's fields, and read what leaves two out.
#[test]
fn the_shorter_completion_is_read_but_not_published() {
    let shorter = seed::shorter_completion();
    assert!(!Schema::read("video.consultation.completed").allows(&shorter));
    let read: Detail<Completed> = serde_json::from_value(shorter).unwrap();
    let expected = Completed {
        completed_at: time("2026-01-25T14:58:30Z"),
        session_notes: None,
        connection_quality_rating: None,
        ..completed()
    };
    assert_eq!(read.data, expected);
    assert_eq!(read.event_type, EventType::SessionCompleted.detail_type());
}

#[test]
fn every_other_entry_of_the_audit_trail_keeps_to_their_schema() {
    let schema = Schema::read("video.consultation.event");
    for what in EventType::ALL {
        assert_eq!(json!(what), json!(what.to_string()));
        let outgoing = audit().outgoing(what, time("2026-01-25T15:05:00Z"));
        if what == EventType::SessionCompleted {
            assert!(outgoing.is_err());
            continue;
        }
        let outgoing = outgoing.unwrap();
        let name = what.as_str().to_lowercase().replace('_', "-");
        assert_eq!(outgoing.detail_type, format!("video.consultation.{name}"));
        assert_eq!(outgoing.source, SOURCE);
        assert_eq!(outgoing.event_id, "evt_001");
        let detail = detail(&outgoing);
        schema.must_allow(&detail);
        let read: Detail<Audit> = serde_json::from_value(detail).unwrap();
        assert_eq!(
            (read.event_type, read.data),
            (outgoing.detail_type, audit())
        );
    }
}

#[test]
fn an_audit_event_reads_so() {
    let schema = Schema::read("video.consultation.event");
    let outgoing = audit().outgoing(EventType::SessionNoShow, time("2026-01-25T15:05:00Z"));
    let detail = detail(&outgoing.unwrap());
    let expected = json!({
        "event_type": "video.consultation.session-no-show",
        "timestamp": "2026-01-25T15:05:00Z",
        "data": {
            "event_id": "evt_001",
            "session_id": "sess_abc123",
            "appointment_id": null,
            "doctor_id": "doc_123",
            "patient_id": "pat_456",
            "user_id": "system",
            "status": "NO_SHOW",
            "event_description": "Nobody came",
        },
    });
    assert_eq!(detail.to_string(), expected.to_string());
    for wrong in spoilt(&detail) {
        assert!(!schema.allows(&wrong), "{wrong}");
    }
    assert!(!schema.allows(&serde_json::from_str(seed::COMPLETION).unwrap()));
}
