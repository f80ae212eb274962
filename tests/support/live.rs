use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Answer, App, Call, Caller, Person, tomorrow, twilio_token, unique_id, until};

/// Where live sessions are made.
pub const LIVE_SESSIONS: &str = "/live/sessions";

/// Where scheduled ones are made and listed.
pub const SCHEDULED_SESSIONS: &str = "/live/scheduled-sessions";

/// The source of this API's events.
pub const LIVE_SOURCE: &str = "sessions.live";

/// What is said of a live session that is not there.
pub const NO_LIVE_SESSION: &str = "Session not found";

/// What is said of a scheduled one that is not there.
pub const NO_SCHEDULED_SESSION: &str = "Scheduled session not found";

/// What is said where nothing was, or is, recorded.
pub const NOT_RECORDED: &str = "This session has not been recorded";

/// What is said where a recording runs.
pub const RECORDING_ALREADY: &str = "Recording already in progress";

/// What is said of a status that is none.
pub const NO_STATUS: &str = "Invalid status. Must be one of: scheduled, live, finished";

/// The key of the local Daily, which signs its tokens.
const DAILY_KEY: &str = "local-daily-key";

/// Longer than the sweep leaves an intent alone.
const WAIT_SECONDS: i64 = 120;

/// The body that makes the seed's live session.
pub fn live_body() -> Value {
    json!({
        "title": "Introduction to Node.js",
        "description": "A comprehensive guide to Node.js fundamentals",
    })
}

/// Tomorrow at this time (`10:00`) in UTC, as seed 004 writes it.
pub fn live_time(time: &str) -> String {
    format!("{}T{time}:00.000Z", tomorrow())
}

/// The second of a time as seed 004 writes it: UTC with `Z`, milliseconds.
#[track_caller]
pub fn live_second(time: &Value) -> i64 {
    let text = time.as_str().unwrap_or_default();
    let written: Option<Timestamp> = text.parse().ok();
    let written = written.filter(|time| format!("{time:.3}") == text && text.len() == 24);
    written
        .unwrap_or_else(|| panic!("`{time}` is no time in UTC and milliseconds"))
        .as_second()
}

/// Whether it looks like a UUID.
pub fn is_uuid(id: &Value) -> bool {
    let groups: Vec<&str> = id.as_str().unwrap_or_default().split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(is_hex)
}

/// The claims of a token that the local Daily has signed.
#[track_caller]
pub fn daily_claims(token: &str) -> Value {
    let (header, claims) = twilio_token(token, DAILY_KEY);
    assert_eq!(header, json!({ "alg": "HS256", "typ": "JWT" }));
    claims
}

/// A live session and its instructor.
pub struct LiveSession {
    /// The platform it is on.
    pub app: App,
    /// The instructor.
    pub instructor: Person,
    /// Its id.
    pub id: String,
    /// Its room's name.
    pub name: String,
}

impl LiveSession {
    /// Its path.
    pub fn path(&self) -> String {
        format!("{LIVE_SESSIONS}/{}", self.name)
    }

    /// Somebody deletes it.
    pub fn delete(&self, caller: &Caller) -> Call {
        caller.delete(&self.path())
    }

    /// Somebody starts recording it.
    pub fn start(&self, caller: &Caller) -> Call {
        caller.call(Method::POST, &format!("{}/start-recording", self.path()))
    }

    /// Somebody stops that.
    pub fn stop(&self, caller: &Caller) -> Call {
        caller.call(Method::POST, &format!("{}/stop-recording", self.path()))
    }

    /// Somebody asks for its recording.
    pub fn recording(&self, caller: &Caller) -> Call {
        caller.get(&format!("{}/recording", self.path()))
    }

    /// Somebody asks for a token to join it.
    pub fn token(&self, caller: &Caller, user_name: &str) -> Call {
        let body = json!({ "userName": user_name });
        caller.post(&format!("{}/token", self.path()), body)
    }

    /// As anybody sees it.
    pub async fn shown(&self) -> Value {
        let answer = self.app.anonymous().get(&self.path()).await;
        answer.expect(200).json()
    }

    /// Whether it is there.
    pub async fn is_there(&self) -> bool {
        let answer = self.app.anonymous().get(&self.path()).await;
        if answer.status() != 200 {
            answer.assert_live_message(404, NO_LIVE_SESSION);
        }
        answer.status() == 200
    }

    /// Its room at Daily.
    pub async fn room(&self) -> Option<Value> {
        let mut rooms = self.app.daily_rooms().await;
        rooms.retain(|room| room["name"] == self.name.as_str());
        assert!(rooms.len() < 2, "{rooms:?}");
        rooms.pop()
    }

    /// Its recordings at Daily, newest first.
    pub async fn recordings(&self) -> Vec<Value> {
        let room = self.room().await.expect("a room");
        room["recordings"].as_array().expect("a list").clone()
    }

