//! GET /api/v1/sessions/{id}

use tests::{App, LINKS, unique_id};

#[tokio::test]
async fn the_doctor_and_admins_see_it() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    let data = doctor.get(&path).await.expect(200).data();
    assert_eq!(data["link_type"], "google_meet");
    for role in ["admin", "Super Admin"] {
        let admin = app.as_user(&unique_id("admin"), role);
        assert_eq!(admin.get(&path).await.expect(200).data(), data);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let answer = app.anonymous().get(&format!("{LINKS}/1")).await;
    answer.assert_link_error(401, "");
}

#[tokio::test]
async fn another_doctors_is_refused() {
    let app = App::shared().await;
    let path = format!("{LINKS}/{}", app.link_keeper().keeps_link().await);
    app.link_keeper()
        .get(&path)
        .await
        .assert_link_error(403, "");
    let patient = app.as_user(&unique_id("patient"), "patient");
    patient.get(&path).await.assert_link_error(403, "");
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    for id in ["0", "1", "007", "x", "-1", "99999999999999999999"] {
        let answer = app.link_keeper().get(&format!("{LINKS}/{id}")).await;
        answer.assert_link_error(404, "");
    }
}
