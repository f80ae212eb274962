//! A doctor and a patient, on one day.

use http::Method;
use serde_json::{Value, json};
use tests::{App, Call, Caller, direct, on_the_day};

use super::Measure;

const SESSIONS: &str = "/api/video/sessions";

/// The two, and what is asked of a session.
struct Two {
    doctor: Caller,
    patient: Caller,
}

/// The name of a request on one session.
fn named(method: &str, what: &str) -> String {
    format!("{method} {SESSIONS}/{{session_id}}/{what}")
}

/// A command, `join (first)`, on a session.
fn command(caller: &Caller, id: &str, what: &str) -> Call {
    let verb = what.split(" (").next().expect("a verb");
    caller.call(Method::POST, &format!("{SESSIONS}/{id}/{verb}"))
}

fn at(start: &str) -> Value {
    direct("doctor-1", "patient-1", &on_the_day(start))
}

pub(super) async fn measure(measure: &mut Measure, app: &App) {
    let two = Two {
        doctor: app.as_user("doctor-1", "doctor"),
        patient: app.as_user("patient-1", "patient"),
    };
    app.set_time("08:00:00").await;
    made(measure, &two).await;
    cancelled(measure, app, &two).await;
    app.set_time("14:50:00").await;
    met(measure, &two).await;
    left(measure, &two).await;
    lists(measure, app, &two).await;
}

async fn made(measure: &mut Measure, two: &Two) {
    let body = at("14:30");
    let call = two.doctor.post(SESSIONS, body);
    measure.request(&format!("POST {SESSIONS}"), call).await;
    let availability = "/api/video/doctors/doctor-1/availability";
    let named = |method: &str| format!("{method} /api/video/doctors/{{doctor_id}}/availability");
    let hours = json!({
        "time_zone": "UTC",
        "slot_duration_minutes": 30,
        "weekly": [{ "weekday": "monday", "start_time": "14:00", "end_time": "17:00" }],
    });
    let set = two.doctor.put(availability, hours);
    measure.request(&named("PUT"), set).await;
    let shown = two.patient.get(&format!("{availability}?date=2027-01-25"));
    measure.request(&named("GET"), shown).await;
    let shown = two.patient.get(availability);
    measure
        .request(&format!("{} (a week)", named("GET")), shown)
        .await;
    let call = two.patient.post(SESSIONS, at("15:00"));
    let name = format!("POST {SESSIONS} (within the doctor's availability)");
    measure.request(&name, call).await;
    let keyed = || {
        let call = two.doctor.post(SESSIONS, at("18:00"));
        call.header("idempotency-key", "key-1")
    };
    let name = format!("POST {SESSIONS} (Idempotency-Key)");
    measure.request(&name, keyed()).await;
    let name = format!("POST {SESSIONS} (replayed)");
    measure.request(&name, keyed()).await;
}

async fn cancelled(measure: &mut Measure, app: &App, two: &Two) {
    let made = two.doctor.post(SESSIONS, at("19:00")).await.expect(201);
    let cancel = command(&two.patient, &made.text("session_id"), "cancel");
    measure.request(&named("POST", "cancel"), cancel).await;

    let appointment = app.appointment_at(&on_the_day("20:00"));
    let (doctor, patient) = (&appointment.doctor, &appointment.patient);
    let booked = appointment.detail();
    appointment.taken_in("booked", &booked).await.expect(200);
    let call = doctor.post(SESSIONS, appointment.clinic_based());
    let name = format!("POST {SESSIONS} (of an appointment that has one)");
    let there = measure.request(&name, call).await;
    let cancel = command(patient, &there.text("session_id"), "cancel");
    let name = named("POST", "cancel (with its appointment)");
    measure.request(&name, cancel).await;
}

/// The session that starts then.
async fn starting(two: &Two, start: &str) -> String {
    let list = two.doctor.get(SESSIONS).await.expect(200).json();
    let sessions = list["sessions"].as_array().expect("a list");
    let found = sessions
        .iter()
        .find(|session| session["scheduled_start_time"] == on_the_day(start));
    let id = found.expect("a session")["session_id"].as_str();
    id.expect("an id").to_owned()
}

async fn met(measure: &mut Measure, two: &Two) {
    let id = starting(two, "14:30").await;
    for (caller, what) in [
        (&two.doctor, "join (first)"),
        (&two.patient, "join (second)"),
        (&two.patient, "join (again)"),
        (&two.patient, "leave (first)"),
        (&two.patient, "leave (again)"),
        (&two.patient, "join (after leaving)"),
        (&two.doctor, "end"),
        (&two.doctor, "end (again)"),
    ] {
        let call = command(caller, &id, what);
        measure.request(&named("POST", what), call).await;
    }
    let path = format!("{SESSIONS}/{id}");
    let notes = json!({ "session_notes": "Rest for a week." });
    let notes = two.doctor.put(&format!("{path}/notes"), notes);
    measure.request(&named("PUT", "notes"), notes).await;
    let shown = two.patient.get(&path);
    let name = format!("GET {SESSIONS}/{{session_id}}");
    measure.request(&name, shown).await;
    let events = two.patient.get(&format!("{path}/events"));
    measure.request(&named("GET", "events"), events).await;
    let of_type = two
        .patient
        .get(&format!("{path}/events?event_type=SESSION_CREATED"));
    let name = named("GET", "events (of one type)");
    measure.request(&name, of_type).await;
}

async fn left(measure: &mut Measure, two: &Two) {
    let id = starting(two, "15:00").await;
    for (caller, what) in [
        (&two.doctor, "join"),
        (&two.patient, "join"),
        (&two.doctor, "leave"),
    ] {
        command(caller, &id, what).await.expect(200);
    }
    let call = command(&two.patient, &id, "leave");
    measure.request(&named("POST", "leave (last)"), call).await;
}

async fn lists(measure: &mut Measure, app: &App, two: &Two) {
    let name = format!("GET {SESSIONS}");
    measure.request(&name, two.patient.get(SESSIONS)).await;
    // One that matches: how many of all share a shard is up to chance.
    let (from, to) = (on_the_day("18:00"), on_the_day("18:01"));
    let all = app
        .as_admin()
        .get(&format!("{SESSIONS}?start_date={from}&end_date={to}"));
    measure.request(&format!("{name} (all)"), all).await;
}
