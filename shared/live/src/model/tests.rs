use ids::UserId;
use jiff::Timestamp;
use table::Entity;

use super::*;
use crate::model::tally::Tally;

#[test]
fn where_everything_lives() {
    let id = "01890a5d-5b6c-7d8e-9f00-112233445566";
    let instructor: UserId = "ada".parse().unwrap();
    let at: Timestamp = "2027-01-25T14:00:00Z".parse().unwrap();
    let session = LiveSession {
        session_id: id.parse().unwrap(),
        room_id: "d-1".to_owned(),
        room_name: "node-js-a1b2c3".parse().unwrap(),
        instructor: instructor.clone(),
        title: "Node.js".to_owned(),
        description: None,
        attempt: None,
        recording: None,
        created_at: at,
        version: 0,
    };
    let scheduled = ScheduledSession {
        scheduled_session_id: id.parse().unwrap(),
        instructor: instructor.clone(),
        starts_at: at,
        status: ScheduledStatus::Scheduled,
        session_id: None,
        created_at: at,
        version: 0,
    };
    let tallies = (Tally::keys_of(Some(&instructor)), Tally::keys_of(None));
    let pointer = SessionPointer::to(&session);
    let entities = [session.keys(), pointer.keys(), scheduled.keys()];
    insta::assert_debug_snapshot!((entities, tallies));
}

#[test]
fn ids_are_read_as_they_are_written() {
    let text = "01890a5d-5b6c-7d8e-9f00-112233445566";
    let id: LiveSessionId = text.parse().unwrap();
    assert_eq!(id.to_string(), text);
    for wrong in ["", "1", &text.to_uppercase(), &text.replace('-', "")] {
        assert!(wrong.parse::<ScheduledSessionId>().is_err(), "{wrong}");
    }
}

#[test]
fn a_rooms_name_fits_a_key() {
    assert!("node-js-a1b2c3".parse::<RoomName>().is_ok());
    for wrong in ["", "Node", "a#b", "a b", &"a".repeat(42)] {
        assert!(wrong.parse::<RoomName>().is_err(), "{wrong}");
    }
}

#[test]
fn statuses_go_forward_in_their_order() {
    assert!(ScheduledStatus::Scheduled < ScheduledStatus::Live);
    assert!(ScheduledStatus::Live < ScheduledStatus::Finished);
}
