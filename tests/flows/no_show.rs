//! What nobody ends ends by itself: by a schedule, at the time it is due.

use serde_json::{Value, json};
use tests::{App, Consultation, direct, on_the_day, second_of, unique_id, until};

/// A session from 14:30 to 15:00, made in the morning.
async fn scheduled(app: &App) -> Consultation {
    app.set_time("08:00:00").await;
    app.scheduled_at(&on_the_day("14:30")).await
}

/// Such a session with both in, from a little after 14:30 on.
async fn active(app: &App) -> Consultation {
    let session = scheduled(app).await;
    app.set_time("14:30:00").await;
    session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    session
}

/// A browser has lost its connection to the meeting, as the bus is told.
/// Chime's stand-in is not: there the meeting goes on, so that only the sweep
/// can end it.
async fn connection_lost(session: &Consultation, role: &str) {
    let shown = session.shown().await;
    let attendees = shown["attendees"].as_array().expect("a list").clone();
    let attendee = attendees
        .iter()
        .find(|attendee| attendee["role"] == role)
        .expect("an attendee");
    let meeting = session.app.chime_meetings_of(&session.id).await[0].clone();
    let known = meeting["Attendees"].as_array().expect("a list");
    let known = known
        .iter()
        .find(|known| known["AttendeeId"] == attendee["attendee_id"])
        .expect("the attendee at Chime");
    let now = session.app.anonymous().get("/_local/clock").await.json();
    let now: jiff::Timestamp = now["now"]
        .as_str()
        .expect("a time")
        .parse()
        .expect("a time");
    let detail = json!({
        "version": "0",
        "eventType": "chime:AttendeeDropped",
        "timestamp": now.as_millisecond(),
        "meetingId": meeting["Meeting"]["MeetingId"],
        "externalMeetingId": meeting["Meeting"]["ExternalMeetingId"],
        "mediaRegion": meeting["Meeting"]["MediaRegion"],
        "attendeeId": known["AttendeeId"],
        "externalUserId": known["ExternalUserId"],
        "networkType": "VoIP",
    });
    let name = "Chime Meeting State Change";
    session.app.emit("aws.chime", name, &detail).await;
    let field = format!("{}_left_at", role.to_lowercase());
    let has_left = |shown: &Value| shown[field.as_str()].is_string();
    session.until_shown(&field, has_left).await;
}

#[track_caller]
fn assert_tells(event: &Value, words: &[&str]) {
    assert_eq!(event["user_id"], "system");
    let text = event["event_description"].as_str().expect("a description");
    let text = text.to_lowercase();
    for word in words {
        assert!(text.contains(word), "{word} in {event}");
    }
}

#[tokio::test]
async fn nobody_shows_up() {
    let app = App::start().await;
    let session = scheduled(&app).await;
    app.set_time("15:04:00").await;
    assert_eq!(session.status().await, "SCHEDULED");
    app.set_time("15:05:05").await;
    session.until_status("NO_SHOW").await;
    let event = session.event("SESSION_NO_SHOW").await;
    assert_tells(&event, &["doctor", "patient"]);
    let envelopes = session.published(2).await;
    assert_eq!(
        envelopes[1]["detail-type"],
        "video.consultation.session-no-show"
    );
    assert_eq!(envelopes[1]["detail"]["data"]["status"], "NO_SHOW");
    // It is said once, however often is looked.
    app.advance(3_600).await;
    app.advance(3_600).await;
    let answer = app.invoke("consultation-sweep", &json!({})).await;
    answer.expect(200);
    let expected = ["SESSION_CREATED", "SESSION_NO_SHOW"];
    assert_eq!(session.event_types().await, expected);
}

#[tokio::test]
async fn one_waits_in_vain() {
    let app = App::start().await;
    for (doctor_waits, missing) in [(true, "patient"), (false, "doctor")] {
        let session = scheduled(&app).await;
        app.set_time("14:30:00").await;
        let waits = if doctor_waits {
            &session.doctor
        } else {
            &session.patient
        };
        session.connect(waits).await;
        app.set_time("15:04:00").await;
        assert_eq!(session.status().await, "WAITING");
        assert_eq!(app.chime_meetings_of(&session.id).await.len(), 1);
        app.set_time("15:05:05").await;
        session.until_status("NO_SHOW").await;
        let event = session.event("SESSION_NO_SHOW").await;
        assert_tells(&event, &[missing]);
        session.app.until_no_meeting_of(&session.id).await;
    }
}

#[tokio::test]
async fn one_whose_meeting_chime_has_ended_is_a_no_show_too() {
    let app = App::start().await;
    let session = scheduled(&app).await;
    app.set_time("14:30:00").await;
    let joined = session.join(&session.doctor).await;
    let meeting_id = joined["meeting_id"].as_str().expect("an id");
    app.expire_meeting(meeting_id).await;
    app.set_time("15:05:05").await;
    session.until_status("NO_SHOW").await;
    assert_tells(&session.event("SESSION_NO_SHOW").await, &["patient"]);
    session.app.until_no_meeting_of(&session.id).await;
}

