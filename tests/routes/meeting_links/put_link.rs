//! PUT /api/v1/sessions/{id}

use std::future::IntoFuture;

use serde_json::json;
use tests::{App, LINKS};

#[tokio::test]
async fn either_field_alone_or_both() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    let zoom = json!({ "link": "https://zoom.us/j/1", "link_type": "zoom" });
    let data = doctor.put(&path, zoom).await.expect(200).data();
    assert_eq!(
        (&data["link"], &data["link_type"]),
        (&json!("https://zoom.us/j/1"), &json!("zoom"))
    );
    let link = json!({ "link": "https://us02web.zoom.us/j/2" });
    let data = doctor.put(&path, link).await.expect(200).data();
    assert_eq!(data["link"], "https://us02web.zoom.us/j/2");
    let other = json!({ "link_type": "other" });
    let data = app.as_admin().put(&path, other).await.expect(200).data();
    assert_eq!(data["link_type"], "other");
    assert_eq!(doctor.get(&path).await.expect(200).data(), data);
    let nothing = doctor.put(&path, json!({})).await.expect(200).data();
    assert_eq!(nothing["link"], data["link"]);
}

#[tokio::test]
async fn the_pair_is_checked() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    let before = doctor.get(&path).await.expect(200).data();
    for body in [
        json!({ "link": "https://zoom.us/j/1" }),
        json!({ "link_type": "zoom" }),
        json!({ "link": "https://zoom.us@evil.test/", "link_type": "zoom" }),
        json!({ "link": "http://example.com", "link_type": "other" }),
        json!({ "link_type": 5 }),
    ] {
        doctor.put(&path, body).await.assert_link_error(400, "link");
    }
    assert_eq!(doctor.get(&path).await.expect(200).data(), before);
    // Two that do not go together need no link to be wrong.
    let wrong = json!({ "link": "https://teams.live.com/2", "link_type": "zoom" });
    for path in [path, format!("{LINKS}/1")] {
        let stranger = app.link_keeper();
        let refused = stranger.put(&path, wrong.clone()).await;
        refused.assert_link_error(400, "link");
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let answer = app.anonymous().put(&format!("{LINKS}/1"), json!({})).await;
    answer.assert_link_error(401, "");
}

#[tokio::test]
async fn another_doctors_is_refused_and_an_unknown_one_not_found() {
    let app = App::shared().await;
    let path = format!("{LINKS}/{}", app.link_keeper().keeps_link().await);
    let answer = app.link_keeper().put(&path, json!({})).await;
    answer.assert_link_error(403, "");
    let answer = app
        .link_keeper()
        .put(&format!("{LINKS}/1"), json!({}))
        .await;
    answer.assert_link_error(404, "");
}

#[tokio::test]
async fn changes_of_different_fields_at_once_both_win() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/{}", doctor.keeps_link().await);
    doctor
        .put(&path, json!({ "link_type": "other" }))
        .await
        .expect(200);
    let (link, toggle) = (
        doctor.put(&path, json!({ "link": "https://example.com/a" })),
        doctor.put(&format!("{path}/toggle-status"), json!({})),
    );
    let (link, toggle) = futures::join!(link.into_future(), toggle.into_future());
    link.expect(200);
    toggle.expect(200);
    let data = doctor.get(&path).await.expect(200).data();
    assert_eq!(
        (&data["link"], &data["is_active"]),
        (&json!("https://example.com/a"), &json!(false))
    );
}
