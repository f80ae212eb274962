//! The examples of seed 003, as it writes them.

use serde_json::{Value, json};

/// "Key Data Flow", 1, which has no time of day.
pub(super) fn appointment() -> Value {
    json!({
        "appointment_id": "789e1552-abfa-42ab-a7a9-b033e8b745f9",
        "patient_id": "pat_456",
        "doctor_id": "doc_123",
        "clinic_id": 1,
        "appointment_date": "2026-01-25",
        "appointment_type": "VIRTUAL",
        "status": "BOOKED",
        "consultation_fee": 50.0
    })
}

/// The same with its time.
pub(super) fn timed_appointment() -> Value {
    let mut appointment = appointment();
    appointment["start_time"] = json!("2026-01-25T14:30:00Z");
    appointment
}

/// "Session Completion Event".
pub(super) const COMPLETION: &str = r#"{
  "event_type": "video.consultation.completed",
  "timestamp": "2026-01-25T14:58:30Z",
  "data": {
    "appointment_id": "789e1552-abfa-42ab-a7a9-b033e8b745f9",
    "session_id": "sess_abc123",
    "doctor_id": "doc_123",
    "patient_id": "pat_456",
    "duration_minutes": 28,
    "completed_at": "2026-01-25T14:58:30Z",
    "session_notes": "Patient improved...",
    "connection_quality_rating": 4
  }
}"#;

/// "Key Data Flow", 3, which leaves out notes and rating.
pub(super) fn shorter_completion() -> Value {
    let mut completion: Value = serde_json::from_str(COMPLETION).unwrap();
    let data = completion["data"].as_object_mut().unwrap();
    data.shift_remove("session_notes");
    data.shift_remove("connection_quality_rating");
    completion
}
