//! An appointment whose consultation is over, as its event tells.

use futures::future::join_all;
use serde_json::{Value, json};
use tests::{APPOINTMENTS, App, Visit, completion, second_of, without_timers};

const COMPLETED: &str = "video.consultation.completed";
const SOURCE: &str = "sessions.consultations";

/// What the event of [`completion`] adds.
#[track_caller]
fn assert_completed(shown: &Value, session_id: &str) {
    assert_eq!(shown["status"], "completed");
    assert_eq!(shown["can_join_session"], false);
    assert_eq!(shown["video_session_id"], session_id);
    assert_eq!(shown["consultation_duration_minutes"], 28);
    // When it began, or ended: 28 whole minutes before 14:58:30, or then.
    let ended = second_of(&json!("2027-01-25T14:58:30Z"));
    let at = second_of(&shown["consultation_date"]);
    assert!((ended - 29 * 60..=ended).contains(&at), "{shown}");
}

async fn assert_unchanged(visit: &Visit, before: &Value) {
    assert_eq!(without_timers(&visit.shown().await), without_timers(before));
}

#[tokio::test]
async fn is_completed_with_what_was_said_of_it() {
    let app = App::shared().await;
    for status in ["scheduled", "confirmed"] {
        let visit = app.visit_in_status(status).await;
        let detail = completion(&json!(visit.text_id()), "sess_abc123");
        app.emit(SOURCE, COMPLETED, &detail).await;
        let shown = visit.until_status("completed").await;
        assert_completed(&shown, "sess_abc123");
        assert_eq!(shown["consultation_notes"], "Patient improved...");
        let admin = visit.shown_to(&app.as_admin()).await;
        assert_completed(&admin, "sess_abc123");
        assert_eq!(admin["consultation_notes"], "Patient improved...");
        // The patient sees all of it but the notes.
        let answer = visit.patient.get(&visit.path()).await.expect(200);
        assert_completed(&answer.json(), "sess_abc123");
        assert!(answer.json()["consultation_notes"].is_null(), "{answer}");
        for path in [visit.path(), APPOINTMENTS.to_owned()] {
            let answer = visit.patient.get(&path).await.expect(200);
            let text = String::from_utf8_lossy(answer.bytes());
            assert!(!text.contains("Patient improved"), "{answer}");
        }
        let token = visit.video(&visit.patient, "token").await;
        token.assert_detailed(409);
        let cancel = visit.step(&visit.patient, "cancelled").await;
        cancel.assert_detailed(409);
        // What is said to a change is as free of notes as what is shown.
        let change = visit.change(&visit.patient, json!({})).await;
        let text = String::from_utf8_lossy(change.bytes());
        assert!(!text.contains("Patient improved"), "{change}");
    }
}

#[tokio::test]
async fn who_one_is_goes_by_the_id_when_notes_are_shown() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let detail = completion(&json!(visit.text_id()), "sess_abc123");
    app.completes(&detail).await.expect(200);
    let treated = app.as_user(&visit.patient.id, "psychologist");
    let answer = treated.get(&visit.path()).await.expect(200);
    let text = String::from_utf8_lossy(answer.bytes());
    assert!(!text.contains("Patient improved"), "{answer}");
}

#[tokio::test]
async fn is_completed_once_however_often_it_is_told() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let detail = completion(&json!(visit.text_id()), "sess_abc123");
    // Who is in another's way may fail, and is then told again.
    join_all((0..20).map(|_| app.completes(&detail))).await;
    app.completes(&detail).await.expect(200);
    let shown = visit.shown().await;
    assert_completed(&shown, "sess_abc123");
    // The first one counts.
    let mut other = completion(&json!(visit.text_id()), "sess_other");
    other["data"]["duration_minutes"] = json!(5);
    other["data"]["session_notes"] = json!("Something else");
    app.completes(&other).await.expect(200);
    assert_unchanged(&visit, &shown).await;
}

#[tokio::test]
async fn without_notes_there_are_none() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let mut detail = completion(&json!(visit.text_id()), "sess_abc123");
    detail["data"]["session_notes"] = Value::Null;
    detail["data"]["connection_quality_rating"] = Value::Null;
    app.completes(&detail).await.expect(200);
    let shown = visit.shown().await;
    assert_completed(&shown, "sess_abc123");
    assert!(shown["consultation_notes"].is_null(), "{shown}");
}

#[tokio::test]
async fn one_that_the_psychologist_has_completed_gains_what_is_known() {
    let app = App::shared().await;
    let visit = app.visit_in_status("completed").await;
    let detail = completion(&json!(visit.text_id()), "sess_abc123");
    app.completes(&detail).await.expect(200);
    let shown = visit.shown().await;
    assert_eq!(shown["status"], "completed");
    // It is completed already; whether its details are taken is not said.
    let session = &shown["video_session_id"];
    assert!(session.is_null() || *session == "sess_abc123", "{shown}");
}

#[tokio::test]
async fn events_of_others_change_nothing() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let before = visit.shown().await;
    for appointment in [
        Value::Null,
        json!("789e1552-abfa-42ab-a7a9-b033e8b745f9"),
        json!("1"),
        json!("-1"),
        json!("99999999999999999999999999"),
    ] {
        let detail = completion(&appointment, "sess_abc123");
        app.completes(&detail).await.expect(200);
    }
    assert_unchanged(&visit, &before).await;
}

#[tokio::test]
async fn a_no_show_changes_nothing() {
    let app = App::shared().await;
    let (missed, held) = (app.visit().await, app.visit().await);
    // Its own event is behind it when another's has come through.
    missed.consultation().await;
    let before = missed.shown().await;
    let no_show = "video.consultation.session-no-show";
    let detail = json!({
        "event_type": no_show,
        "timestamp": "2027-01-25T15:05:00Z",
        "data": {
            "event_id": "evt_1",
            "session_id": "sess_abc123",
            "appointment_id": missed.text_id(),
            "doctor_id": missed.psychologist.id,
            "patient_id": missed.patient.id,
            "user_id": "system",
            "status": "NO_SHOW",
            "event_description": "Neither doctor nor patient has joined",
        },
    });
    app.emit(SOURCE, no_show, &detail).await;
    let completed = completion(&json!(held.text_id()), "sess_abc123");
    app.emit(SOURCE, COMPLETED, &completed).await;
    held.until_status("completed").await;
    assert_unchanged(&missed, &before).await;
}

#[tokio::test]
async fn a_failing_store_is_tried_again() {
    let app = App::start().await;
    let visit = app.visit().await;
    // One that has its consultation has no events left on their way.
    visit.consultation().await;
    app.fault("dynamodb", "TransactWriteItems", "error", 3)
        .await;
    let detail = completion(&json!(visit.text_id()), "sess_abc123");
    app.emit(SOURCE, COMPLETED, &detail).await;
    let shown = visit.until_status("completed").await;
    app.clear_faults().await;
    assert_completed(&shown, "sess_abc123");
}
