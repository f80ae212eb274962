//! PUT /api/v1/sessions/{id}/toggle-status

use std::future::IntoFuture;

use futures::future::join_all;
use serde_json::json;
use tests::{App, LINKS};

#[tokio::test]
async fn turns_it_off_and_on() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}/toggle-status", doctor.keeps_link().await);
    for expected in [false, true, false] {
        let data = doctor.put(&path, json!({})).await.expect(200).data();
        assert_eq!(data["is_active"], expected);
    }
    let data = app
        .as_admin()
        .put(&path, json!({}))
        .await
        .expect(200)
        .data();
    assert_eq!(data["is_active"], true);
}

#[tokio::test]
async fn none_of_many_at_once_is_lost() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    let toggle = format!("{path}/toggle-status");
    let calls = (0..21).map(|_| doctor.put(&toggle, json!({})).into_future());
    for answer in join_all(calls).await {
        answer.expect(200);
    }
    let data = doctor.get(&path).await.expect(200).data();
    assert_eq!(data["is_active"], false);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let path = format!("{LINKS}/1/toggle-status");
    let answer = app.anonymous().put(&path, json!({})).await;
    answer.assert_link_error(401, "");
}

#[tokio::test]
async fn another_doctors_is_refused_and_an_unknown_one_not_found() {
    let app = App::shared().await;
    let id = app.link_keeper().keeps_link().await;
    let doctor = app.link_keeper();
    let answer = doctor
        .put(&format!("{LINKS}/{id}/toggle-status"), json!({}))
        .await;
    answer.assert_link_error(403, "");
    let answer = doctor
        .put(&format!("{LINKS}/1/toggle-status"), json!({}))
        .await;
    answer.assert_link_error(404, "");
}
