//! What Chime tells that changes nothing: of others, twice, too late.

use serde_json::{Value, json};
use tests::{App, unique_id, without};

use super::chime_events::Call;

/// The event as EventBridge gives it to the function.
fn envelope(detail: &Value) -> Value {
    json!({
        "version": "0",
        "id": "5f1c9d1e-0000-4000-8000-000000000000",
        "detail-type": "Chime Meeting State Change",
        "source": "aws.chime",
        "account": "000000000000",
        "time": "2027-01-25T14:30:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail": detail,
    })
}

#[tokio::test]
async fn events_of_unknown_meetings_and_people_are_ignored() {
    let app = App::shared().await;
    let call = Call::start(&app).await;
    // The news that both are in may still be on their way.
    let shown = async || without(&call.session.shown().await, "updated_at");
    let before = shown().await;
    for kind in [
        "MeetingStarted",
        "MeetingEnded",
        "AttendeeAdded",
        "AttendeeAuthorized",
        "AttendeeJoined",
        "AttendeeLeft",
        "AttendeeDropped",
        "AttendeeDeleted",
        "SomethingNew",
    ] {
        let unknown = json!({
            "version": "0",
            "eventType": format!("chime:{kind}"),
            "timestamp": tests::real_now().as_millisecond(),
            "meetingId": unique_id("meeting"),
            "externalMeetingId": unique_id("session"),
            "mediaRegion": "us-east-1",
            "attendeeId": call.doctor,
            "externalUserId": call.session.doctor.id,
        });
        app.invoke("chime-events", &envelope(&unknown))
            .await
            .expect(200);
    }
    // Only these two fields are sure to be there.
    let least = json!({ "eventType": "chime:MeetingEnded", "meetingId": unique_id("meeting") });
    app.invoke("chime-events", &envelope(&least))
        .await
        .expect(200);
    // Somebody in the meeting who is neither doctor nor patient.
    let other = json!({
        "eventType": "chime:AttendeeLeft",
        "timestamp": tests::real_now().as_millisecond(),
        "meetingId": call.meeting,
        "externalMeetingId": call.session.id,
        "attendeeId": unique_id("attendee"),
        "externalUserId": unique_id("other"),
    });
    app.invoke("chime-events", &envelope(&other))
        .await
        .expect(200);
    assert_eq!(shown().await, before);
}

#[tokio::test]
async fn events_told_twice_count_once() {
    let app = App::shared().await;
    let call = Call::start(&app).await;
    call.patient_moves("left").await;
    call.until_left("patient_left_at").await;
    let events = app.bus_events("aws.chime").await;
    let left = events
        .iter()
        .find(|event| {
            event["detail"]["eventType"] == "chime:AttendeeLeft"
                && event["detail"]["meetingId"] == call.meeting.as_str()
        })
        .expect("the event");
    for _ in 0..3 {
        app.invoke("chime-events", left).await.expect(200);
    }
    let shown = call.session.shown().await;
    assert_eq!(shown["status"], "ACTIVE");
    call.until_told("PATIENT_LEFT", 1).await;
}

/// Chime's events come in no order: who has come back is not out because the
/// news of the leave comes late.
#[tokio::test]
async fn an_old_event_does_not_undo_a_later_one() {
    let app = App::start().await;
    app.set_time("14:20:00").await;
    let session = app.scheduled_at(&tests::on_the_day("14:30")).await;
    let joined = session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    app.set_time("14:30:00").await;
    let attendee = joined["attendee"]["attendee_id"].as_str();
    let meeting = joined["meeting_id"].as_str().expect("an id");
    let attendee = attendee.expect("an id");
    app.chime_moves(meeting, attendee, "dropped").await;
    let has_left = |shown: &Value| shown["doctor_left_at"].is_string();
    session.until_shown("the leave", has_left).await;
    let dropped = app.bus_events("aws.chime").await;
    let dropped = dropped
        .iter()
        .find(|event| event["detail"]["eventType"] == "chime:AttendeeDropped")
        .expect("the event");
    app.set_time("14:31:00").await;
    session.join(&session.doctor).await;
    app.invoke("chime-events", dropped).await.expect(200);
    let left = session.leave(&session.patient).await;
    assert_eq!(left["status"], "ACTIVE");
    assert_eq!(session.status().await, "ACTIVE");
}

/// Only `eventType` and `meetingId` are sure to be in an event: without the
/// exact time, what is told of one second is in the order in which it comes.
#[tokio::test]
async fn one_who_drops_and_is_back_within_a_second_is_in() {
    let app = App::shared().await;
    let call = Call::start(&app).await;
    let second = tests::from_now(5);
    let tell = async |kind: &str| {
        let detail = json!({
            "eventType": format!("chime:Attendee{kind}"),
            "meetingId": call.meeting,
            "attendeeId": call.doctor,
        });
        let mut event = envelope(&detail);
        event["time"] = json!(second);
        app.invoke("chime-events", &event).await.expect(200);
    };
    for time in 1..3 {
        tell("Dropped").await;
        assert!(call.session.shown().await["doctor_left_at"].is_string());
        tell("Joined").await;
        assert_eq!(call.session.shown().await["doctor_left_at"], Value::Null);
        // Told twice it is told once.
        tell("Joined").await;
        call.until_told("DOCTOR_JOINED", time + 1).await;
    }
}
