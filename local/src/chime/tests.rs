use std::sync::{Arc, Mutex};

use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::error::ProvideErrorMetadata;
use aws_sdk_chimesdkmeetings::types::Meeting;
use serde_json::{Value, json};

use super::Meetings;
use super::attendee::Presence;
use super::meeting::CreateMeeting;
use crate::clock::MovableClock;
use crate::store::Store;
use crate::testing::{base, control, start};

async fn create(chime: &Client, token: &str) -> Meeting {
    let request = chime
        .create_meeting()
        .client_request_token(token)
        .media_region("us-east-1");
    let answer = request
        .external_meeting_id("session-1")
        .send()
        .await
        .unwrap();
    answer.meeting.unwrap()
}

#[tokio::test]
async fn one_token_makes_one_meeting_and_one_user_is_one_attendee() {
    let platform = start().await;
    let chime = runtime::chime_client(&base(&platform));
    let meeting = create(&chime, "token-1").await;
    let id = meeting.meeting_id().unwrap();
    assert_eq!(create(&chime, "token-1").await, meeting);
    assert_ne!(
        create(&chime, "token-2").await.meeting_id,
        meeting.meeting_id
    );
    assert!(
        meeting
            .media_placement()
            .unwrap()
            .signaling_url()
            .unwrap()
            .contains("chime.local.test")
    );

    let attend = async |user: &str| {
        let answer = chime
            .create_attendee()
            .meeting_id(id)
            .external_user_id(user)
            .send()
            .await
            .unwrap();
        answer.attendee.unwrap()
    };
    let attendee = attend("user-1").await;
    assert_eq!(attend("user-1").await, attendee);
    assert_ne!(attend("user-2").await.attendee_id, attendee.attendee_id);
    let listed = chime.list_attendees().meeting_id(id).send().await.unwrap();
    assert_eq!(listed.attendees().len(), 2);
}

#[tokio::test]
async fn a_meeting_that_has_ended_stays_so_whatever_its_token() {
    let platform = start().await;
    let chime = runtime::chime_client(&base(&platform));
    let meeting = create(&chime, "token-1").await;
    let id = meeting.meeting_id().unwrap();
    chime.delete_meeting().meeting_id(id).send().await.unwrap();
    let gone = chime.get_meeting().meeting_id(id).send().await.unwrap_err();
    assert!(gone.into_service_error().is_not_found_exception());
    assert_eq!(create(&chime, "token-1").await.meeting_id(), Some(id));
    let gone = chime
        .create_attendee()
        .meeting_id(id)
        .external_user_id("user-1")
        .send()
        .await
        .unwrap_err();
    assert!(gone.into_service_error().is_not_found_exception());
    let live = control(&platform, "GET", "/chime/meetings", Value::Null).await;
    assert_eq!(live, json!({ "meetings": [] }));
}

#[tokio::test]
async fn what_chime_refuses_has_its_typed_error() {
    let platform = start().await;
    let chime = runtime::chime_client(&base(&platform));
    let request = chime
        .create_meeting()
        .client_request_token("a")
        .media_region("us-east-1");
    let short = request
        .external_meeting_id("session-1")
        .send()
        .await
        .unwrap_err();
    assert!(short.into_service_error().is_bad_request_exception());

    let meeting = create(&chime, "token-1").await;
    let id = meeting.meeting_id().unwrap();
    let request = chime
        .create_meeting()
        .client_request_token("token-1")
        .media_region("us-east-1");
    let other = request
        .external_meeting_id("session-2")
        .send()
        .await
        .unwrap_err();
    assert_eq!(other.code(), Some("ConflictException"));
    for user in 0..250 {
        chime
            .create_attendee()
            .meeting_id(id)
            .external_user_id(format!("user-{user}"))
            .send()
            .await
            .unwrap();
    }
    let full = chime
        .create_attendee()
        .meeting_id(id)
        .external_user_id("user-250")
        .send()
        .await
        .unwrap_err();
    assert!(full.into_service_error().is_limit_exceeded_exception());
}

