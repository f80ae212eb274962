//! DELETE /api/v1/sessions/{id}

use serde_json::Value;
use tests::{App, LINKS};

#[tokio::test]
async fn it_is_gone() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    assert_eq!(doctor.delete(&path).await.expect(200).data(), Value::Null);
    doctor.get(&path).await.assert_link_error(404, "");
    doctor.delete(&path).await.assert_link_error(404, "");
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    app.as_admin().delete(&path).await.expect(200);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let answer = app.anonymous().delete(&format!("{LINKS}/1")).await;
    answer.assert_link_error(401, "");
}

#[tokio::test]
async fn another_doctors_is_refused() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    app.link_keeper()
        .delete(&path)
        .await
        .assert_link_error(403, "");
    doctor.get(&path).await.expect(200);
}
