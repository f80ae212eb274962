use http::Method;
use serde_json::{Value, json};

use crate::{App, Call, Caller, Person, from_now, unique_id, until};

/// What is said of a session that is not there.
pub const NOT_FOUND: &str = "Video consultation session not found";

/// What a stranger is told.
pub const NOT_YOURS: &str = "You are not authorized to access this session";

/// What who joins too early is told.
pub const TOO_EARLY: &str = "Session has not opened yet";

/// The source of this API's events.
pub const SOURCE: &str = "sessions.consultations";

/// The Monday on which tests live that set the clock.
const THE_DAY: &str = "2027-01-25";

/// That day at this time (`14:30` or `14:30:15`) in UTC, as the APIs write it.
pub fn on_the_day(time: &str) -> String {
    let seconds = if time.len() == 5 { ":00" } else { "" };
    format!("{THE_DAY}T{time}{seconds}Z")
}

/// The body that makes a DIRECT_DOCTOR session of 30 minutes.
pub fn direct(doctor_id: &str, patient_id: &str, start: &str) -> Value {
    json!({
        "booking_type": "DIRECT_DOCTOR",
        "doctor_id": doctor_id,
        "patient_id": patient_id,
        "scheduled_start_time": start,
        "consultation_duration_minutes": 30,
    })
}

/// A session, its doctor and its patient, who are in no other.
pub struct Consultation {
    /// The platform it is on.
    pub app: App,
    /// The doctor.
    pub doctor: Person,
    /// The patient.
    pub patient: Person,
    /// The session.
    pub id: String,
}

impl Consultation {
    /// Its path.
    pub fn path(&self) -> String {
        format!("/api/video/sessions/{}", self.id)
    }

    /// A command without a body: `join`, `leave`, `end` or `cancel`.
    pub fn command(&self, caller: &Caller, command: &str) -> Call {
        caller.call(Method::POST, &format!("{}/{command}", self.path()))
    }

    /// Somebody joins; the answer.
    pub async fn join(&self, caller: &Caller) -> Value {
        self.command(caller, "join").await.expect(200).json()
    }

    /// Somebody joins, and a browser connects to the meeting.
    pub async fn connect(&self, caller: &Caller) -> Value {
        let joined = self.join(caller).await;
        let id = |value: &Value| value.as_str().expect("an id").to_owned();
        let attendee = id(&joined["attendee"]["attendee_id"]);
        self.app
            .chime_moves(&id(&joined["meeting_id"]), &attendee, "joined")
            .await;
        joined
    }

    /// Somebody leaves; the answer.
    pub async fn leave(&self, caller: &Caller) -> Value {
        self.command(caller, "leave").await.expect(200).json()
    }

    /// The doctor ends it, without notes; the answer.
    pub async fn end(&self) -> Value {
        self.command(&self.doctor, "end").await.expect(200).json()
    }

    /// The doctor writes notes.
    pub fn note(&self, caller: &Caller, text: &str) -> Call {
        caller.put(
            &format!("{}/notes", self.path()),
            json!({ "session_notes": text }),
        )
    }

    /// As its doctor sees it.
    pub async fn shown(&self) -> Value {
        self.doctor.get(&self.path()).await.expect(200).json()
    }

    /// Its status.
    pub async fn status(&self) -> String {
        let shown = self.shown().await;
        shown["status"].as_str().expect("a status").to_owned()
    }

    /// What its doctor sees, once it is in this status.
    pub async fn until_status(&self, status: &str) -> Value {
        self.until_shown(status, |shown| shown["status"] == status)
            .await
    }

    /// What its doctor sees, once it is so.
    pub async fn until_shown(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let what = format!("{what} of {}", self.id);
        until(&what, async || Some(self.shown().await).filter(&is_so)).await
    }

    /// Its audit trail.
    pub async fn events(&self) -> Vec<Value> {
        let path = format!("{}/events?limit=100", self.path());
        let trail = self.doctor.get(&path).await.expect(200).json();
        trail["events"].as_array().expect("a list").clone()
    }

    /// Its audit trail, only the types.
    pub async fn event_types(&self) -> Vec<String> {
        let kind = |event: &Value| event["event_type"].as_str().expect("a type").to_owned();
        self.events().await.iter().map(kind).collect()
    }

    /// The last event of this type in its audit trail.
    pub async fn event(&self, event_type: &str) -> Value {
        let mut events = self.events().await;
        events.retain(|event| event["event_type"] == event_type);
        let found = events.pop();
        found.unwrap_or_else(|| panic!("no {event_type} of {}", self.id))
    }

    /// Its envelopes on the bus, once there are so many.
    pub async fn published(&self, count: usize) -> Vec<Value> {
        let what = format!("{count} events of {}", self.id);
        until(&what, async || {
            let mut events = self.app.bus_events(SOURCE).await;
            events.retain(|event| event["detail"]["data"]["session_id"] == self.id.as_str());
            (events.len() >= count).then_some(events)
        })
        .await
    }
}

impl App {
    /// Sets the clock to this time (`14:30:15`) on the day of
    /// [`on_the_day`].
    pub async fn set_time(&self, time: &str) {
        self.set_clock(&on_the_day(time)).await;
    }

    /// Somebody new with this role, without a profile.
    pub fn somebody(&self, role: &str) -> Person {
        let id = unique_id(role);
        let caller = self.as_user(&id, role);
        Person { id, caller }
    }

    /// A new doctor.
    pub fn doctor(&self) -> Person {
        self.somebody("doctor")
    }

    /// A new patient.
    pub fn patient(&self) -> Person {
        self.somebody("patient")
    }

    /// A session that starts then.
    pub async fn scheduled_at(&self, start: &str) -> Consultation {
        let (doctor, patient) = (self.doctor(), self.patient());
        let made = patient
            .post(
                "/api/video/sessions",
                direct(&doctor.id, &patient.id, start),
            )
            .await;
        Consultation {
            app: self.clone(),
            doctor,
            patient,
            id: made.expect(201).text("session_id"),
        }
    }

    /// A session that starts in ten minutes by the real clock, so that it can
    /// be joined.
    pub async fn scheduled(&self) -> Consultation {
        self.scheduled_at(&from_now(600)).await
    }

    /// Such a session that its doctor has joined.
    pub async fn waiting(&self) -> Consultation {
        let session = self.scheduled().await;
        session.join(&session.doctor).await;
        session
    }

    /// Such a session that both have joined.
    pub async fn active(&self) -> Consultation {
        let session = self.waiting().await;
        session.join(&session.patient).await;
        session
    }

    /// Such a session that its doctor has ended, without notes.
    pub async fn completed(&self) -> Consultation {
        let session = self.active().await;
        session.end().await;
        session
    }

    /// Such a session that its patient has cancelled before anybody joined.
    pub async fn cancelled(&self) -> Consultation {
        let session = self.scheduled().await;
        let cancel = session.command(&session.patient, "cancel");
        cancel.await.expect(200);
        session
    }
}
