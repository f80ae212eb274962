use http::Method;
use serde_json::json;
use tests::{App, Consultation, Person, direct, from_now};

use super::{Command, Ready, commands, look, post};

pub(super) const ALL: &[Command] = commands! {
    "consultations": {
        "a consultation is made" => consultation,
        "the first joins" => |app: App| async move { given(app.scheduled().await, Who::Doctor, "join") },
        "the second joins" => |app: App| async move { given(app.waiting().await, Who::Patient, "join") },
        "the first leaves" => |app: App| async move { given(app.active().await, Who::Doctor, "leave") },
        "a consultation is ended" => |app: App| async move { given(app.active().await, Who::Doctor, "end") },
        "a consultation is cancelled" => |app: App| async move { given(app.waiting().await, Who::Doctor, "cancel") },
        "notes are written" => notes,
        "hours are set" => hours,
    },
};

enum Who {
    Doctor,
    Patient,
}

async fn consultation(app: App) -> Ready {
    let (doctor, patient) = (app.doctor(), app.patient());
    let body = direct(&doctor.id, &patient.id, &from_now(600));
    let looks = vec![
        look(&patient, "/api/video/sessions".to_owned()),
        look(&doctor, "/api/video/sessions".to_owned()),
    ];
    Ready::making(post(&patient, "/api/video/sessions", body), looks)
}

/// The session and its audit trail.
fn looks_at(session: &Consultation) -> Vec<super::Look> {
    vec![
        look(&session.doctor, session.path()),
        look(&session.doctor, format!("{}/events", session.path())),
    ]
}

fn given(session: Consultation, who: Who, command: &str) -> Ready {
    let looks = looks_at(&session);
    let path = format!("{}/{command}", session.path());
    let caller: Person = match who {
        Who::Doctor => session.doctor,
        Who::Patient => session.patient,
    };
    let done: &[u16] = match command {
        "cancel" => &[409],
        _ => &[],
    };
    Ready::new(move || caller.call(Method::POST, &path), looks).or_done(done)
}

async fn notes(app: App) -> Ready {
    let session = app.scheduled().await;
    let looks = vec![look(&session.doctor, session.path())];
    Ready::new(move || session.note(&session.doctor, "Sleeps well."), looks)
}

async fn hours(app: App) -> Ready {
    let doctor = app.doctor();
    let path = format!("/api/video/doctors/{}/availability", doctor.id);
    let window = json!({ "weekday": "monday", "start_time": "09:00", "end_time": "12:00" });
    let body = json!({
        "time_zone": "Europe/Berlin",
        "slot_duration_minutes": 20,
        "weekly": [window],
        "consultation_fee": 50.0,
        "currency": "EUR",
        "exceptions": [],
    });
    let looks = vec![look(&doctor, path.clone())];
    Ready::new(move || doctor.put(&path, body.clone()), looks)
}
