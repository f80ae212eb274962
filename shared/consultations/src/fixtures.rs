//! What the unit tests of this crate share: people, times, a consultation.

use calendar::Period;
use events::Detail;
use events::consultation::Audit;
use ids::{Actor, Ids, ThingId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::model::{AppointmentId, Consultation, ConsultationId, LiveMeeting, Presence, Status};
use crate::rules::NewConsultation;

pub const CREATED: &str = "2027-01-25T09:00:00Z";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn ids() -> Ids {
    Ids::at(at(CREATED))
}

pub fn period(start: &str, end: &str) -> Period {
    Period::new(at(start), at(end)).unwrap()
}

pub fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

/// Five people: `doctor`, `patient`, `admin`, `stranger`, and `doctor!`, who is
/// the doctor and an admin too (`patient!` alike).
pub fn actor(name: &str) -> Actor {
    let id = name.trim_end_matches('!');
    Actor {
        id: user(id),
        is_admin: name == "admin" || id != name,
    }
}

pub fn consultation_id() -> ConsultationId {
    ConsultationId::from_uuid(Uuid::from_u128(0x0194_9d2c_0000_7000_8000_0000_0000_0001))
}

pub fn appointment_id() -> AppointmentId {
    AppointmentId::new("789e1552").unwrap()
}

/// From 10:00 to 10:30, booked directly.
pub fn wanted() -> NewConsultation {
    NewConsultation {
        consultation_id: consultation_id(),
        appointment_id: None,
        doctor_id: user("doctor"),
        patient_id: user("patient"),
        clinic_id: Some(1),
        chief_complaint: Some("Headache".to_owned()),
        period: period("2027-01-25T10:00:00Z", "2027-01-25T10:30:00Z"),
    }
}

pub fn meeting(ended_before: u32) -> LiveMeeting {
    LiveMeeting {
        meeting_id: format!("meeting-{ended_before}"),
        ended_before,
        data: "{}".to_owned(),
    }
}

/// One that is scheduled, with the one event of its making.
pub fn scheduled() -> Consultation {
    let NewConsultation {
        consultation_id,
        appointment_id,
        doctor_id,
        patient_id,
        clinic_id,
        chief_complaint,
        period,
    } = wanted();
    Consultation {
        consultation_id,
        appointment_id,
        doctor_id,
        patient_id,
        clinic_id,
        chief_complaint,
        period,
        status: Status::Scheduled,
        doctor: Presence::default(),
        patient: Presence::default(),
        meeting: None,
        meetings_ended: 0,
        actual_start: None,
        actual_end: None,
        session_notes: None,
        connection_quality_rating: None,
        ended_with: None,
        cancellation: None,
        created_at: at(CREATED),
        updated_at: at(CREATED),
        events: 1,
        version: 1,
    }
}

/// One who came then, and left then.
pub fn came(attendee: &str, joined: &str, left: Option<&str>) -> Presence {
    let left_at = left.map(at);
    Presence {
        attendee_id: Some(attendee.to_owned()),
        is_taken_out: false,
        joined_at: Some(at(joined)),
        left_at,
        changed_at: Some(left_at.unwrap_or(at(joined))),
    }
}

/// Both are in: the doctor since 10:00:15, the patient since 10:01.
pub fn active() -> Consultation {
    Consultation {
        status: Status::Active,
        doctor: came("of-doctor", "2027-01-25T10:00:15Z", None),
        patient: came("of-patient", "2027-01-25T10:01:00Z", None),
        meeting: Some(meeting(0)),
        actual_start: Some(at("2027-01-25T10:00:15Z")),
        updated_at: at("2027-01-25T10:01:00Z"),
        events: 3,
        ..scheduled()
    }
}

/// The doctor waits since 10:00:15.
pub fn waiting() -> Consultation {
    Consultation {
        status: Status::Waiting,
        patient: Presence::default(),
        updated_at: at("2027-01-25T10:00:15Z"),
        events: 2,
        ..active()
    }
}

/// What the bus is told by an audit event that is no completion.
pub fn told(detail: &str) -> Detail<Audit> {
    serde_json::from_str(detail).unwrap()
}
