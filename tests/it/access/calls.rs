//! The call that each row of the table is about.

use serde_json::{Value, json};
use tests::{direct, live_body, meet_link, tomorrow_at, visit};

use super::things::{Kind, Thing, hours, link_of, scheduled};

/// Who calls.
pub struct Who<'a> {
    /// The token's role.
    pub role: &'a str,
    /// The token's user id.
    pub id: &'a str,
}

/// The body of a call, where it has one.
type Body = Option<Value>;

/// Of which kind the thing is that a row's calls are about.
pub fn kind_of(row: &str) -> Kind {
    let operation = super::table::operation(row);
    let path = operation.split_once(' ').map_or("", |(_, path)| path);
    match (operation, path) {
        ("POST /profiles" | "POST /availability" | "POST /presigned-url", _) => Kind::Person,
        ("GET /profiles", _) => Kind::Profile,
        (_, "/availability/{id}") => Kind::Slot,
        ("POST /bookings", _) => Kind::Offer,
        ("GET /bookings" | "GET /availability" | "GET /search/teachers" | "GET /health", _) => {
            Kind::Pair
        }
        ("POST /sessions", _) | (_, "/bookings/{booking_id}") => Kind::Booking,
        (_, "/sessions/{id}/rating") => Kind::CompletedSession,
        (_, "/meetings/{session_id}") => Kind::MetSession,
        ("DELETE /meetings" | "POST /attendees", _) => Kind::Meeting,
        ("GET /bookings/{booking_id}/session", _) => Kind::OpenedBooking,
        ("POST /meetings", _) | (_, "/sessions/{id}") => Kind::Session,
        (_, "/api/v1/sessions" | "/api/v1/sessions/doctor/{doctor_id}") => Kind::Person,
        (_, path) if path.starts_with("/api/v1/") => Kind::Link,
        (_, "/api/appointments" | "/api/appointments/psychologist/schedule") => Kind::Pair,
        (_, path) if path.starts_with("/api/appointments/") => Kind::Visit,
        (_, "/api/video/sessions") if row.contains("(of an appointment)") => {
            Kind::ClinicAppointment
        }
        (_, "/api/video/sessions") => Kind::Pair,
        (_, "/api/video/doctors/{doctor_id}/availability") => Kind::Hours,
        (_, path) if path.ends_with("/leave") || path.ends_with("/end") => Kind::ActiveConsultation,
        (_, path) if path.starts_with("/api/video/") => Kind::Consultation,
        ("POST /live/sessions" | "GET /live/scheduled-sessions", _) => Kind::Person,
        ("POST /live/scheduled-sessions", _) => Kind::LiveSession,
        (_, path) if path.ends_with("/start-recording") => Kind::JoinedRoom,
        (_, path) if path.ends_with("recording") => Kind::RecordedRoom,
        (_, path) if path.starts_with("/live/sessions/") => Kind::Room,
        (_, path) if path.starts_with("/live/scheduled-sessions/") => Kind::Scheduled,
        _ => panic!("nobody knows what {row} is about"),
    }
}

/// The query and the body of a row's call about a thing.
pub fn call(row: &str, thing: &Thing, who: &Who<'_>) -> (String, Body) {
    let Thing {
        first,
        second,
        id,
        start,
    } = thing;
    let time = |from: &str, to: &str| json!({ "start_time": tomorrow_at(from), "end_time": tomorrow_at(to) });
    let is_admin = who.role.ends_with("admin");
    let query = match row {
        "GET /profiles" => format!("user_id={id}"),
        "GET /bookings" if who.role == "teacher" => format!("teacher_id={second}"),
        "GET /bookings" => format!("student_id={first}"),
        "GET /availability" => format!("teacher_id={first}"),
        "GET /search/teachers" => "topic=algebra".to_owned(),
        "GET /api/appointments/psychologist/schedule" => format!("psychologist_id={first}"),
        _ => String::new(),
    };
    let body = match row {
        "POST /profiles" => {
            let role = if who.role == "teacher" {
                "teacher"
            } else {
                "student"
            };
            Some(json!({ "user_id": first, "role": role, "profile_data": { "name": "Ada" } }))
        }
        "POST /availability" => {
            let mut slot = time("10:00", "12:00");
            slot["teacher_id"] = json!(first);
            Some(slot)
        }
        "POST /bookings" => {
            let mut booking = time("10:00", "11:00");
            booking["student_id"] = json!(first);
            booking["teacher_id"] = json!(id);
            Some(booking)
        }
        "PATCH /bookings/{booking_id} (confirm)" => Some(json!({ "status": "confirmed" })),
        "PATCH /bookings/{booking_id} (cancel)" => Some(json!({ "status": "cancelled" })),
        "PATCH /bookings/{booking_id} (move)" => Some(time("11:00", "12:00")),
        "POST /sessions" => Some(json!({ "booking_id": id })),
        "PUT /sessions/{id}" => Some(json!({ "notes": [{ "text": "Read chapter 3" }] })),
        "POST /sessions/{id}/rating" => Some(json!({ "rating": 5 })),
        "POST /meetings" => Some(json!({ "session_id": id })),
        "DELETE /meetings" => Some(json!({ "meeting_id": id })),
        "POST /attendees" => {
            let user_id = if is_admin { first } else { who.id };
            Some(json!({ "meeting_id": id, "user_id": user_id, "name": "Ada" }))
        }
        "POST /presigned-url" => {
            Some(json!({ "file_name": "a.pdf", "content_type": "application/pdf" }))
        }
        "POST /api/v1/sessions" => Some(link_of(first)),
        "PUT /api/v1/sessions/{id}" => Some(meet_link()),
        "POST /api/appointments" => Some(visit(first, second, &tomorrow_at("14:30"))),
        "PATCH /api/appointments/{id} (confirm)" => Some(json!({ "status": "confirmed" })),
        "PATCH /api/appointments/{id} (cancel)" => Some(json!({ "status": "cancelled" })),
        "PATCH /api/appointments/{id} (move)" => {
            Some(json!({ "appointment_date": tomorrow_at("17:00") }))
        }
        "POST /api/video/sessions" => Some(direct(first, second, start)),
        "POST /api/video/sessions (of an appointment)" => Some(json!({
            "booking_type": "CLINIC_BASED",
            "appointment_id": id,
            "doctor_id": first,
            "patient_id": second,
            "scheduled_start_time": start,
        })),
        "PUT /api/video/sessions/{session_id}/notes" => Some(json!({ "session_notes": "Seen." })),
        "PUT /api/video/doctors/{doctor_id}/availability" => Some(hours()),
        "POST /live/sessions" => Some(live_body()),
        "POST /live/sessions/{name}/token" => Some(json!({ "userName": "Ada" })),
        "POST /live/scheduled-sessions" => {
            let mut body = scheduled();
            body["sessionId"] = json!(id);
            Some(body)
        }
        "PUT /live/scheduled-sessions/{id}" => Some(scheduled()),
        "PATCH /live/scheduled-sessions/{id}/status" => Some(json!({ "status": "live" })),
        _ => None,
    };
    (query, body)
}
