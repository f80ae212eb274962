//! The same of tutoring's meetings.

use serde_json::{Value, json};
use std::fs;
use tests::{Answer, App, Opened, Process};

use super::{in_meetings, sweep};
use crate::faults::ALL;
use crate::process::{PLATFORM, data_dir};

async fn meet(app: &App, opened: &Opened) -> Answer {
    let student = app.as_student(&opened.student.id);
    let body = json!({ "session_id": opened.id });
    student.post("/meetings", body).await
}

async fn shown(app: &App, opened: &Opened) -> Value {
    let student = app.as_student(&opened.student.id);
    let path = format!("/sessions/{}", opened.id);
    student.get(&path).await.expect(200).json()
}

/// No meeting is left of one that broke off, and the next one stays.
async fn assert_swept(app: &App, opened: &Opened, how: &str) {
    let left = in_meetings(app, &opened.id).await;
    assert!(left.is_empty(), "{how}: {left:?}");
    let session = shown(app, opened).await;
    assert_eq!(session["status"], "pending", "{how}");
    assert_eq!(session["meeting_data"], json!({}), "{how}");
    let id = meet(app, opened).await.expect(201).text("meeting_id");
    sweep(app).await;
    let live = app.chime_meetings_of(&opened.id).await;
    assert_eq!(live.len(), 1, "{how}");
    assert_eq!(live[0]["Meeting"]["MeetingId"], id, "{how}");
    let again = meet(app, opened).await.expect(200);
    assert_eq!(again.text("meeting_id"), id, "{how}");
}

#[tokio::test]
async fn a_meeting_that_nobody_comes_back_for_is_swept() {
    for (service, operation, kind) in [
        ("dynamodb", "PutItem", "error"),
        ("dynamodb", "PutItem", "lost_answer"),
        ("chime", "CreateMeeting", "error"),
        ("chime", "CreateMeeting", "lost_answer"),
        ("chime", "GetMeeting", "error"),
        ("chime", "GetMeeting", "lost_answer"),
        ("dynamodb", "TransactWriteItems", "error"),
        ("dynamodb", "TransactWriteItems", "timeout"),
    ] {
        let app = App::start().await;
        let opened = app.opened().await;
        app.fault(service, operation, kind, ALL).await;
        let failed = meet(&app, &opened).await;
        app.clear_faults().await;
        let how = format!("{kind} of {operation}");
        assert!(failed.status() >= 500, "{how}: {failed}");
        sweep(&app).await;
        assert_swept(&app, &opened, &how).await;
    }
}

/// It is on, only nobody was told so.
#[tokio::test]
async fn a_meeting_that_was_stored_stays() {
    let app = App::start().await;
    let opened = app.opened().await;
    app.fault("dynamodb", "TransactWriteItems", "lost_answer", ALL)
        .await;
    meet(&app, &opened).await.assert_refused(503);
    app.clear_faults().await;
    sweep(&app).await;
    let live = app.chime_meetings_of(&opened.id).await;
    assert_eq!(live.len(), 1);
    assert_eq!(shown(&app, &opened).await["status"], "active");
    let id = meet(&app, &opened).await.expect(200).text("meeting_id");
    assert_eq!(live[0]["Meeting"]["MeetingId"], id);
}

#[tokio::test]
async fn so_is_one_of_a_killed_process() {
    let folder = data_dir("lesson");
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let opened = app.opened().await;
    app.fault("chime", "GetMeeting", "timeout", ALL).await;
    tokio::select! {
        answer = meet(&app, &opened) => panic!("{answer}"),
        () = super::kills::struck(&app) => {}
    }
    process.kill();
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    assert_eq!(in_meetings(&app, &opened.id).await.len(), 1);
    sweep(&app).await;
    assert_swept(&app, &opened, "killed").await;
    process.kill();
    fs::remove_dir_all(folder).expect("a folder to remove");
}
