//! POST /api/video/sessions/{session_id}/join

use serde_json::{Value, json};
use tests::{App, Consultation, second_of, until};

/// The attendees of the session's one meeting at Chime.
async fn attendees(session: &Consultation) -> Vec<Value> {
    let meetings = session.app.chime_meetings_of(&session.id).await;
    assert_eq!(meetings.len(), 1, "{meetings:?}");
    meetings[0]["Attendees"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn gives_the_meeting_and_an_attendee() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let shown = session.shown().await;
    let answer = session.command(&session.doctor, "join").await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer}");
    let joined = answer.json();
    let media = &joined["media_placement"];
    let expected = json!({
        "session_id": session.id,
        "meeting_id": joined["meeting_id"],
        "external_meeting_id": session.id,
        "media_region": joined["media_region"],
        "media_placement": {
            "audio_host_url": media["audio_host_url"],
            "audio_fallback_url": media["audio_fallback_url"],
            "signaling_url": media["signaling_url"],
            "turn_control_url": media["turn_control_url"],
            "screen_data_url": media["screen_data_url"],
            "screen_viewing_url": media["screen_viewing_url"],
            "screen_sharing_url": media["screen_sharing_url"],
        },
        "attendee": {
            "attendee_id": joined["attendee"]["attendee_id"],
            "role": "DOCTOR",
            "attendee_token": joined["attendee"]["attendee_token"],
            "joined_at": joined["attendee"]["joined_at"],
        },
        "scheduled_start_time": shown["scheduled_start_time"],
        "scheduled_end_time": shown["scheduled_end_time"],
    });
    assert_eq!(joined, expected);
    second_of(&joined["attendee"]["joined_at"]);

    // It is what Chime has.
    let meeting = &app.chime_meetings_of(&session.id).await[0];
    let chime = &meeting["Meeting"];
    assert_eq!(joined["meeting_id"], chime["MeetingId"]);
    assert_eq!(joined["media_region"], chime["MediaRegion"]);
    assert_eq!(chime["ExternalMeetingId"], session.id);
    let placement = &chime["MediaPlacement"];
    for (ours, theirs) in [
        ("audio_host_url", "AudioHostUrl"),
        ("audio_fallback_url", "AudioFallbackUrl"),
        ("signaling_url", "SignalingUrl"),
    ] {
        assert!(placement[theirs].is_string(), "{theirs}");
        assert_eq!(media[ours], placement[theirs], "{ours}");
    }
    let attendee = &meeting["Attendees"][0];
    assert_eq!(joined["attendee"]["attendee_id"], attendee["AttendeeId"]);
    assert_eq!(joined["attendee"]["attendee_token"], attendee["JoinToken"]);
}

#[tokio::test]
async fn the_first_waits_and_the_second_makes_it_active() {
    let app = App::shared().await;
    for patient_first in [false, true] {
        let session = app.scheduled().await;
        let mut order = [(&session.doctor, "DOCTOR"), (&session.patient, "PATIENT")];
        if patient_first {
            order.reverse();
        }
        let first = session.join(order[0].0).await;
        assert_eq!(first["attendee"]["role"], order[0].1);
        let waiting = session.shown().await;
        assert_eq!(waiting["status"], "WAITING");
        assert_eq!(waiting["actual_start_time"], first["attendee"]["joined_at"]);
        let second = session.join(order[1].0).await;
        assert_eq!(second["attendee"]["role"], order[1].1);
        assert_eq!(second["meeting_id"], first["meeting_id"]);
        let active = session.shown().await;
        assert_eq!(active["status"], "ACTIVE");
        assert_eq!(active["actual_start_time"], waiting["actual_start_time"]);
        assert_eq!(attendees(&session).await.len(), 2);
        let ids = [&first, &second].map(|joined| &joined["attendee"]["attendee_id"]);
        assert_ne!(ids[0], ids[1]);
    }
}

#[tokio::test]
async fn joining_again_gives_the_same_attendee() {
    let app = App::shared().await;
    let session = app.waiting().await;
    let first = session.join(&session.doctor).await;
    assert_eq!(session.join(&session.doctor).await, first);
    session.join(&session.patient).await;
    assert_eq!(session.join(&session.doctor).await, first);
    assert_eq!(session.status().await, "ACTIVE");
    assert_eq!(attendees(&session).await.len(), 2);
}

#[tokio::test]
async fn one_who_left_joins_the_same_meeting_again() {
    let app = App::shared().await;
    let session = app.waiting().await;
    let first = session.join(&session.doctor).await;
    session.leave(&session.doctor).await;
    let again = session.join(&session.doctor).await;
    assert_eq!(again["meeting_id"], first["meeting_id"]);
    let there = attendees(&session).await;
    assert_eq!(there.len(), 1);
    assert_eq!(again["attendee"]["attendee_id"], there[0]["AttendeeId"]);
    assert_eq!(session.status().await, "WAITING");
    session.join(&session.patient).await;
    assert_eq!(session.status().await, "ACTIVE");
}

#[tokio::test]
async fn it_is_active_only_when_both_are_in_at_once() {
    let app = App::shared().await;
    let session = app.waiting().await;
    session.leave(&session.doctor).await;
    session.join(&session.patient).await;
    assert_eq!(session.status().await, "WAITING");
    session.join(&session.doctor).await;
    assert_eq!(session.status().await, "ACTIVE");
}

#[tokio::test]
async fn a_new_meeting_is_made_when_chime_has_ended_the_first() {
    let app = App::shared().await;
    let session = app.waiting().await;
    let first = session.join(&session.doctor).await;
    let meeting = first["meeting_id"].as_str().expect("an id");
    app.expire_meeting(meeting).await;
    // Whether or not the news of it has come.
    let patient = session.join(&session.patient).await;
    assert_ne!(patient["meeting_id"], first["meeting_id"]);
    let doctor = session.join(&session.doctor).await;
    assert_eq!(doctor["meeting_id"], patient["meeting_id"]);
    assert_eq!(attendees(&session).await.len(), 2);
    assert_eq!(session.until_status("ACTIVE").await["status"], "ACTIVE");
}

#[tokio::test]
async fn a_thousand_at_once_are_in_one_meeting() {
    let app = App::start().await;
    let session = app.scheduled().await;
    let race = (0..1_000).map(|n| {
        let caller = [&session.doctor, &session.patient][n % 2];
        session.command(caller, "join").into_future()
    });
    let answers = futures::future::join_all(race).await;
    let mut seen: Vec<(String, String)> = answers
        .into_iter()
        .map(|answer| {
            let joined = answer.expect(200);
            let attendee = joined.json()["attendee"]["attendee_id"].to_string();
            (joined.text("meeting_id"), attendee)
        })
        .collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert_eq!(seen[0].0, seen[1].0);
    assert_eq!(session.status().await, "ACTIVE");
    // A meeting that lost the race would be an orphan.
    until("one meeting", async || {
        (app.chime_meetings().await.len() == 1).then_some(())
    })
    .await;
    let joins = session.event_types().await;
    assert_eq!(joins.len(), 3, "{joins:?}");
}

#[tokio::test]
async fn who_one_is_goes_by_the_id_and_not_by_the_role() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let treated = app.as_user(&session.patient.id, "doctor");
    let joined = session.join(&treated).await;
    assert_eq!(joined["attendee"]["role"], "PATIENT");
    assert_eq!(session.shown().await["doctor_joined_at"], Value::Null);
}
