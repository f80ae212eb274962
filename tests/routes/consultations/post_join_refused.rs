//! POST /api/video/sessions/{session_id}/join (refused)

use http::Method;
use serde_json::json;
use tests::{App, NOT_FOUND, NOT_YOURS, unique_id};

#[tokio::test]
async fn the_body_is_optional() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let path = format!("{}/join", session.path());
    for body in [
        json!({}),
        json!({ "device_type": null, "browser_info": null }),
        json!({ "device_type": "web", "browser_info": "Chrome 120 on Windows 11" }),
        json!({ "device_type": "mobile" }),
        json!({ "device_type": "desktop", "other": 1 }),
    ] {
        session.doctor.post(&path, body).await.expect(200);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let nobody = app.anonymous();
    session.command(&nobody, "join").await.assert_detailed(401);
}

#[tokio::test]
async fn is_for_its_doctor_and_patient_alone() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    for stranger in [app.doctor(), app.patient(), app.somebody("psychologist")] {
        let refused = session.command(&stranger, "join").await;
        refused.assert_detail(403, NOT_YOURS);
    }
    for role in ["admin", "super_admin", "student", "teacher"] {
        let refused = session.command(&app.somebody(role), "join").await;
        refused.assert_detailed(403);
    }
    assert_eq!(session.status().await, "SCHEDULED");
    assert!(app.chime_meetings_of(&session.id).await.is_empty());
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let path = format!("{}/join", session.path());
    for (fields, body) in [
        (vec!["device_type"], json!({ "device_type": "fridge" })),
        (vec!["device_type"], json!({ "device_type": 1 })),
        (vec!["browser_info"], json!({ "browser_info": ["Chrome"] })),
        (vec!["browser_info"], json!({ "browser_info": "a\u{0}b" })),
        (
            vec!["browser_info"],
            json!({ "browser_info": "x".repeat(10_001) }),
        ),
        (
            vec!["browser_info", "device_type"],
            json!({ "device_type": "", "browser_info": 1 }),
        ),
    ] {
        let refused = session.doctor.post(&path, body).await;
        refused.assert_wrong_fields(&fields);
    }
    let call = session.doctor.call(Method::POST, &path);
    call.body("application/json", "{").await.assert_invalid();
    // The body is judged before the session.
    let unknown = "/api/video/sessions/nothing/join";
    let body = json!({ "device_type": "fridge" });
    let refused = session.doctor.post(unknown, body).await;
    refused.assert_wrong_fields(&["device_type"]);
    assert_eq!(session.status().await, "SCHEDULED");
}

#[tokio::test]
async fn an_unknown_session_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("session")] {
        let path = format!("/api/video/sessions/{id}/join");
        let answer = app.patient().post(&path, json!({})).await;
        answer.assert_detail(404, NOT_FOUND);
    }
}
