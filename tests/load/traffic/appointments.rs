use std::sync::Arc;

use http::Method;
use serde_json::json;
use tests::{APPOINTMENTS, APPOINTMENTS_SOURCE, App, LINKS, tomorrow_at, visit};

use crate::ledger::Ledger;

/// An appointment that is confirmed, moved, and in half of all cases cancelled.
pub(super) async fn moved(app: App, ledger: Arc<Ledger>) {
    let (psychologist, patient) = (app.somebody("psychologist"), app.somebody("patient"));
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("10:00"));
    let made = patient.post(APPOINTMENTS, body).await.expect(201).json();
    let id = made["id"].as_u64().expect("a number").to_string();
    ledger.keep_event(APPOINTMENTS_SOURCE, "appointment.booked", &id);
    let path = format!("{APPOINTMENTS}{id}/");
    let confirmed = json!({ "status": "confirmed" });
    psychologist.patch(&path, confirmed).await.expect(200);
    let later = json!({ "appointment_date": tomorrow_at("14:00") });
    psychologist.patch(&path, later).await.expect(200);
    ledger.keep_event(APPOINTMENTS_SOURCE, "appointment.rescheduled", &id);
    if fastrand::bool() {
        let cancelled = json!({ "status": "cancelled" });
        patient.patch(&path, cancelled).await.expect(200);
        ledger.keep_event(APPOINTMENTS_SOURCE, "appointment.cancelled", &id);
    }
    ledger.keep(&patient, &path).await;
}

/// A doctor's link, switched off, and in half of all cases deleted.
pub(super) async fn link(app: App, ledger: Arc<Ledger>) {
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    let toggle = doctor.call(Method::PUT, &format!("{path}/toggle-status"));
    toggle.await.expect(200);
    if fastrand::bool() {
        doctor.delete(&path).await.expect(200);
    }
    ledger.keep(&doctor, &path).await;
    let list = format!("{LINKS}/doctor/{}", doctor.id);
    ledger.keep(&doctor, &list).await;
}
