use serde_json::json;
use tests::{App, direct, on_the_day};

use super::keyed;
use crate::crashes::session::Session;
use crate::crashes::sweep;
use crate::faults::ALL;

const SESSIONS: &str = "/api/video/sessions";

pub(super) async fn everything(app: &App) {
    made(app).await;
    met(app).await;
    missed(app).await;
    of_appointments(app).await;
    left_meetings(app).await;
    lists(app).await;
}

async fn made(app: &App) {
    app.set_time("08:00:00").await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let create = |start: &str| doctor.post(SESSIONS, direct(&doctor.id, &patient.id, start));
    create(&on_the_day("10:00")).await.expect(201);
    keyed(create(&on_the_day("10:00")), create(&on_the_day("12:00"))).await;
    let hours = format!("/api/video/doctors/{}/availability", doctor.id);
    let weekly = json!([{ "weekday": "monday", "start_time": "14:00", "end_time": "17:00" }]);
    let body = json!({ "time_zone": "UTC", "slot_duration_minutes": 30, "weekly": weekly });
    doctor.put(&hours, body).await.expect(200);
    patient.get(&hours).await.expect(200);
    let within = direct(&doctor.id, &patient.id, &on_the_day("15:00"));
    patient.post(SESSIONS, within).await.expect(201);
}

async fn met(app: &App) {
    app.set_time("14:25:00").await;
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    session.leave(&session.patient).await;
    session.join(&session.patient).await;
    session.note(&session.doctor, "Rest.").await.expect(200);
    session.events().await;
    session.end().await;
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    session.join(&session.doctor).await;
    session
        .command(&session.patient, "cancel")
        .await
        .expect(200);
}

/// Chime tells that somebody has left, and the last one; somebody never came.
async fn missed(app: &App) {
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    for meeting in app.chime_meetings_of(&session.id).await {
        let id = meeting["Meeting"]["MeetingId"].as_str().expect("an id");
        for attendee in meeting["Attendees"].as_array().expect("a list") {
            let attendee = attendee["AttendeeId"].as_str().expect("an id");
            app.chime_moves(id, attendee, "left").await;
        }
    }
    session.until_status("COMPLETED").await;
    let waiting = app.scheduled_at(&on_the_day("14:30")).await;
    // Connected, so that Chime does not end the meeting before the sweep does.
    waiting.connect(&waiting.doctor).await;
    app.set_time("15:10:00").await;
    waiting.until_status("NO_SHOW").await;
}

/// Told from outside: made, found, cancelled while its meeting is on.
async fn of_appointments(app: &App) {
    app.set_time("15:50:00").await;
    let (appointment, session) = app.booked_appointment(&on_the_day("16:00")).await;
    let body = appointment.clinic_based();
    appointment.doctor.post(SESSIONS, body).await.expect(200);
    session.join(&session.doctor).await;
    let detail = appointment.detail();
    appointment.told("cancelled", &detail).await;
    session.until_status("CANCELLED").await;
    let (_, session) = app.booked_appointment(&on_the_day("18:00")).await;
    session
        .command(&session.patient, "cancel")
        .await
        .expect(200);
}

async fn left_meetings(app: &App) {
    let session = Session::made(app).await;
    app.fault("chime", "CreateMeeting", "lost_answer", ALL)
        .await;
    let failed = session.give(app, ("doctor", "join")).await;
    app.clear_faults().await;
    assert!(failed.status() >= 500, "{failed}");
    sweep(app).await;
}

async fn lists(app: &App) {
    let session = app.scheduled_at(&on_the_day("22:00")).await;
    for who in [&session.doctor, &session.patient] {
        who.get(SESSIONS).await.expect(200);
    }
    app.as_admin().get(SESSIONS).await.expect(200);
}
