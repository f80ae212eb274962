//! What happens to live and scheduled sessions reaches the event bus.

use serde_json::{Value, json};
use tests::{App, LIVE_SESSIONS, LIVE_SOURCE, live_body, live_time};

fn types(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["detail-type"].as_str().expect("a type"))
        .collect()
}

/// What the envelopes of one thing have in common.
fn assert_tell_of(events: &[Value], id: &str, instructor: &str) {
    for event in events {
        assert_eq!(event["source"], LIVE_SOURCE);
        let detail = &event["detail"];
        assert!(detail.is_object(), "{event}");
        // Which fields they are in is not said.
        let text = detail.to_string();
        assert!(text.contains(id), "{id} in {event}");
        assert!(text.contains(instructor), "{instructor} in {event}");
    }
}

#[tokio::test]
async fn a_live_sessions_life_is_told() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let recording = session.record().await;
    session.stop(&session.instructor).await.expect(200);
    session.delete(&session.instructor).await.expect(200);
    let events = session.published(4).await;
    assert_eq!(
        types(&events),
        [
            "live.session.created",
            "live.recording.started",
            "live.recording.stopped",
            "live.session.deleted",
        ]
    );
    for event in &events[1..3] {
        let text = event["detail"].to_string();
        assert!(text.contains(&recording), "{event}");
    }
    for event in [&events[0], &events[3]] {
        let told = std::slice::from_ref(event);
        assert_tell_of(told, &session.id, &session.instructor.id);
    }
}

#[tokio::test]
async fn a_scheduled_sessions_life_is_told() {
    let app = App::shared().await;
    let scheduled = app.scheduled_live().await;
    let instructor = &scheduled.instructor;
    let later = json!({ "startsAt": live_time("17:00") });
    scheduled.change(instructor, later).await.expect(200);
    scheduled.step(instructor, "live").await.expect(200);
    instructor.delete(&scheduled.path()).await.expect(200);
    let events = scheduled.published(4).await;
    assert_eq!(
        types(&events),
        [
            "live.scheduled.created",
            "live.scheduled.updated",
            "live.scheduled.updated",
            "live.scheduled.deleted",
        ]
    );
    assert_tell_of(&events, &scheduled.id, &instructor.id);
}

#[tokio::test]
async fn what_is_refused_is_told_to_nobody() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let stranger = app.instructor();
    let empty = session.start(&session.instructor).await;
    empty.assert_live_error(409, "");
    let none = session.stop(&session.instructor).await;
    none.assert_live_error(404, "");
    for answer in [
        session.start(&stranger).await,
        session.stop(&stranger).await,
        session.delete(&stranger).await,
    ] {
        answer.assert_live_error(403, "");
    }
    session.delete(&session.instructor).await.expect(200);
    let events = session.published(2).await;
    let told = ["live.session.created", "live.session.deleted"];
    assert_eq!(types(&events), told);

    let scheduled = app.scheduled_live().await;
    let foreign = scheduled.step(&stranger, "live").await;
    foreign.assert_live_error(403, "");
    let past = json!({ "startsAt": "2020-01-01T00:00:00Z" });
    let past = scheduled.change(&scheduled.instructor, past).await;
    past.assert_live_error(400, "startsAt");
    let deleted = scheduled.instructor.delete(&scheduled.path()).await;
    deleted.expect(200);
    let events = scheduled.published(2).await;
    let told = ["live.scheduled.created", "live.scheduled.deleted"];
    assert_eq!(types(&events), told);
}

#[tokio::test]
async fn no_token_and_no_link_is_told() {
    let app = App::shared().await;
    let session = app.joined_live_session().await;
    let token = session.token(&session.instructor, "Ines").await;
    let token = token.expect(200).text("token");
    let id = session.record().await;
    session.stop(&session.instructor).await.expect(200);
    app.finish_recording(&id).await;
    let shown = session.recording(&session.instructor).await.expect(200);
    let link = shown.text("downloadLink");
    session.delete(&session.instructor).await.expect(200);
    for event in session.published(4).await {
        let text = event.to_string();
        assert!(!text.contains(&token) && !text.contains(&link), "{event}");
    }
}

#[tokio::test]
async fn a_replayed_creation_is_told_once() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let mut made = Vec::new();
    for _ in 0..3 {
        let call = instructor.post(LIVE_SESSIONS, live_body());
        made.push(call.header("idempotency-key", "key").await.expect(201));
    }
    let session = tests::LiveSession {
        app: app.clone(),
        instructor,
        id: made[0].text("_id"),
        name: made[0].text("roomName"),
    };
    session.delete(&session.instructor).await.expect(200);
    let events = session.published(2).await;
    let told = ["live.session.created", "live.session.deleted"];
    assert_eq!(types(&events), told);
}

#[tokio::test]
async fn what_failed_is_not_told() {
    let app = App::start().await;
    let instructor = app.instructor();
    app.fault("daily", "CreateRoom", "error", crate::faults::ALL)
        .await;
    let failed = instructor.post(LIVE_SESSIONS, live_body()).await;
    app.clear_faults().await;
    failed.assert_live_failure(500, "Failed to create session room");
    let session = app.live_session_of(&instructor).await;
    session.published(1).await;
    let events = app.bus_events(LIVE_SOURCE).await;
    assert_eq!(types(&events), ["live.session.created"]);
}
