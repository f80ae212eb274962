use serde_json::json;

use super::schema::{detail, invocation, spoilt};
use super::{Schema, time, user};
use crate::Detail;
use crate::tutoring::{Booking, BookingStatus, EventType, SOURCE};

fn booking(rating: Option<u8>) -> Booking {
    let id = "01890a5d5b6c7d8e9f00112233445566";
    Booking {
        event_id: format!("evt_{id}"),
        booking_id: format!("bkg_{id}"),
        session_id: format!("ses_{id}"),
        student_id: user("student-1"),
        teacher_id: user("teacher-1"),
        start_time: time("2090-01-02T10:00:00Z"),
        end_time: time("2090-01-02T11:00:00Z"),
        status: BookingStatus::Pending,
        rating,
    }
}

#[test]
fn what_happens_to_a_booking_keeps_to_its_schema() {
    let schema = Schema::read("tutoring.event");
    let at = time("2026-11-21T10:00:00Z");
    for what in EventType::ALL {
        let rating = (what == EventType::SessionRated).then_some(5);
        let outgoing = booking(rating).outgoing(what, at).unwrap();
        assert_eq!(outgoing.source, SOURCE);
        assert_eq!(outgoing.detail_type, what.detail_type());
        assert_eq!(outgoing.event_id, booking(None).event_id);
        let detail = detail(&outgoing);
        schema.must_allow(&detail);
        for wrong in spoilt(&detail) {
            assert!(!schema.allows(&wrong), "{wrong}");
        }
        let read: Detail<Booking> = serde_json::from_value(detail).unwrap();
        assert_eq!(read.data, booking(rating));
    }
}

#[test]
fn only_a_rating_has_one() {
    let schema = Schema::read("tutoring.event");
    let outgoing =
        booking(Some(5)).outgoing(EventType::BookingCreated, time("2026-11-21T10:00:00Z"));
    let mut wrong = detail(&outgoing.unwrap());
    assert!(!schema.allows(&wrong));
    wrong["event_type"] = json!(EventType::SessionRated.detail_type());
    assert!(schema.allows(&wrong));
    wrong["data"]["rating"] = json!(6);
    assert!(!schema.allows(&wrong));
}

#[test]
fn the_relays_invocation_event_holds_one() {
    let event = invocation("outbox-relay/publish.json");
    let outbox = &event["Records"][0]["dynamodb"]["NewImage"]["outbox"]["M"];
    let detail = outbox["detail"]["S"].as_str().unwrap();
    Schema::read("tutoring.event").must_allow(&serde_json::from_str(detail).unwrap());
}
