use super::schema::{detail, spoilt};
use super::{Schema, time, user};
use crate::live::{
    Recording, RecordingEvent, SOURCE, Scheduled, ScheduledEvent, ScheduledStatus, Session,
    SessionEvent,
};
use crate::{Detail, Outgoing};

const AT: &str = "2026-11-21T10:00:00Z";
const EVENT: &str = "evt_01890a5d5b6c7d8e9f00112233445566";
const ID: &str = "01890a5d-5b6c-7d8e-9f00-112233445566";

#[track_caller]
fn keeps_to(schema: &str, outgoing: &Outgoing) {
    let schema = Schema::read(schema);
    assert_eq!(outgoing.source, SOURCE);
    assert_eq!(outgoing.event_id, EVENT);
    let detail = detail(outgoing);
    schema.must_allow(&detail);
    for wrong in spoilt(&detail) {
        assert!(!schema.allows(&wrong), "{wrong}");
    }
}

#[test]
fn what_happens_to_a_session_keeps_to_its_schema() {
    for what in SessionEvent::ALL {
        let session = Session {
            event_id: EVENT.to_owned(),
            session_id: ID.to_owned(),
            room_name: "node-js-a1b2c3".to_owned(),
            instructor_id: user("ada"),
            title: "Node.js".to_owned(),
        };
        let outgoing = session.clone().outgoing(what, time(AT)).unwrap();
        keeps_to("live.session", &outgoing);
        let read: Detail<Session> = serde_json::from_value(detail(&outgoing)).unwrap();
        assert_eq!(read.data, session);
    }
}

#[test]
fn what_happens_to_a_recording_keeps_to_its_schema() {
    for what in RecordingEvent::ALL {
        let recording = Recording {
            event_id: EVENT.to_owned(),
            session_id: ID.to_owned(),
            room_name: "node-js-a1b2c3".to_owned(),
            instructor_id: user("ada"),
            recording_id: None,
            duration_seconds: (what == RecordingEvent::Stopped).then_some(3_600),
        };
        keeps_to(
            "live.recording",
            &recording.outgoing(what, time(AT)).unwrap(),
        );
    }
}

#[test]
fn what_happens_to_a_scheduled_session_keeps_to_its_schema() {
    for what in ScheduledEvent::ALL {
        let scheduled = Scheduled {
            event_id: EVENT.to_owned(),
            scheduled_session_id: ID.to_owned(),
            instructor_id: user("ada"),
            starts_at: time("2090-01-02T10:00:00Z"),
            status: ScheduledStatus::Live,
            session_id: Some(ID.to_owned()),
        };
        keeps_to(
            "live.scheduled",
            &scheduled.outgoing(what, time(AT)).unwrap(),
        );
    }
}
