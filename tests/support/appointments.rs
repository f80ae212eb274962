use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ring::hmac;
use serde_json::{Value, json};

use crate::{
    Answer, App, Call, Caller, Consultation, Person, real_now, tomorrow_at, unique_id, until,
};

/// Where appointments are made and listed.
pub const APPOINTMENTS: &str = "/api/appointments/";

/// Where psychologists see their own.
pub const SCHEDULE: &str = "/api/appointments/psychologist/schedule/";

/// The source of this API's events.
pub const APPOINTMENTS_SOURCE: &str = "sessions.appointments";

/// The fields of an appointment as lists show it.
pub const LISTED: [&str; 17] = [
    "appointment_date",
    "can_join_session",
    "duration_minutes",
    "formatted_date",
    "formatted_time",
    "id",
    "meeting_url",
    "patient_name",
    "service_name",
    "session_end_time",
    "session_start_time",
    "session_status",
    "session_type",
    "status",
    "time_remaining_seconds",
    "time_until_start_seconds",
    "video_room_id",
];

/// The body that makes an appointment of an hour.
pub fn visit(psychologist_id: &str, patient_id: &str, start: &str) -> Value {
    json!({
        "psychologist_id": psychologist_id,
        "patient_id": patient_id,
        "service_name": "Individual Therapy",
        "appointment_date": start,
        "duration_minutes": 60,
    })
}

/// A copy without the fields that change from second to second.
pub fn without_timers(appointment: &Value) -> Value {
    let mut copy = appointment.clone();
    let fields = copy.as_object_mut().expect("an object");
    fields.shift_remove("time_until_start_seconds");
    fields.shift_remove("time_remaining_seconds");
    copy
}

/// The day and time of a start as they are shown, without a leading zero of
/// the day.
pub fn formatted(start: &str, zone: &TimeZone) -> (String, String) {
    let start: Timestamp = start.parse().expect("a time");
    let local = start.to_zoned(zone.clone());
    (
        local.strftime("%a, %-d %b %Y").to_string(),
        local.strftime("%I:%M %p").to_string(),
    )
}

/// The header and claims of a Twilio access token that this secret has signed.
#[track_caller]
pub fn twilio_token(token: &str, secret: &str) -> (Value, Value) {
    let (text, signature) = token.rsplit_once('.').expect("a signature");
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64url");
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, text.as_bytes(), &decoded(signature)).expect("the secret's signature");
    let (header, claims) = text.split_once('.').expect("a header");
    let read = |part: &str| serde_json::from_slice(&decoded(part)).expect("JSON");
    (read(header), read(claims))
}

/// `video.consultation.completed` of an appointment, as seed 003 shows it.
pub fn completion(appointment_id: &Value, session_id: &str) -> Value {
    json!({
        "event_type": "video.consultation.completed",
        "timestamp": "2027-01-25T14:58:30Z",
        "data": {
            "appointment_id": appointment_id,
            "session_id": session_id,
            "doctor_id": "doc_123",
            "patient_id": "pat_456",
            "duration_minutes": 28,
            "completed_at": "2027-01-25T14:58:30Z",
            "session_notes": "Patient improved...",
            "connection_quality_rating": 4,
        },
    })
}

/// An appointment of this project's own API, its psychologist and its patient,
/// who have no other.
pub struct Visit {
    /// The platform it is on.
    pub app: App,
    /// The psychologist.
    pub psychologist: Person,
    /// The patient.
    pub patient: Person,
    /// Its number.
    pub id: u64,
}

impl Visit {
    /// Its path.
    pub fn path(&self) -> String {
        format!("{APPOINTMENTS}{}/", self.id)
    }

    /// Its id as events have it.
    pub fn text_id(&self) -> String {
        self.id.to_string()
    }

    /// A change by somebody.
    pub fn change(&self, caller: &Caller, body: Value) -> Call {
        caller.patch(&self.path(), body)
    }

    /// A step to another status by somebody.
    pub fn step(&self, caller: &Caller, status: &str) -> Call {
        self.change(caller, json!({ "status": status }))
    }

