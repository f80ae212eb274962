use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tests::{Answer, App, Call, Caller, direct, unique_id};

use super::commands::Step;

const PATH: &str = "/api/video/sessions";

/// A session and its two, whichever process they talk to.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) doctor: String,
    pub(crate) patient: String,
    start: String,
}

impl Session {
    /// One that starts in ten minutes by the platform's clock, and can be
    /// joined.
    pub(crate) async fn made(app: &App) -> Self {
        let now = app.anonymous().get("/_local/clock").await.text("now");
        let now: Timestamp = now.parse().expect("a time");
        let start = Timestamp::from_second(now.as_second()).expect("a time");
        let start = (start + SignedDuration::from_mins(10)).to_string();
        let (doctor, patient) = (unique_id("doctor"), unique_id("patient"));
        let made = create(app, &doctor, &patient, &start).await.expect(201);
        Self {
            id: made.text("session_id"),
            doctor,
            patient,
            start,
        }
    }

    /// `doctor` and `patient` are its own.
    pub(crate) fn caller(&self, app: &App, who: &str) -> Caller {
        match who {
            "doctor" => app.as_user(&self.doctor, who),
            "patient" => app.as_user(&self.patient, who),
            _ => app.as_admin(),
        }
    }

    pub(crate) fn give(&self, app: &App, (who, command): Step) -> Call {
        let path = format!("{PATH}/{}/{command}", self.id);
        self.caller(app, who).call(Method::POST, &path)
    }

    pub(crate) async fn shown(&self, app: &App) -> Value {
        let path = format!("{PATH}/{}", self.id);
        self.caller(app, "doctor")
            .get(&path)
            .await
            .expect(200)
            .json()
    }

    /// Its whole audit trail.
    pub(crate) async fn trail(&self, app: &App) -> Vec<Value> {
        let doctor = self.caller(app, "doctor");
        let mut all = Vec::new();
        loop {
            let path = format!("{PATH}/{}/events?limit=100&skip={}", self.id, all.len());
            let page = doctor.get(&path).await.expect(200).json();
            all.extend(page["events"].as_array().expect("a list").clone());
            if page["total_events"] == all.len() {
                return all;
            }
        }
    }

    /// What the two are told who want to meet somebody else at its time.
    pub(crate) async fn booked_beside(&self, app: &App) -> [u16; 2] {
        let (doctor, patient) = (unique_id("doctor"), unique_id("patient"));
        [
            create(app, &self.doctor, &patient, &self.start)
                .await
                .status(),
            create(app, &doctor, &self.patient, &self.start)
                .await
                .status(),
        ]
    }
}

async fn create(app: &App, doctor: &str, patient: &str, start: &str) -> Answer {
    app.as_admin()
        .post(PATH, direct(doctor, patient, start))
        .await
}
