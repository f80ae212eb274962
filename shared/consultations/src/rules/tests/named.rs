//! What the audit trail says of a change, and what the bus is told.

use jiff::Timestamp;
use serde_json::json;

use super::standings::{request, standing};
use crate::fixtures::{active, actor, appointment_id, at, ids, meeting, scheduled, told, waiting};
use crate::model::{AuditEvent, Consultation, EndRequest, Party, Status};
use crate::rules::*;

fn now() -> Timestamp {
    at("2027-01-25T10:28:30Z")
}

/// The trail of a change as lines: type, user, description.
fn trail(change: Option<Change>) -> Vec<String> {
    let events = AuditEvent::all_of(&change.unwrap(), &ids()).unwrap();
    let line = |event: &AuditEvent| {
        let AuditEvent {
            event_type,
            user_id,
            event_description,
            ..
        } = event;
        format!("{event_type} {}: {event_description}", user_id.as_str())
    };
    events.iter().map(line).collect()
}

fn signalled(name: &str, kind: SignalKind) -> Vec<String> {
    let told = Signal {
        meeting_id: "meeting-0".to_owned(),
        kind,
        at: now(),
    };
    trail(signal(&standing(name), &told, now()))
}

#[test]
fn who_comes_and_goes_is_named() {
    let of_doctor = || "of-doctor".to_owned();
    let came = join(&scheduled(), Party::Doctor, &meeting(0), "of-doctor", now());
    assert_eq!(
        trail(came),
        ["DOCTOR_JOINED doctor: Doctor joined the session"]
    );
    let came = join(&waiting(), Party::Patient, &meeting(0), "of-patient", now());
    assert_eq!(
        trail(came),
        ["PATIENT_JOINED patient: Patient joined the session"]
    );
    let (_, left) = leave(&active(), &actor("patient"), now()).unwrap();
    assert_eq!(
        trail(left),
        ["PATIENT_LEFT patient: Patient left the session"]
    );
    let attendee_id = of_doctor();
    assert_eq!(
        signalled("active", SignalKind::Left { attendee_id }),
        ["DOCTOR_LEFT doctor: Doctor left the session"]
    );
    let attendee_id = of_doctor();
    assert_eq!(
        signalled("active, empty", SignalKind::Joined { attendee_id }),
        ["DOCTOR_JOINED doctor: Doctor joined the session"]
    );
}

#[test]
fn what_nobody_caused_is_the_systems() {
    let attendee_id = "of-doctor".to_owned();
    assert_eq!(
        signalled("active", SignalKind::Dropped { attendee_id }),
        ["DOCTOR_LEFT system: Doctor left the session (connection lost)"]
    );
    assert_eq!(
        signalled("active, doctor gone", SignalKind::Ended),
        [
            "PATIENT_LEFT system: Patient left the session (meeting ended)",
            "SESSION_COMPLETED system: Session ended: the meeting was over",
        ]
    );
    let forgotten = sweep(&active(), at("2027-01-25T11:30:00Z"));
    assert_eq!(
        trail(forgotten),
        [
            "DOCTOR_LEFT system: Doctor left the session (session over)",
            "PATIENT_LEFT system: Patient left the session (session over)",
            "SESSION_COMPLETED system: Session ended: it was left open for 60 minutes",
        ]
    );
    let abandoned = sweep(&standing("active, empty"), at("2027-01-25T10:35:00Z"));
    assert_eq!(
        trail(abandoned),
        ["SESSION_COMPLETED system: Session ended: nobody was in it any more"]
    );
    assert_eq!(
        trail(cancel_by_appointment(&scheduled(), now())),
        ["SESSION_CANCELLED system: Session cancelled with its appointment"]
    );
    assert_eq!(
        trail(cancel_by_appointment(&waiting(), now())),
        [
            "DOCTOR_LEFT system: Doctor left the session (session cancelled)",
            "SESSION_CANCELLED system: Session cancelled with its appointment",
        ]
    );
}

