use std::collections::BTreeSet;

use serde_json::Value;
use tests::{Answer, App, SOURCE, until};

use super::commands::Command;
use super::session::Session;
use super::{in_meetings, sweep};

/// A command that broke off.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) command: &'static Command,
    pub(super) session: Session,
}

impl Case {
    /// A session to which the command can be given.
    pub(super) async fn ready(app: &App, command: &'static Command, how: &str) -> Self {
        let session = Session::made(app).await;
        for step in command.before {
            session.give(app, *step).await.expect(200);
        }
        Self {
            name: format!("{how} {}", command.name),
            command,
            session,
        }
    }

    /// The client asks again, whatever it was told before. Only cancelling
    /// twice is told so.
    pub(super) async fn retry(&self, app: &App) -> Answer {
        let again = self.session.give(app, self.command.step).await;
        let is_there_already = self.command.step.1 == "cancel" && again.status() == 409;
        assert!(
            again.status() == 200 || is_there_already,
            "{}: {again}",
            self.name
        );
        self.assert_state(app).await;
        again
    }

    /// The state, and exactly one event of each change that led to it.
    async fn assert_state(&self, app: &App) -> Vec<Value> {
        let (name, command) = (&self.name, self.command);
        let shown = self.session.shown(app).await;
        assert_eq!(shown["status"], command.status, "{name}");
        let trail = self.session.trail(app).await;
        let types: Vec<_> = trail.iter().map(|event| &event["event_type"]).collect();
        let mut expected = vec!["SESSION_CREATED"];
        expected.extend(command.trail);
        assert_eq!(types, expected, "{name}");
        let inside = |role: &&str| {
            let (joined, left) = (format!("{role}_joined_at"), format!("{role}_left_at"));
            !shown[joined].is_null() && shown[left].is_null()
        };
        let inside: Vec<_> = ["doctor", "patient"].into_iter().filter(inside).collect();
        assert_eq!(inside, command.inside, "{name}");
        trail
    }

    /// The time of a cancelled one is free, of every other it is taken.
    async fn assert_calendar(&self, app: &App) {
        let expected = match self.command.status {
            "CANCELLED" => [201, 201],
            _ => [409, 409],
        };
        let told = self.session.booked_beside(app).await;
        assert_eq!(told, expected, "the calendar after {}", self.name);
    }

    /// One meeting with those who are in, none for one that is over; who is
    /// in and asks again is given what he has.
    async fn assert_meeting(&self, app: &App) {
        let (name, command) = (&self.name, self.command);
        let live = in_meetings(app, &self.session.id).await;
        if command.closes() {
            assert!(live.is_empty(), "{name}: {live:?} at Chime");
            return;
        }
        assert_eq!(live, [command.inside], "{name}: at Chime");
        let meeting = app.chime_meetings_of(&self.session.id).await[0].clone();
        for role in command.inside {
            let joined = self.session.give(app, (*role, "join")).await.expect(200);
            let joined = joined.json();
            assert_eq!(
                joined["meeting_id"], meeting["Meeting"]["MeetingId"],
                "{name}"
            );
            let attendees = meeting["Attendees"].as_array().expect("a list");
            let given = &joined["attendee"]["attendee_id"];
            assert!(
                attendees.iter().any(|known| known["AttendeeId"] == *given),
                "{name}: {given} is not in {meeting}"
            );
        }
    }
}

/// Each event of a session's trail is on the bus, and nothing that is not in
/// it.
#[track_caller]
pub(crate) fn assert_published(session_id: &str, trail: &[Value], bus: &[Value], name: &str) {
    let data = bus.iter().map(|envelope| &envelope["detail"]["data"]);
    let told: BTreeSet<_> = data
        .filter(|data| data["session_id"] == session_id)
        // What is told of a completed one has no id of the event.
        .map(|data| data["event_id"].as_str().unwrap_or("completed"))
        .collect();
    let id = |event: &'_ Value| match event["event_type"].as_str() {
        Some("SESSION_COMPLETED") => "completed".to_owned(),
        _ => event["event_id"].as_str().expect("an id").to_owned(),
    };
    let happened: BTreeSet<_> = trail.iter().map(id).collect();
    assert_eq!(
        told,
        happened.iter().map(String::as_str).collect(),
        "{name}: the bus"
    );
}

/// Runs the sweeps, and holds everything that is known of the sessions
/// together.
pub(super) async fn assert_agreement(app: &App, cases: &[Case]) {
    sweep(app).await;
    let bus = all_told(app).await;
    for case in cases {
        let trail = case.assert_state(app).await;
        assert_published(&case.session.id, &trail, &bus, &case.name);
        case.assert_calendar(app).await;
        case.assert_meeting(app).await;
        case.assert_state(app).await;
    }
    assert_eq!(app.dead_letters().await, [] as [Value; 0]);
}

/// What is on the bus, once all that has happened before is: events are
/// published in their order.
pub(crate) async fn all_told(app: &App) -> Vec<Value> {
    let last = Session::made(app).await;
    until("the last event on the bus", async || {
        let bus = app.bus_events(SOURCE).await;
        let is_last =
            |envelope: &Value| envelope["detail"]["data"]["session_id"] == last.id.as_str();
        bus.iter().any(is_last).then_some(bus)
    })
    .await
}
