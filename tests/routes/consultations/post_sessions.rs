//! POST /api/video/sessions

use serde_json::{Value, json};
use tests::{App, direct, from_now, second_of, tomorrow, tomorrow_at, unique_id, with, without};

const PATH: &str = "/api/video/sessions";

#[tokio::test]
async fn schedules_a_session() {
    let app = App::shared().await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let body = direct(&doctor.id, &patient.id, &tomorrow_at("14:30"));
    let made = patient.post(PATH, body).await.expect(201).json();
    let expected = json!({
        "session_id": made["session_id"],
        "booking_type": "DIRECT_DOCTOR",
        "doctor_id": doctor.id,
        "patient_id": patient.id,
        "status": "SCHEDULED",
        "scheduled_start_time": tomorrow_at("14:30"),
        "scheduled_end_time": tomorrow_at("15:00"),
        "consultation_duration_minutes": 30,
        "created_at": made["created_at"],
    });
    assert_eq!(made, expected);
    let id = made["session_id"].as_str().expect("an id");
    assert!(
        !id.is_empty() && id.len() <= 64,
        "external_meeting_id: {id}"
    );
    let now = second_of(&json!(from_now(0)));
    assert!(
        (now - 60..=now).contains(&second_of(&made["created_at"])),
        "{made}"
    );
}

#[tokio::test]
async fn lasts_30_minutes_when_not_told_otherwise() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:30"));
    let body = without(&body, "consultation_duration_minutes");
    let made = doctor.post(PATH, body).await.expect(201).json();
    assert_eq!(made["consultation_duration_minutes"], 30);
    assert_eq!(made["scheduled_end_time"], tomorrow_at("15:00"));
}

#[tokio::test]
async fn lasts_15_to_120_minutes() {
    let app = App::shared().await;
    for (minutes, end) in [(15, "23:15"), (16, "23:16"), (119, "00:59"), (120, "01:00")] {
        let doctor = app.doctor();
        let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("23:00"));
        let body = with(&body, "consultation_duration_minutes", minutes);
        let made = doctor.post(PATH, body).await.expect(201).json();
        let day = match end {
            "23:15" | "23:16" => tomorrow(),
            _ => tomorrow().tomorrow().expect("the calendar goes on"),
        };
        assert_eq!(made["scheduled_end_time"], format!("{day}T{end}:00Z"));
        assert_eq!(made["consultation_duration_minutes"], minutes);
    }
}

#[tokio::test]
async fn doctor_patient_and_admin_may() {
    let app = App::shared().await;
    let (doctor_id, patient_id) = (unique_id("doctor"), unique_id("patient"));
    for (hour, id, role) in [
        ("08", &doctor_id, "doctor"),
        ("09", &doctor_id, "psychologist"),
        ("10", &patient_id, "patient"),
        ("11", &unique_id("admin"), "admin"),
        ("12", &unique_id("admin"), "Super Admin"),
    ] {
        let body = direct(&doctor_id, &patient_id, &tomorrow_at(&format!("{hour}:00")));
        let made = app.as_user(id, role).post(PATH, body).await.expect(201);
        assert_eq!(made.text("doctor_id"), doctor_id, "{role}");
    }
}

#[tokio::test]
async fn what_is_optional_is_kept_too() {
    let app = App::shared().await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let body = direct(&doctor.id, &patient.id, &tomorrow_at("14:30"));
    let body = with(&body, "clinic_id", 7);
    let body = with(&body, "chief_complaint", "  Headache\n\tand fever  ");
    let id = patient
        .post(PATH, body)
        .await
        .expect(201)
        .text("session_id");
    let shown = doctor.get(&format!("{PATH}/{id}")).await.expect(200).json();
    assert_eq!(shown["clinic_id"], 7);
    assert_eq!(shown["chief_complaint"], "Headache\n\tand fever");
}

#[tokio::test]
async fn what_is_optional_may_be_null() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let mut body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:30"));
    for field in ["appointment_id", "clinic_id", "chief_complaint"] {
        body = with(&body, field, Value::Null);
    }
    doctor.post(PATH, body).await.expect(201);
}

#[tokio::test]
async fn a_start_with_an_offset_is_answered_in_utc() {
    let app = App::shared().await;
    for (given, expected) in [
        ("16:30:00+02:00", "14:30"),
        ("14:30:00-00:00", "14:30"),
        ("05:00:00-09:30", "14:30"),
        ("14:30:00.000z", "14:30"),
    ] {
        let doctor = app.doctor();
        let start = format!("{}T{given}", tomorrow());
        let body = direct(&doctor.id, &unique_id("patient"), &start);
        let made = doctor.post(PATH, body).await.expect(201);
        assert_eq!(
            made.text("scheduled_start_time"),
            tomorrow_at(expected),
            "{given}"
        );
    }
}

#[tokio::test]
async fn ids_of_digits_come_as_numbers_or_text_and_go_as_text() {
    let app = App::shared().await;
    let digits = || fastrand::u64(1_000_000..1 << 50);
    let (doctor, patient) = (digits(), digits());
    let body = json!({
        "booking_type": "DIRECT_DOCTOR",
        "doctor_id": doctor,
        "patient_id": patient.to_string(),
        "scheduled_start_time": tomorrow_at("14:30"),
    });
    let caller = app.as_user(&patient.to_string(), "patient");
    let made = caller.post(PATH, body).await.expect(201).json();
    assert_eq!(made["doctor_id"], doctor.to_string());
    assert_eq!(made["patient_id"], patient.to_string());
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:30"));
    let body = with(&body, "status", "COMPLETED");
    let made = doctor.post(PATH, body).await.expect(201);
    assert_eq!(made.text("status"), "SCHEDULED");
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = direct(&doctor.id, &unique_id("patient"), &tomorrow_at("14:30"));
    let made = doctor.post(&format!("{PATH}/"), body).await.expect(201);
    let path = format!("{PATH}/{}/", made.text("session_id"));
    doctor.get(&path).await.expect(200);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let body = direct("d1", "p1", &tomorrow_at("14:30"));
    app.anonymous()
        .post(PATH, body.clone())
        .await
        .assert_detailed(401);
    app.with_token("nonsense")
        .post(PATH, body)
        .await
        .assert_detailed(401);
}

#[tokio::test]
async fn doctor_and_patient_only_for_themselves() {
    let app = App::shared().await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let body = direct(&doctor.id, &patient.id, &tomorrow_at("14:30"));
    for stranger in [app.doctor(), app.patient(), app.somebody("psychologist")] {
        stranger.post(PATH, body.clone()).await.assert_detailed(403);
    }
    let list = doctor.get(PATH).await.expect(200).json();
    assert_eq!(list["total"], 0);
}

#[tokio::test]
async fn other_roles_may_not() {
    let app = App::shared().await;
    for role in ["student", "teacher", "instructor"] {
        let somebody = app.somebody(role);
        let body = direct(&somebody.id, &unique_id("patient"), &tomorrow_at("14:30"));
        somebody.post(PATH, body).await.assert_detailed(403);
        // The role is judged before the body.
        somebody.post(PATH, json!({})).await.assert_detailed(403);
    }
}