    /// The recordings of it that run.
    pub async fn running(&self) -> Vec<Value> {
        let mut recordings = self.recordings().await;
        recordings.retain(|recording| recording["is_running"] == true);
        recordings
    }

    /// Somebody's browser joins its room.
    pub async fn join(&self) {
        let path = format!("/_local/daily/rooms/{}/participants", self.name);
        let body = json!({ "user_name": "Stu Dent" });
        let answer = self.app.anonymous().post(&path, body).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// Its room vanishes behind our back.
    pub async fn lose_room(&self) {
        let path = format!("/_local/daily/rooms/{}", self.name);
        let answer = self.app.anonymous().delete(&path).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// The instructor starts recording it; the recording's id.
    pub async fn record(&self) -> String {
        let started = self.start(&self.instructor).await;
        started.expect(200).text("recordingId")
    }

    /// Its envelopes on the bus, once there are so many.
    pub async fn published(&self, count: usize) -> Vec<Value> {
        self.app
            .live_events("live.", &[&self.id, &self.name], count)
            .await
    }
}

/// A scheduled session and its instructor.
pub struct Scheduled {
    /// The platform it is on.
    pub app: App,
    /// The instructor.
    pub instructor: Person,
    /// Its id.
    pub id: String,
}

impl Scheduled {
    /// Its path.
    pub fn path(&self) -> String {
        format!("{SCHEDULED_SESSIONS}/{}", self.id)
    }

    /// Somebody changes it.
    pub fn change(&self, caller: &Caller, body: Value) -> Call {
        caller.put(&self.path(), body)
    }

    /// Somebody sets its status.
    pub fn step(&self, caller: &Caller, status: &str) -> Call {
        let body = json!({ "status": status });
        caller.patch(&format!("{}/status", self.path()), body)
    }

    /// As anybody sees it.
    pub async fn shown(&self) -> Value {
        let answer = self.app.anonymous().get(&self.path()).await;
        answer.expect(200).json()
    }

    /// As it stands in the list of its instructor's, whose only one it is.
    pub async fn listed(&self) -> Value {
        let mut list = self.instructor.lists(&self.app.anonymous()).await;
        assert_eq!(list.len(), 1, "{list:?}");
        list.remove(0)
    }

    /// Its envelopes on the bus, once there are so many.
    pub async fn published(&self, count: usize) -> Vec<Value> {
        self.app
            .live_events("live.scheduled.", &[&self.id], count)
            .await
    }
}

impl Person {
    /// The scheduled sessions of this instructor, as somebody sees the first
    /// page of them.
    pub async fn lists(&self, caller: &Caller) -> Vec<Value> {
        let path = format!("{SCHEDULED_SESSIONS}?instructorId={}", self.id);
        let list = caller.get(&path).await.expect(200).json();
        list["sessions"].as_array().expect("a list").clone()
    }
}

impl App {
    /// A new instructor, without a profile.
    pub fn instructor(&self) -> Person {
        self.somebody("instructor")
    }

    /// An instructor with a name and an e-mail in the profile.
    pub async fn instructor_named(&self, name: &str, email: &str) -> Person {
        let id = unique_id("teacher");
        let caller = self.as_teacher(&id);
        let profile = json!({ "name": name, "email": email });
        let body = json!({ "user_id": id, "role": "teacher", "profile_data": profile });
        caller.post("/profiles", body).await.expect(201);
        Person { id, caller }
    }

    /// A live session of this instructor's.
    pub async fn live_session_of(&self, instructor: &Person) -> LiveSession {
        let made = instructor.post(LIVE_SESSIONS, live_body()).await;
        let made = made.expect(201);
        LiveSession {
            app: self.clone(),
            instructor: instructor.clone(),
            id: made.text("_id"),
            name: made.text("roomName"),
        }
    }

    /// A live session of a new instructor's.
    pub async fn live_session(&self) -> LiveSession {
        self.live_session_of(&self.instructor()).await
    }

    /// One in whose room somebody is.
    pub async fn joined_live_session(&self) -> LiveSession {
        let session = self.live_session().await;
        session.join().await;
        session
    }

    /// A scheduled session of this instructor's, made with this body.
    pub async fn scheduled_of(&self, instructor: &Person, body: &Value) -> Scheduled {
        let made = instructor.post(SCHEDULED_SESSIONS, body.clone()).await;
        Scheduled {
            app: self.clone(),
            instructor: instructor.clone(),
            id: made.expect(201).text("_id"),
        }
    }

    /// A scheduled session of a new instructor's, tomorrow at 15:00.
    pub async fn scheduled_live(&self) -> Scheduled {
        let body = json!({ "startsAt": live_time("15:00") });
        self.scheduled_of(&self.instructor(), &body).await
    }

    /// Such a session in this status.
    pub async fn scheduled_in_status(&self, status: &str) -> Scheduled {
        let scheduled = self.scheduled_live().await;
        if status != "scheduled" {
            let step = scheduled.step(&scheduled.instructor, status);
            step.await.expect(200);
        }
        scheduled
    }

    /// All rooms at Daily, with who is in them and their recordings.
    pub async fn daily_rooms(&self) -> Vec<Value> {
        let answer = self.anonymous().get("/_local/daily/rooms").await;
        let rooms = answer.expect(200).json();
        rooms["rooms"].as_array().expect("a list of rooms").clone()
    }

    /// The names of those rooms, sorted.
    pub async fn daily_room_names(&self) -> Vec<String> {
        let rooms = self.daily_rooms().await;
        let names = rooms.iter().filter_map(|room| room["name"].as_str());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort();
        names
    }

    /// A recording has been processed by Daily.
    pub async fn finish_recording(&self, id: &str) {
        let path = format!("/_local/daily/recordings/{id}/finish");
        let answer = self.anonymous().post(&path, json!({})).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// Lets `provider-sweep` run, as after two minutes, until nothing is left
    /// for it to do.
    pub async fn sweep_rooms(&self) {
        self.advance(WAIT_SECONDS).await;
        until("an end of all intents", async || {
            let swept = self.invoke("provider-sweep", &json!({})).await;
            (swept.status() == 200 && swept.json()["due"] == 0).then_some(())
        })
        .await;
    }

    /// The envelopes of this kind on the bus that name one of these, once
    /// there are so many.
    async fn live_events(&self, kind: &str, names: &[&str], count: usize) -> Vec<Value> {
        let what = format!("{count} events of {names:?}");
        until(&what, async || {
            let mut events = self.bus_events(LIVE_SOURCE).await;
            events.retain(|event| {
                let detail = event["detail"].to_string();
                let is_kind = event["detail-type"]
                    .as_str()
                    .is_some_and(|text| text.starts_with(kind));
                is_kind && names.iter().any(|name| detail.contains(name))
            });
            (events.len() >= count).then_some(events)
        })
        .await
    }
}

impl Answer {
    /// Holds a 4xx of seed 004 to its shape, and to this sentence.
    #[track_caller]
    pub fn assert_live_message(&self, status: u16, message: &str) {
        assert!(
            self.status() == status,
            "expected {status} ({message}) from {self}"
        );
        assert!(
            self.json() == json!({ "message": message }),
            "expected the message `{message}` from {self}"
        );
        self.assert_live_headers();
    }

    /// As [`Self::assert_live_message`], where only what the message names is
    /// known.
    #[track_caller]
    pub fn assert_live_error(&self, status: u16, names: &str) {
        assert!(
            self.status() == status,
            "expected {status} ({names}) from {self}"
        );
        let message = self.text("message");
        assert!(
            !message.trim().is_empty() && message.contains(names),
            "expected a message that names `{names}` from {self}"
        );
        self.assert_live_message(status, &message);
    }

    /// Holds a 5xx of seed 004 to its shape, and to this sentence.
    #[track_caller]
    pub fn assert_live_failure(&self, status: u16, error: &str) {
        assert!(
            self.status() == status,
            "expected {status} ({error}) from {self}"
        );
        assert!(
            self.json() == json!({ "error": error }),
            "expected the error `{error}` from {self}"
        );
        self.assert_live_headers();
    }

    /// As [`Self::assert_live_failure`], where the store failed: 503 as
    /// everywhere, or 500 as the seed says of its sentence.
    #[track_caller]
    pub fn assert_live_store_failure(&self, error: &str) {
        let status = self.status();
        assert!(
            matches!(status, 500 | 503),
            "expected 503 or 500 from {self}"
        );
        self.assert_live_failure(status, error);
    }

    /// As [`Self::assert_live_failure`], where the seed has no sentence; what
    /// is said instead.
    #[track_caller]
    pub fn assert_live_failed(&self) -> String {
        let status = self.status();
        assert!(
            matches!(status, 500 | 503),
            "expected 503 or 500 from {self}"
        );
        let error = self.text("error");
        assert!(!error.trim().is_empty(), "expected an error from {self}");
        self.assert_live_failure(status, &error);
        error
    }

    #[track_caller]
    fn assert_live_headers(&self) {
        let is_set = |name: &str| self.header(name).is_some_and(|text| !text.is_empty());
        assert!(is_set("x-request-id"), "no request id in {self}");
        if self.status() == 401 {
            let challenge = self.header("www-authenticate").unwrap_or_default();
            assert!(
                challenge.starts_with("Bearer"),
                "expected a challenge from {self}"
            );
        }
        if matches!(self.status(), 429 | 503) {
            let after = self.header("retry-after");
            let seconds = after.and_then(|seconds| seconds.parse::<u32>().ok());
            assert!(
                seconds.is_some(),
                "expected Retry-After in seconds from {self}"
            );
        }
    }
}