#[tokio::test]
async fn one_that_was_forgotten_is_completed_an_hour_after_its_end() {
    let app = App::start().await;
    let session = active(&app).await;
    app.set_time("15:58:30").await;
    assert_eq!(session.status().await, "ACTIVE");
    app.set_time("16:00:05").await;
    let shown = session.until_status("COMPLETED").await;
    // Nobody is known to have left.
    assert_eq!(shown["actual_end_time"], on_the_day("15:00"));
    assert!(shown["doctor_left_at"].is_string(), "{shown}");
    assert!(shown["patient_left_at"].is_string(), "{shown}");
    let event = session.event("SESSION_COMPLETED").await;
    assert_eq!(event["user_id"], "system");
    session.app.until_no_meeting_of(&session.id).await;
    let envelopes = session.published(6).await;
    let completed = envelopes
        .iter()
        .find(|envelope| envelope["detail-type"] == "video.consultation.completed")
        .expect("the event");
    let data = &completed["detail"]["data"];
    let started = second_of(&shown["actual_start_time"]);
    let minutes = (second_of(&json!(on_the_day("15:00"))) - started) / 60;
    assert_eq!(data["duration_minutes"], minutes);
    assert_eq!(data["completed_at"], on_the_day("15:00"));
}

#[tokio::test]
async fn one_that_somebody_stayed_in_ends_with_the_last_known_leave() {
    let app = App::start().await;
    let session = active(&app).await;
    app.set_time("14:50:00").await;
    let left = session.leave(&session.patient).await;
    app.set_time("15:30:00").await;
    assert_eq!(session.status().await, "ACTIVE");
    app.set_time("16:00:05").await;
    let shown = session.until_status("COMPLETED").await;
    assert_eq!(shown["actual_end_time"], left["patient_left_at"]);
    session.app.until_no_meeting_of(&session.id).await;
}

#[tokio::test]
async fn one_that_nobody_is_in_any_more_is_completed_at_its_end() {
    let app = App::start().await;
    let session = active(&app).await;
    app.set_time("14:50:00").await;
    connection_lost(&session, "DOCTOR").await;
    app.set_time("14:52:00").await;
    connection_lost(&session, "PATIENT").await;
    app.set_time("15:04:00").await;
    assert_eq!(session.status().await, "ACTIVE");
    app.set_time("15:05:05").await;
    let shown = session.until_status("COMPLETED").await;
    assert_eq!(shown["actual_end_time"], shown["patient_left_at"]);
    let late = second_of(&shown["actual_end_time"]) - second_of(&json!(on_the_day("14:52")));
    assert!((0..60).contains(&late), "{shown}");
    assert_eq!(
        session.event("SESSION_COMPLETED").await["user_id"],
        "system"
    );
    session.app.until_no_meeting_of(&session.id).await;
}

#[tokio::test]
async fn one_that_somebody_is_in_goes_on_after_its_end() {
    let app = App::start().await;
    let session = active(&app).await;
    connection_lost(&session, "PATIENT").await;
    app.set_time("15:40:00").await;
    let answer = app.invoke("consultation-sweep", &json!({})).await;
    answer.expect(200);
    assert_eq!(session.status().await, "ACTIVE");
    session.join(&session.patient).await;
    assert_eq!(session.end().await["status"], "COMPLETED");
}

#[tokio::test]
async fn the_sweep_can_be_asked_to_look() {
    let app = App::start().await;
    let session = scheduled(&app).await;
    // The schedule ticks by this jump, and then not for a minute.
    app.set_time("15:04:40").await;
    app.invoke("consultation-sweep", &json!({}))
        .await
        .expect(200);
    assert_eq!(session.status().await, "SCHEDULED");
    app.set_time("15:05:05").await;
    app.invoke("consultation-sweep", &json!({}))
        .await
        .expect(200);
    assert_eq!(session.status().await, "NO_SHOW");
}

#[tokio::test]
async fn all_that_are_due_are_swept_and_nothing_else() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let path = "/api/video/sessions";
    let admin = app.as_admin();
    for n in 0..60_u32 {
        let start = on_the_day(&format!("{:02}:{:02}", 9 + n / 30, n % 30 * 2));
        let body = direct(&unique_id("doctor"), &unique_id("patient"), &start);
        admin.post(path, body).await.expect(201);
    }
    let cancelled = app.scheduled_at(&on_the_day("09:00")).await;
    let cancel = cancelled.command(&cancelled.patient, "cancel");
    cancel.await.expect(200);
    let later = app.scheduled_at(&on_the_day("18:00")).await;
    app.set_time("12:00:00").await;
    until("sixty no-shows", async || {
        let list = admin.get(&format!("{path}?status=NO_SHOW&limit=1"));
        let total = list.await.expect(200).json()["total"].clone();
        (total == 60).then_some(())
    })
    .await;
    assert_eq!(cancelled.status().await, "CANCELLED");
    assert_eq!(later.status().await, "SCHEDULED");
}

#[tokio::test]
async fn one_that_was_moved_is_due_at_its_new_end() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let (appointment, session) = app.booked_appointment(&on_the_day("14:30")).await;
    let start = on_the_day("16:30");
    let moved = tests::with(&appointment.detail(), "start_time", start.clone());
    let answer = appointment.taken_in("rescheduled", &moved).await;
    answer.expect(200);
    app.set_time("15:30:00").await;
    app.invoke("consultation-sweep", &json!({}))
        .await
        .expect(200);
    assert_eq!(session.status().await, "SCHEDULED");
    assert_eq!(session.shown().await["scheduled_start_time"], start);
    app.set_time("17:05:05").await;
    session.until_status("NO_SHOW").await;
}