#[tokio::test]
async fn a_fault_has_chimes_form_and_the_control_ends_a_meeting() {
    let platform = start().await;
    let chime = runtime::chime_client(&base(&platform));
    let fault = |kind: &str| json!({ "service": "chime", "operation": "GetMeeting", "kind": kind, "count": 3 });
    let meeting = create(&chime, "token-1").await;
    let id = meeting.meeting_id().unwrap();

    control(&platform, "PUT", "/faults", fault("throttle")).await;
    let throttled = chime.get_meeting().meeting_id(id).send().await.unwrap_err();
    assert!(throttled.into_service_error().is_throttling_exception());
    control(&platform, "PUT", "/faults", fault("error")).await;
    let failed = chime.get_meeting().meeting_id(id).send().await.unwrap_err();
    assert!(failed.into_service_error().is_service_failure_exception());
    chime.get_meeting().meeting_id(id).send().await.unwrap();

    control(
        &platform,
        "POST",
        &format!("/chime/meetings/{id}/expire"),
        Value::Null,
    )
    .await;
    assert!(chime.get_meeting().meeting_id(id).send().await.is_err());
}

#[tokio::test]
async fn an_idle_meeting_ends_by_the_platforms_clock() {
    let platform = start().await;
    let chime = runtime::chime_client(&base(&platform));
    let idle = create(&chime, "token-1").await;
    let used = create(&chime, "token-2").await;
    let (idle, used) = (idle.meeting_id().unwrap(), used.meeting_id().unwrap());
    let attendee = chime
        .create_attendee()
        .meeting_id(used)
        .external_user_id("user-1")
        .send()
        .await
        .unwrap();
    let attendee = attendee
        .attendee()
        .unwrap()
        .attendee_id()
        .unwrap()
        .to_owned();
    let joined = format!("/chime/meetings/{used}/attendees/{attendee}/joined");
    control(&platform, "POST", &joined, Value::Null).await;

    control(
        &platform,
        "PUT",
        "/clock",
        json!({ "advance_seconds": 301 }),
    )
    .await;
    assert!(chime.get_meeting().meeting_id(idle).send().await.is_err());
    assert!(chime.get_meeting().meeting_id(used).send().await.is_ok());
    control(
        &platform,
        "PUT",
        "/clock",
        json!({ "advance_seconds": 86_400 }),
    )
    .await;
    assert!(chime.get_meeting().meeting_id(used).send().await.is_err());
}

#[test]
fn a_meetings_life_is_told_in_events_and_kept_in_the_store() {
    let store = Store::open(None).unwrap();
    let clock = MovableClock::open(store.clone()).unwrap();
    let events = Arc::new(Mutex::new(Vec::new()));
    let told = events.clone();
    let sink = Arc::new(move |event: Value| told.lock().unwrap().push(event["eventType"].clone()));
    let meetings = Meetings::open(store.clone(), clock.clone(), sink).unwrap();
    let request = json!({ "ClientRequestToken": "t1", "ExternalMeetingId": "m1", "MediaRegion": "us-east-1" });
    let request: CreateMeeting = serde_json::from_value(request).unwrap();
    let meeting = meetings.create(&request).unwrap();
    let attendee = meetings.add(&meeting.id, "user-1", None).unwrap();
    meetings
        .moved(&meeting.id, &attendee.id, Presence::Joined)
        .unwrap();
    meetings
        .moved(&meeting.id, &attendee.id, Presence::Dropped)
        .unwrap();

    let again = Meetings::open(store, clock.clone(), Arc::new(|_| ())).unwrap();
    assert_eq!(
        again.get(&meeting.id).unwrap().attendees[0].join_token,
        attendee.join_token
    );

    clock.set_ahead(300).unwrap();
    meetings.end_due();
    let kinds = [
        "MeetingStarted",
        "AttendeeAdded",
        "AttendeeJoined",
        "AttendeeDropped",
        "MeetingEnded",
    ];
    assert_eq!(
        *events.lock().unwrap(),
        kinds.map(|kind| json!(format!("chime:{kind}")))
    );
}