#[test]
fn the_role_that_acted_is_named() {
    for who in ["doctor", "admin"] {
        let ended = end(
            &standing("active, empty"),
            &actor(who),
            &EndRequest::default(),
            now(),
        );
        let line = format!("SESSION_COMPLETED {who}: Session ended by {who}");
        assert_eq!(trail(ended.unwrap()), [line]);
        let noted = update_notes(&scheduled(), &actor(who), "Notes", now());
        let line = format!("NOTES_UPDATED {who}: Session notes updated by {who}");
        assert_eq!(trail(noted.unwrap()), [line]);
    }
    for who in ["doctor", "patient", "admin"] {
        let cancelled = cancel(&scheduled(), &actor(who), None, now()).unwrap();
        let line = format!("SESSION_CANCELLED {who}: Session cancelled by {who}");
        assert_eq!(trail(Some(cancelled)), [line]);
    }
    let (_, last) = leave(&standing("active, doctor gone"), &actor("patient"), now()).unwrap();
    assert_eq!(
        trail(last),
        [
            "PATIENT_LEFT patient: Patient left the session",
            "SESSION_COMPLETED patient: Session ended: both participants have left",
        ]
    );
}

/// Seed 003, "Session Completion Event", field for field and in its order.
#[test]
fn a_completion_is_published_in_the_seeds_form() {
    for appointment_id in [Some(appointment_id()), None] {
        let before = Consultation {
            appointment_id: appointment_id.clone(),
            ..active()
        };
        let change = end(&before, &actor("doctor"), &request(), now()).unwrap();
        let events = AuditEvent::all_of(&change.unwrap(), &ids()).unwrap();
        let event = events.last().unwrap();
        let outbox = &event.outbox;
        assert_eq!(outbox.source, "sessions.consultations");
        assert_eq!(outbox.detail_type, "video.consultation.completed");
        assert_eq!(outbox.event_id, event.event_id.to_string());
        assert_eq!((outbox.time, event.created_at), (now(), now()));
        let expected = json!({
            "event_type": "video.consultation.completed",
            "timestamp": "2027-01-25T10:28:30Z",
            "data": {
                "appointment_id": appointment_id.map(|id| id.to_string()),
                "session_id": "sess_01949d2c000070008000000000000001",
                "doctor_id": "doctor",
                "patient_id": "patient",
                "duration_minutes": 28,
                "completed_at": "2027-01-25T10:28:30Z",
                "session_notes": "Better.",
                "connection_quality_rating": 4,
            },
        });
        assert_eq!(outbox.detail, expected.to_string());
    }
}

/// A sweep tells late of what was over before.
#[test]
fn a_completion_carries_the_actual_end() {
    let due = at("2027-01-25T10:36:00Z");
    let change = sweep(&standing("active, empty"), due).unwrap();
    let events = AuditEvent::all_of(&change, &ids()).unwrap();
    let detail: serde_json::Value = serde_json::from_str(&events[0].outbox.detail).unwrap();
    assert_eq!(detail["timestamp"], "2027-01-25T10:36:00Z");
    assert_eq!(detail["data"]["completed_at"], "2027-01-25T10:08:00Z");
    assert_eq!(detail["data"]["duration_minutes"], 7);
    assert_eq!(detail["data"]["session_notes"], json!(null));
}

/// The contract's Bus paragraph.
#[test]
fn every_other_event_is_published_with_where_it_stood_after_it() {
    let change = end(&active(), &actor("doctor"), &request(), now()).unwrap();
    let events = AuditEvent::all_of(&change.unwrap(), &ids()).unwrap();
    let [left, _, completed] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!([left.number, events[1].number, completed.number], [4, 5, 6]);
    let expected = json!({
        "event_type": "video.consultation.doctor-left",
        "timestamp": "2027-01-25T10:28:30Z",
        "data": {
            "event_id": left.event_id.to_string(),
            "session_id": "sess_01949d2c000070008000000000000001",
            "appointment_id": null,
            "doctor_id": "doctor",
            "patient_id": "patient",
            "user_id": "doctor",
            "status": "ACTIVE",
            "event_description": "Doctor left the session",
        },
    });
    assert_eq!(left.outbox.detail, expected.to_string());
    assert_eq!(left.outbox.source, "sessions.consultations");
    assert_eq!(left.outbox.detail_type, "video.consultation.doctor-left");

    let cancelled = cancel(&waiting(), &actor("admin"), None, now()).unwrap();
    let events = AuditEvent::all_of(&cancelled, &ids()).unwrap();
    let told: Vec<_> = events.iter().map(|it| told(&it.outbox.detail)).collect();
    let seen = told
        .iter()
        .map(|it| (it.event_type.as_str(), it.data.status));
    let expected = [
        ("video.consultation.doctor-left", Status::Waiting),
        ("video.consultation.session-cancelled", Status::Cancelled),
    ];
    assert!(seen.eq(expected), "{told:?}");
}
