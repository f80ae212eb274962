//! The audit trail: no state without its event, no event without its state.

use serde_json::{Value, json};
use tests::{App, Consultation, from_now, unique_id, with};

fn of_type<'a>(events: &'a [Value], event_type: &str) -> Vec<&'a Value> {
    let is_so = |event: &&Value| event["event_type"] == event_type;
    events.iter().filter(is_so).collect()
}

/// That there is one event of this type, by this user, and what it tells.
#[track_caller]
fn told(events: &[Value], event_type: &str, user_id: &str) -> String {
    let found = of_type(events, event_type);
    assert_eq!(found.len(), 1, "{event_type} in {events:?}");
    assert_eq!(found[0]["user_id"], user_id, "{event_type}");
    let text = found[0]["event_description"].as_str();
    text.expect("a description").to_owned()
}

#[tokio::test]
async fn tells_who_did_what() {
    let app = App::shared().await;
    let session = app.active().await;
    let (doctor, patient) = (session.doctor.id.clone(), session.patient.id.clone());
    session.note(&session.doctor, "Better.").await.expect(200);
    session.end().await;
    let events = session.events().await;
    let created = told(&events, "SESSION_CREATED", &patient);
    assert_eq!(
        created,
        "Video consultation session created for DIRECT_DOCTOR"
    );
    let joined = told(&events, "DOCTOR_JOINED", &doctor);
    assert_eq!(joined, "Doctor joined the session");
    let joined = told(&events, "PATIENT_JOINED", &patient);
    assert_eq!(joined, "Patient joined the session");
    let noted = told(&events, "NOTES_UPDATED", &doctor);
    assert!(noted.contains("doctor"), "{noted}");
    let completed = told(&events, "SESSION_COMPLETED", &doctor);
    assert_eq!(completed, "Session ended by doctor");
    // Whoever was still in has left by it.
    assert_eq!(of_type(&events, "DOCTOR_LEFT").len(), 1);
    assert_eq!(of_type(&events, "PATIENT_LEFT").len(), 1);
    assert_eq!(events.len(), 7, "{events:?}");
}

#[tokio::test]
async fn an_admin_is_named_as_one() {
    let app = App::shared().await;
    let session = app.active().await;
    let admin = app.as_admin();
    session.note(&admin, "Seen.").await.expect(200);
    session.command(&admin, "end").await.expect(200);
    let events = session.events().await;
    let noted = told(&events, "NOTES_UPDATED", "the-admin");
    assert!(noted.contains("admin"), "{noted}");
    let completed = told(&events, "SESSION_COMPLETED", "the-admin");
    assert_eq!(completed, "Session ended by admin");
}

#[tokio::test]
async fn a_cancel_names_the_role_that_did_it() {
    let app = App::shared().await;
    for role in ["doctor", "patient", "admin"] {
        let session = app.scheduled().await;
        let (caller, id) = match role {
            "doctor" => (&*session.doctor, session.doctor.id.as_str()),
            "patient" => (&*session.patient, session.patient.id.as_str()),
            _ => (&app.as_admin(), "the-admin"),
        };
        session.command(caller, "cancel").await.expect(200);
        let events = session.events().await;
        let cancelled = told(&events, "SESSION_CANCELLED", id);
        assert!(cancelled.contains(role), "{cancelled}");
        assert_eq!(events.len(), 2, "{events:?}");
    }
}

#[tokio::test]
async fn who_made_it_is_named() {
    let app = App::shared().await;
    let (doctor, patient) = (app.doctor(), unique_id("patient"));
    for (caller, id) in [
        (&*doctor, doctor.id.as_str()),
        (&app.as_admin(), "the-admin"),
    ] {
        let body = tests::direct(&doctor.id, &patient, &from_now(86_400));
        let body = with(&body, "consultation_duration_minutes", 15);
        let made = caller.post("/api/video/sessions", body).await.expect(201);
        let session = Consultation {
            app: app.clone(),
            doctor: doctor.clone(),
            patient: app.patient(),
            id: made.text("session_id"),
        };
        told(&session.events().await, "SESSION_CREATED", id);
        session.command(caller, "cancel").await.expect(200);
    }
}

#[tokio::test]
async fn what_changes_nothing_has_no_event() {
    let app = App::shared().await;
    let session = app.waiting().await;
    let before = session.event_types().await;
    session.join(&session.doctor).await;
    assert_eq!(session.event_types().await, before, "joined twice");

    session.leave(&session.doctor).await;
    let before = session.event_types().await;
    assert_eq!(before, ["SESSION_CREATED", "DOCTOR_JOINED", "DOCTOR_LEFT"]);
    session.leave(&session.doctor).await;
    assert_eq!(session.event_types().await, before, "left twice");

    session.join(&session.doctor).await;
    session.join(&session.patient).await;
    session.end().await;
    let before = session.event_types().await;
    session.end().await;
    session.leave(&session.patient).await;
    assert_eq!(session.event_types().await, before, "ended twice");
}

#[tokio::test]
async fn what_is_refused_has_no_event() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    for (command, status) in [("leave", 409), ("end", 409)] {
        session
            .command(&session.doctor, command)
            .await
            .assert_detailed(status);
    }
    let stranger = app.doctor();
    session
        .command(&stranger, "cancel")
        .await
        .assert_detailed(403);
    session
        .note(&session.patient, "Mine.")
        .await
        .assert_detailed(403);
    assert_eq!(session.event_types().await, ["SESSION_CREATED"]);
}

#[tokio::test]
async fn both_leaving_completes_it_with_its_event() {
    let app = App::shared().await;
    let session = app.active().await;
    session.leave(&session.patient).await;
    session.leave(&session.doctor).await;
    let mut types = session.event_types().await;
    let expected = [
        "SESSION_CREATED",
        "DOCTOR_JOINED",
        "PATIENT_JOINED",
        "PATIENT_LEFT",
    ];
    assert_eq!(types[..4], expected);
    // These two are of one moment.
    types[4..].sort();
    assert_eq!(types[4..], ["DOCTOR_LEFT", "SESSION_COMPLETED"]);
}

#[tokio::test]
async fn no_api_changes_or_removes_an_event() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let event = session.event("SESSION_CREATED").await;
    let path = format!("{}/events", session.path());
    let admin = app.as_admin();
    for answer in [
        admin.delete(&path).await,
        admin.put(&path, json!({})).await,
        admin.patch(&path, json!({})).await,
        admin.post(&path, json!({})).await,
    ] {
        answer.assert_detailed(405);
    }
    let one = format!("{path}/{}", event["event_id"].as_str().expect("an id"));
    admin.delete(&one).await.assert_detailed(404);
    assert_eq!(session.events().await, [event]);
}
