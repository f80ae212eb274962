use http::Method;
use serde_json::{Value, json};
use tests::{APPOINTMENTS, App, LINKS, Person, meet_link, tomorrow_at, visit};

use super::{Command, Look, Ready, commands, look, post};

pub(super) const ALL: &[Command] = commands! {
    "meeting-links": {
        "a link is kept" => link,
        "a link is changed" => link_change,
        "a link is deleted" => link_end,
    },
    "appointments": {
        "an appointment is made" => appointment,
        "an appointment is confirmed" => |app| patched(app, json!({ "status": "confirmed" })),
        "an appointment is moved" => |app| patched(app, json!({ "appointment_date": tomorrow_at("14:00") })),
        "an appointment is cancelled" => |app| patched(app, json!({ "status": "cancelled" })),
        "the room of an appointment is looked at" => room,
    },
};

fn links_of(doctor: &Person) -> Look {
    look(doctor, format!("{LINKS}/doctor/{}", doctor.id))
}

async fn link(app: App) -> Ready {
    let doctor = app.link_keeper();
    Ready::making(post(&doctor, LINKS, meet_link()), vec![links_of(&doctor)])
}

async fn kept(app: &App) -> (Person, String) {
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    (doctor, path)
}

async fn link_change(app: App) -> Ready {
    let (doctor, path) = kept(&app).await;
    let looks = vec![links_of(&doctor)];
    let body = json!({ "link": "https://meet.google.com/xyz-defg-hij" });
    Ready::new(move || doctor.put(&path, body.clone()), looks)
}

async fn link_end(app: App) -> Ready {
    let (doctor, path) = kept(&app).await;
    let looks = vec![links_of(&doctor)];
    Ready::new(move || doctor.delete(&path), looks).or_done(&[404])
}

async fn appointment(app: App) -> Ready {
    let (psychologist, patient) = (app.somebody("psychologist"), app.somebody("patient"));
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("10:00"));
    let looks = vec![look(&patient, APPOINTMENTS.to_owned())];
    Ready::making(post(&patient, APPOINTMENTS, body), looks)
}

/// A psychologist with an appointment at its path.
async fn made(app: &App) -> (Person, String) {
    let (psychologist, patient) = (app.somebody("psychologist"), app.somebody("patient"));
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("10:00"));
    let made = patient.post(APPOINTMENTS, body).await.expect(201).json();
    (psychologist, format!("{APPOINTMENTS}{}/", made["id"]))
}

async fn patched(app: App, body: Value) -> Ready {
    let (psychologist, path) = made(&app).await;
    let looks = vec![look(&psychologist, path.clone())];
    let give = move || psychologist.patch(&path, body.clone());
    Ready::new(give, looks).or_done(&[409])
}

async fn room(app: App) -> Ready {
    let (psychologist, path) = made(&app).await;
    let id = path.trim_start_matches(APPOINTMENTS).to_owned();
    let status = format!("{APPOINTMENTS}video-status/{id}");
    let looks = vec![look(&psychologist, status.clone())];
    Ready::new(move || psychologist.call(Method::GET, &status), looks)
}
