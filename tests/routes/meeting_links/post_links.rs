//! POST /api/v1/sessions

use serde_json::{Value, json};
use tests::{App, LINKS, meet_link, unique_id, with, without};

#[tokio::test]
async fn a_doctor_keeps_a_link() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let data = doctor.post(LINKS, meet_link()).await.expect(201).data();
    let expected = json!({
        "id": data["id"],
        "link": "https://meet.google.com/abc-defg-hij",
        "link_type": "google_meet",
        "doctor_id": doctor.id,
        "is_active": true,
        "created_at": data["created_at"],
        "updated_at": data["created_at"],
    });
    assert_eq!(data, expected);
    assert!(data["id"].as_u64().is_some_and(|id| id < 1 << 53));
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    doctor
        .post(&format!("{LINKS}/"), meet_link())
        .await
        .expect(201);
}

#[tokio::test]
async fn an_id_of_digits_is_a_number() {
    let app = App::shared().await;
    let id = fastrand::u64(1_000_000_000..9_007_199_254_740_991);
    let doctor = app.as_user(&id.to_string(), "doctor");
    for given in [json!(id), json!(id.to_string()), Value::Null] {
        let body = with(&meet_link(), "doctor_id", given);
        let data = doctor.post(LINKS, body).await.expect(201).data();
        assert_eq!(data["doctor_id"], id);
    }
    // JavaScript could not tell it from its neighbours.
    let large = app.as_user("9007199254740992", "doctor");
    let data = large.post(LINKS, meet_link()).await.expect(201).data();
    assert_eq!(data["doctor_id"], "9007199254740992");
}

#[tokio::test]
async fn admins_keep_anybodys_and_name_whose() {
    let app = App::shared().await;
    for role in ["admin", "super_admin"] {
        let admin = app.as_user(&unique_id("admin"), role);
        let doctor = unique_id("doctor");
        let body = with(&meet_link(), "doctor_id", doctor.clone());
        let data = admin.post(LINKS, body).await.expect(201).data();
        assert_eq!(data["doctor_id"], doctor);
        let unnamed = admin.post(LINKS, meet_link()).await;
        unnamed.assert_link_error(400, "doctor_id");
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let answer = app.anonymous().post(LINKS, meet_link()).await;
    answer.assert_link_error(401, "");
}

#[tokio::test]
async fn another_doctors_and_other_roles_are_refused() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let body = with(&meet_link(), "doctor_id", unique_id("doctor"));
    doctor.post(LINKS, body).await.assert_link_error(403, "");
    for role in ["patient", "teacher", "psychologist"] {
        let other = app.as_user(&unique_id("user"), role);
        other
            .post(LINKS, meet_link())
            .await
            .assert_link_error(403, "");
    }
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    for (body, names) in [
        (without(&meet_link(), "link"), "link is required"),
        (without(&meet_link(), "link_type"), "link_type is required"),
        (with(&meet_link(), "link", 5), "link"),
        (
            with(&meet_link(), "link", "http://meet.google.com/a"),
            "link",
        ),
        (
            with(&meet_link(), "link", "https://meet.google.com.evil.test/a"),
            "link",
        ),
        (with(&meet_link(), "link_type", "zoom"), "link"),
        (with(&meet_link(), "link_type", "skype"), "link_type"),
        (with(&meet_link(), "doctor_id", "#"), "doctor_id"),
        (json!({}), "link_type is required"),
    ] {
        doctor.post(LINKS, body).await.assert_link_error(400, names);
    }
    let broken = doctor.call(http::Method::POST, LINKS);
    broken
        .body("application/json", "{")
        .await
        .assert_link_error(400, "");
    let text = doctor.call(http::Method::POST, LINKS);
    text.body("text/plain", "x")
        .await
        .assert_link_error(415, "");
}
