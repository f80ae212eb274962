//! A psychologist and a patient, and a doctor's link.

use http::Method;
use serde_json::{Value, json};
use tests::{APPOINTMENTS, App, Caller, LINKS, meet_link};

use super::Measure;

/// The route as its log line has it.
const ROUTE: &str = "/api/appointments";

/// Over video consultations follow; what they cost is theirs.
fn at(start: &str) -> Value {
    json!({
        "psychologist_id": "psychologist-1",
        "patient_id": "patient-2",
        "service_name": "Therapy",
        "appointment_date": start,
    })
}

pub(super) async fn measure(measure: &mut Measure, app: &App) {
    let psychologist = app.as_user("psychologist-1", "psychologist");
    let patient = app.as_user("patient-2", "patient");
    let made = patient.post(APPOINTMENTS, at("2027-02-01T10:00:00Z"));
    let made = measure.request(&format!("POST {ROUTE}"), made).await;
    let path = format!("{APPOINTMENTS}{}/", made.json()["id"]);

    let name = |method: &str, what: &str| format!("{method} {ROUTE}/{{id}}{what}");
    let shown = measure.request(&name("GET", ""), patient.get(&path)).await;
    let room = shown.text("video_room_id");
    for (body, what) in [
        (json!({ "status": "confirmed" }), " (confirm)"),
        (
            json!({ "appointment_date": "2027-02-01T12:00:00Z" }),
            " (move)",
        ),
    ] {
        let call = psychologist.patch(&path, body);
        measure.request(&name("PATCH", what), call).await;
    }
    lists(measure, app, &psychologist, &patient).await;
    video(measure, app, &patient, &path, &room).await;
    let cancelled = patient.patch(&path, json!({ "status": "cancelled" }));
    measure
        .request(&name("PATCH", " (cancel)"), cancelled)
        .await;
    links(measure, app).await;
}

async fn lists(measure: &mut Measure, app: &App, psychologist: &Caller, patient: &Caller) {
    let own = patient.get(APPOINTMENTS);
    measure.request(&format!("GET {ROUTE}"), own).await;
    let all = app.as_admin().get(APPOINTMENTS);
    measure.request(&format!("GET {ROUTE} (all)"), all).await;
    let schedule = psychologist.get(&format!("{APPOINTMENTS}psychologist/schedule/"));
    let name = format!("GET {ROUTE}/psychologist/schedule");
    measure.request(&name, schedule).await;
}

async fn video(measure: &mut Measure, app: &App, patient: &Caller, path: &str, room: &str) {
    let of = |what: &str| path.replace(APPOINTMENTS, &format!("{APPOINTMENTS}{what}/"));
    let name = |what: &str| format!("GET {ROUTE}/{what}/{{id}}");
    for what in ["video-token", "video-token-refresh"] {
        measure.request(&name(what), patient.get(&of(what))).await;
    }
    let enters = format!("/_local/twilio/rooms/{room}/participants");
    let enters = app.anonymous().post(&enters, json!({ "identity": "2" }));
    enters.await.expect_success();
    let status = name("video-status");
    for again in ["", " (again)"] {
        let call = patient.get(&of("video-status"));
        measure.request(&format!("{status}{again}"), call).await;
    }
}

async fn links(measure: &mut Measure, app: &App) {
    let doctor = app.as_user("doctor-1", "doctor");
    let made = doctor.post(LINKS, meet_link());
    let made = measure.request(&format!("POST {LINKS}"), made).await;
    let path = format!("{LINKS}/{}", made.json()["data"]["id"]);
    let name = |method: &str, what: &str| format!("{method} {LINKS}/{{id}}{what}");
    measure.request(&name("GET", ""), doctor.get(&path)).await;
    let zoom = json!({ "link": "https://zoom.us/j/1", "link_type": "zoom" });
    measure
        .request(&name("PUT", ""), doctor.put(&path, zoom))
        .await;
    let toggle = doctor.call(Method::PUT, &format!("{path}/toggle-status"));
    measure
        .request(&name("PUT", "/toggle-status"), toggle)
        .await;
    let own = doctor.get(&format!("{LINKS}/doctor/doctor-1"));
    let name_of_own = format!("GET {LINKS}/doctor/{{doctor_id}}");
    measure.request(&name_of_own, own).await;
    let root = app.as_user("root-1", "super_admin");
    measure
        .request(&format!("GET {LINKS}"), root.get(LINKS))
        .await;
    measure
        .request(&name("DELETE", ""), doctor.delete(&path))
        .await;
}