    /// Its video endpoints: `token`, `token-refresh` or `status`.
    pub fn video(&self, caller: &Caller, what: &str) -> Call {
        caller.get(&format!("{APPOINTMENTS}video-{what}/{}/", self.id))
    }

    /// As its psychologist sees it.
    pub async fn shown(&self) -> Value {
        self.shown_to(&self.psychologist).await
    }

    /// As somebody sees it.
    pub async fn shown_to(&self, caller: &Caller) -> Value {
        caller.get(&self.path()).await.expect(200).json()
    }

    /// A text among its fields.
    pub async fn text(&self, field: &str) -> String {
        let shown = self.shown().await;
        let text = shown[field].as_str();
        text.unwrap_or_else(|| panic!("no text `{field}` in {shown}"))
            .to_owned()
    }

    /// What its psychologist sees, once it is in this status.
    pub async fn until_status(&self, status: &str) -> Value {
        let what = format!("{status} of {}", self.id);
        until(&what, async || {
            Some(self.shown().await).filter(|shown| shown["status"] == status)
        })
        .await
    }

    /// Its room's participants at Twilio.
    async fn room_path(&self) -> String {
        let room = self.text("video_room_id").await;
        format!("/_local/twilio/rooms/{room}/participants")
    }

    /// Somebody's browser connects to its room.
    pub async fn connect(&self, identity: &str) {
        let path = self.room_path().await;
        let body = json!({ "identity": identity });
        let answer = self.app.anonymous().post(&path, body).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// Somebody's browser disconnects.
    pub async fn disconnect(&self, identity: &str) {
        let path = format!("{}/{identity}", self.room_path().await);
        let answer = self.app.anonymous().delete(&path).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// Its envelopes on the bus, once there are so many.
    pub async fn published(&self, count: usize) -> Vec<Value> {
        let what = format!("{count} events of {}", self.id);
        let id = self.text_id();
        until(&what, async || {
            let mut events = self.app.bus_events(APPOINTMENTS_SOURCE).await;
            events.retain(|event| event["detail"]["appointment_id"] == id.as_str());
            (events.len() >= count).then_some(events)
        })
        .await
    }

    /// The consultations of its psychologist, as lists show them.
    pub async fn consultations(&self) -> Vec<Value> {
        let list = self.psychologist.get("/api/video/sessions").await;
        let list = list.expect(200).json();
        list["sessions"].as_array().expect("a list").clone()
    }

    /// Its consultation, once it is there.
    pub async fn consultation(&self) -> Consultation {
        let what = format!("a consultation of {}", self.id);
        let found = until(&what, async || self.consultations().await.pop()).await;
        Consultation {
            app: self.app.clone(),
            doctor: self.psychologist.clone(),
            patient: self.patient.clone(),
            id: found["session_id"].as_str().expect("an id").to_owned(),
        }
    }
}

impl App {
    /// A new psychologist.
    pub fn psychologist(&self) -> Person {
        self.somebody("psychologist")
    }

    /// Somebody new whose id is a number, with an e-mail.
    pub fn numbered(&self, role: &str, email: &str) -> Person {
        let id = fastrand::u64(1_000_000..1 << 50).to_string();
        let exp = real_now().as_second() + 3_600;
        let claims = json!({ "sub": id, "role": role, "email": email, "exp": exp });
        let caller = self.with_claims(&claims);
        Person { id, caller }
    }

    /// An appointment of these two that the psychologist makes.
    pub async fn visit_of(&self, psychologist: &Person, patient: &Person, body: &Value) -> Visit {
        let made = psychologist.post(APPOINTMENTS, body.clone()).await;
        Visit {
            app: self.clone(),
            psychologist: psychologist.clone(),
            patient: patient.clone(),
            id: made.expect(201).number("id"),
        }
    }

    /// An hour that starts then.
    pub async fn visit_at(&self, start: &str) -> Visit {
        let (psychologist, patient) = (self.psychologist(), self.patient());
        let body = visit(&psychologist.id, &patient.id, start);
        self.visit_of(&psychologist, &patient, &body).await
    }

    /// An hour from 14:30 tomorrow.
    pub async fn visit(&self) -> Visit {
        self.visit_at(&tomorrow_at("14:30")).await
    }

    /// Such an hour in one room of the house.
    pub async fn visit_in_person(&self) -> Visit {
        let (psychologist, patient) = (self.psychologist(), self.patient());
        let mut body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
        body["session_type"] = json!("in_person");
        self.visit_of(&psychologist, &patient, &body).await
    }

    /// Such an hour in this status.
    pub async fn visit_in_status(&self, status: &str) -> Visit {
        let visit = self.visit().await;
        let steps: &[&str] = match status {
            "scheduled" => &[],
            "confirmed" => &["confirmed"],
            "completed" => &["confirmed", "completed"],
            _ => &["cancelled"],
        };
        for step in steps {
            visit.step(&visit.psychologist, step).await.expect(200);
        }
        visit
    }

    /// Gives a completed consultation to the function that listens to it.
    pub async fn completes(&self, detail: &Value) -> Answer {
        let event = json!({
            "version": "0",
            "id": unique_id("event"),
            "detail-type": "video.consultation.completed",
            "source": "sessions.consultations",
            "account": "000000000000",
            "time": "2027-01-25T14:58:30Z",
            "region": "us-east-1",
            "resources": [],
            "detail": detail,
        });
        self.invoke("appointment-completion", &event).await
    }
}

impl Answer {
    /// The whole number in this field of the JSON body.
    #[track_caller]
    pub fn number(&self, field: &str) -> u64 {
        self.json()[field]
            .as_u64()
            .unwrap_or_else(|| panic!("expected the number `{field}` in {self}"))
    }

    /// The results of a list of appointments.
    #[track_caller]
    pub fn results(&self) -> Vec<Value> {
        match &self.json()["results"] {
            Value::Array(results) => results.clone(),
            _ => panic!("expected results from {self}"),
        }
    }

    /// The ids of a list of appointments.
    #[track_caller]
    pub fn ids(&self) -> Vec<u64> {
        let id = |result: &Value| result["id"].as_u64();
        self.results()
            .iter()
            .map(|result| id(result).unwrap_or_else(|| panic!("an id that is none in {self}")))
            .collect()
    }

    /// Holds a 400 of appointments to its shape, and to naming these fields
    /// and no other.
    #[track_caller]
    pub fn assert_wrong_names(&self, fields: &[&str]) {
        assert!(
            self.status() == 400,
            "expected 400 ({fields:?}) from {self}"
        );
        let body = self.json();
        let named = body.as_object().expect("an object");
        let mut expected = fields.to_vec();
        expected.sort_unstable();
        let names: Vec<&str> = named.keys().map(String::as_str).collect();
        assert!(names == expected, "expected {expected:?} from {self}");
        for (name, messages) in named {
            let messages = messages.as_array().cloned().unwrap_or_default();
            let is_text = |message: &Value| message.as_str().is_some_and(|text| !text.is_empty());
            assert!(
                !messages.is_empty() && messages.iter().all(is_text),
                "expected a list of what is wrong with {name} from {self}"
            );
        }
        assert!(
            self.header("x-request-id").is_some_and(|id| !id.is_empty()),
            "no request id in {self}"
        );
    }

    /// A 400 in either of the shapes of appointments, where no field of the
    /// request need be to blame.
    #[track_caller]
    pub fn assert_bad_request(&self) {
        assert!(self.status() == 400, "expected 400 from {self}");
        let body = self.json();
        match &body["detail"] {
            Value::String(_) => self.assert_detailed(400),
            _ => {
                let fields = body.as_object().expect("an object");
                let names: Vec<&str> = fields.keys().map(String::as_str).collect();
                assert!(!names.is_empty(), "expected what is wrong from {self}");
                self.assert_wrong_names(&names);
            }
        }
    }
}
