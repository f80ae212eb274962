use http::Method;
use serde_json::json;
use tests::{APPOINTMENTS, App, LINKS, SCHEDULE, meet_link, on_the_day, visit};

use super::keyed;

pub(super) async fn everything(app: &App) {
    appointments(app).await;
    held(app).await;
    links(app).await;
}

async fn appointments(app: &App) {
    app.set_time("08:00:00").await;
    let made = app.visit_at(&on_the_day("09:00")).await;
    let create = |start: &str| {
        let body = visit(&made.psychologist.id, &made.patient.id, &on_the_day(start));
        made.psychologist.post(APPOINTMENTS, body)
    };
    keyed(create("09:00"), create("18:00")).await;
    made.shown().await;
    made.patient.get(APPOINTMENTS).await.expect(200);
    app.as_admin().get(APPOINTMENTS).await.expect(200);
    made.psychologist.get(SCHEDULE).await.expect(200);
    made.video(&made.patient, "token").await.expect(200);
    made.connect("1").await;
    made.video(&made.patient, "status").await.expect(200);
    made.step(&made.patient, "cancelled").await.expect(200);
}

/// One that is completed with its consultation.
async fn held(app: &App) {
    let visit = app.visit_at(&on_the_day("09:30")).await;
    let consultation = visit.consultation().await;
    app.set_time("09:20:00").await;
    consultation.join(&consultation.doctor).await;
    consultation.join(&consultation.patient).await;
    consultation.end().await;
    visit.until_status("completed").await;
    // Told from outside, so that the time is still to be freed.
    let cancelled = app.visit_at(&on_the_day("15:00")).await;
    let data = json!({
        "event_id": "evt_1", "session_id": "sess_1", "appointment_id": cancelled.text_id(),
        "doctor_id": cancelled.psychologist.id, "patient_id": cancelled.patient.id,
        "user_id": "system", "status": "CANCELLED", "event_description": "Cancelled",
    });
    let detail = json!({
        "event_type": "SESSION_CANCELLED", "timestamp": on_the_day("09:30"), "data": data,
    });
    app.emit(
        "outside.clinic",
        "video.consultation.session-cancelled",
        &detail,
    )
    .await;
    cancelled.until_status("cancelled").await;
    let moved = app.visit_at(&on_the_day("11:00")).await;
    moved.consultation().await;
    let later = json!({ "appointment_date": on_the_day("13:00") });
    moved.change(&moved.patient, later).await.expect(200);
}

async fn links(app: &App) {
    let doctor = app.link_keeper();
    let wrong = json!({ "link": "https://example.com", "link_type": "zoom" });
    let made = keyed(doctor.post(LINKS, wrong), doctor.post(LINKS, meet_link())).await;
    let path = format!("{LINKS}/{}", made.data()["id"]);
    doctor.get(&path).await.expect(200);
    doctor.put(&path, meet_link()).await.expect(200);
    doctor
        .get(&format!("{LINKS}/doctor/{}", doctor.id))
        .await
        .expect(200);
    app.as_admin().get(LINKS).await;
    app.as_user("root", "super_admin")
        .get(LINKS)
        .await
        .expect(200);
    doctor.call(Method::DELETE, &path).await.expect_success();
}
