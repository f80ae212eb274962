use serde_json::{Value, json};

use crate::{Answer, App, Consultation, Person, from_now, unique_id, until, with};

/// An appointment that another system tells of.
pub struct Appointment {
    /// The platform it is told to.
    pub app: App,
    /// Its id.
    pub id: String,
    /// The doctor.
    pub doctor: Person,
    /// The patient.
    pub patient: Person,
    /// When it starts.
    pub start: String,
}

impl Appointment {
    /// The seed's appointment.
    pub fn detail(&self) -> Value {
        json!({
            "appointment_id": self.id,
            "patient_id": self.patient.id,
            "doctor_id": self.doctor.id,
            "clinic_id": 1,
            "appointment_date": self.start[..10],
            "appointment_type": "VIRTUAL",
            "status": "BOOKED",
            "consultation_fee": 50.0,
            "start_time": self.start,
            "duration_minutes": 30,
        })
    }

    /// Tells that it was booked, rescheduled or cancelled.
    pub async fn told(&self, what: &str, detail: &Value) {
        self.app
            .emit("outside.clinic", &told_as(what), detail)
            .await;
    }

    /// As [`Self::told`], but waits until it has been taken in, which is tried
    /// as often as Lambda does.
    pub async fn taken_in(&self, what: &str, detail: &Value) -> Answer {
        self.taken_in_of(what, detail, &from_now(0)).await
    }

    /// As [`Self::taken_in`], of something that happened at this time.
    pub async fn taken_in_of(&self, what: &str, detail: &Value, at: &str) -> Answer {
        let event = with(&envelope(what, detail), "time", at);
        let mut answer = self.app.invoke("consultation-intake", &event).await;
        for _ in 0..2 {
            if answer.status() != 200 {
                answer = self.app.invoke("consultation-intake", &event).await;
            }
        }
        answer
    }

    /// The sessions of its doctor, as lists show them.
    pub async fn sessions(&self) -> Vec<Value> {
        let list = self.doctor.get("/api/video/sessions").await.expect(200);
        list.json()["sessions"].as_array().expect("a list").clone()
    }

    /// Its session, once it is there.
    pub async fn session(&self) -> Consultation {
        let what = format!("a session of {}", self.id);
        let found = until(&what, async || {
            let list = self.doctor.get("/api/video/sessions").await;
            // A machine that is busy with a thousand events may say 503.
            (list.status() != 503).then_some(())?;
            let mut sessions = list.expect(200).json();
            sessions["sessions"].as_array_mut().expect("a list").pop()
        })
        .await;
        Consultation {
            app: self.app.clone(),
            doctor: self.doctor.clone(),
            patient: self.patient.clone(),
            id: found["session_id"].as_str().expect("an id").to_owned(),
        }
    }

    /// The body that makes a CLINIC_BASED session of it.
    pub fn clinic_based(&self) -> Value {
        json!({
            "booking_type": "CLINIC_BASED",
            "appointment_id": self.id,
            "doctor_id": self.doctor.id,
            "patient_id": self.patient.id,
            "scheduled_start_time": self.start,
        })
    }
}

fn told_as(what: &str) -> String {
    format!("appointment.{what}")
}

/// The event as EventBridge gives it to a function.
fn envelope(what: &str, detail: &Value) -> Value {
    json!({
        "version": "0",
        "id": format!("{:08x}-0000-4000-8000-{:012x}", fastrand::u32(..), fastrand::u32(..)),
        "detail-type": told_as(what),
        "source": "outside.clinic",
        "account": "000000000000",
        "time": from_now(0),
        "region": "us-east-1",
        "resources": [],
        "detail": detail,
    })
}

impl App {
    /// An appointment that starts then, which nobody has been told of.
    pub fn appointment_at(&self, start: &str) -> Appointment {
        Appointment {
            app: self.clone(),
            id: unique_id("appointment"),
            doctor: self.doctor(),
            patient: self.patient(),
            start: start.to_owned(),
        }
    }

    /// An appointment that has been booked, with its session.
    pub async fn booked_appointment(&self, start: &str) -> (Appointment, Consultation) {
        let appointment = self.appointment_at(start);
        appointment.told("booked", &appointment.detail()).await;
        let session = appointment.session().await;
        (appointment, session)
    }
}
