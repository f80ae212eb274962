//! POST /api/video/sessions/{session_id}/leave

use serde_json::{Value, json};
use tests::{App, NOT_FOUND, NOT_YOURS, on_the_day, second_of, unique_id};

#[tokio::test]
async fn takes_one_out_and_leaves_the_other_in() {
    let app = App::shared().await;
    for by_doctor in [true, false] {
        let session = app.active().await;
        let (leaver, field, other) = if by_doctor {
            (&session.doctor, "doctor_left_at", "patient_left_at")
        } else {
            (&session.patient, "patient_left_at", "doctor_left_at")
        };
        let left = session.leave(leaver).await;
        let mut expected = json!({ "session_id": session.id, "status": "ACTIVE" });
        expected[field] = left[field].clone();
        assert_eq!(left, expected);
        second_of(&left[field]);
        let shown = session.shown().await;
        assert_eq!(shown[field], left[field]);
        assert_eq!(shown[other], Value::Null);
        assert_eq!(shown["status"], "ACTIVE");
        let meetings = app.chime_meetings_of(&session.id).await;
        let there = meetings[0]["Attendees"].as_array().expect("a list");
        assert_eq!(there.len(), 1, "{there:?}");
        // Who was there is still told.
        let told = shown["attendees"].as_array().expect("a list");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told.iter().all(|one| one["attendee_id"].is_string()),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn while_waiting_the_state_stays() {
    let app = App::shared().await;
    let session = app.waiting().await;
    let left = session.leave(&session.doctor).await;
    assert_eq!(left["status"], "WAITING");
    assert_eq!(session.status().await, "WAITING");
}

#[tokio::test]
async fn the_last_one_completes_it() {
    let app = App::start().await;
    app.set_time("14:20:00").await;
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    app.set_time("14:30:00").await;
    session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    app.set_time("14:50:00").await;
    session.leave(&session.doctor).await;
    // Leaving has made the doctor's chair empty, not the meeting.
    app.set_time("14:58:30").await;
    let left = session.leave(&session.patient).await;
    let expected = json!({
        "session_id": session.id,
        "status": "COMPLETED",
        "patient_left_at": left["patient_left_at"],
    });
    assert_eq!(left, expected);
    let shown = session.shown().await;
    assert_eq!(shown["status"], "COMPLETED");
    assert_eq!(shown["actual_end_time"], left["patient_left_at"]);
    assert_ne!(shown["actual_end_time"], shown["doctor_left_at"]);
    assert!(app.chime_meetings_of(&session.id).await.is_empty());
    let published = session.published(6).await;
    let completed: Vec<_> = published
        .iter()
        .filter(|event| event["detail-type"] == "video.consultation.completed")
        .collect();
    assert_eq!(completed.len(), 1, "{published:?}");
    assert_eq!(completed[0]["detail"]["data"]["duration_minutes"], 28);
}

#[tokio::test]
async fn two_who_leave_at_once_complete_it_once() {
    let app = App::shared().await;
    for _ in 0..10 {
        let session = app.active().await;
        let (doctor, patient) = tokio::join!(
            session.command(&session.doctor, "leave").into_future(),
            session.command(&session.patient, "leave").into_future(),
        );
        let mut statuses = [
            doctor.expect(200).text("status"),
            patient.expect(200).text("status"),
        ];
        statuses.sort();
        assert_eq!(statuses, ["ACTIVE", "COMPLETED"]);
        let mut types = session.event_types().await;
        types.retain(|kind| kind == "SESSION_COMPLETED");
        assert_eq!(types.len(), 1);
    }
}

#[tokio::test]
async fn leaving_again_is_the_same() {
    let app = App::shared().await;
    let session = app.active().await;
    let first = session.leave(&session.patient).await;
    assert_eq!(session.leave(&session.patient).await, first);
    session.leave(&session.doctor).await;
    let after = session.leave(&session.patient).await;
    assert_eq!(after["status"], "COMPLETED");
    assert_eq!(after["patient_left_at"], first["patient_left_at"]);
}

#[tokio::test]
async fn one_who_was_in_when_it_ended_has_left_by_that() {
    let app = App::shared().await;
    let session = app.active().await;
    let ended = session.end().await;
    for (person, field) in [
        (&session.doctor, "doctor_left_at"),
        (&session.patient, "patient_left_at"),
    ] {
        let left = session.leave(person).await;
        assert_eq!(left["status"], "COMPLETED");
        assert_eq!(left[field], ended["actual_end_time"]);
    }
}

#[tokio::test]
async fn one_who_came_back_is_in() {
    let app = App::shared().await;
    let session = app.active().await;
    session.leave(&session.doctor).await;
    session.join(&session.doctor).await;
    session.leave(&session.patient).await;
    assert_eq!(session.status().await, "ACTIVE");
    session.leave(&session.doctor).await;
    assert_eq!(session.status().await, "COMPLETED");
}

#[tokio::test]
async fn works_when_chime_has_forgotten_the_meeting() {
    let app = App::shared().await;
    let session = app.waiting().await;
    let joined = session.join(&session.doctor).await;
    let meeting = joined["meeting_id"].as_str().expect("an id");
    app.expire_meeting(meeting).await;
    let left = session.leave(&session.doctor).await;
    assert_eq!(left["status"], "WAITING");
}

#[tokio::test]
async fn one_who_never_joined_conflicts() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    for person in [&session.doctor, &session.patient] {
        let refused = session.command(person, "leave").await;
        refused.assert_detailed(409);
    }
    session.join(&session.doctor).await;
    let refused = session.command(&session.patient, "leave").await;
    refused.assert_detailed(409);
}

#[tokio::test]
async fn an_empty_object_is_no_body_either() {
    let app = App::shared().await;
    let session = app.active().await;
    let path = format!("{}/leave", session.path());
    session.patient.post(&path, json!({})).await.expect(200);
    session.doctor.post(&path, json!({})).await.expect(200);
    assert_eq!(session.status().await, "COMPLETED");
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.waiting().await;
    let refused = session.command(&app.anonymous(), "leave").await;
    refused.assert_detailed(401);
}

#[tokio::test]
async fn is_for_its_doctor_and_patient_alone() {
    let app = App::shared().await;
    let session = app.waiting().await;
    for stranger in [app.doctor(), app.patient()] {
        let refused = session.command(&stranger, "leave").await;
        refused.assert_detail(403, NOT_YOURS);
    }
    let refused = session.command(&app.as_admin(), "leave").await;
    refused.assert_detailed(403);
}

#[tokio::test]
async fn an_unknown_session_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("session")] {
        let path = format!("/api/video/sessions/{id}/leave");
        let answer = app.doctor().post(&path, json!({})).await;
        answer.assert_detail(404, NOT_FOUND);
    }
}
