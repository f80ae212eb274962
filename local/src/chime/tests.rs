use std::sync::{Arc, Mutex};

use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::error::ProvideErrorMetadata;
use aws_sdk_chimesdkmeetings::types::Meeting;
use serde_json::{Value, json};

use super::attendee::Presence;
use super::meeting::CreateMeeting;
use super::{Meetings, Refusal};
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
    let advance = async |seconds: i64| {
        let ahead = json!({ "advance_seconds": seconds });
        control(&platform, "PUT", "/clock", ahead).await;
    };
    let meeting = create(&chime, "token-1").await;
    let id = meeting.meeting_id().unwrap();
    let request = chime.create_attendee().meeting_id(id);
    let added = request.external_user_id("user-1").send().await.unwrap();
    let attendee = added.attendee().unwrap().attendee_id().unwrap().to_owned();
    for presence in ["joined", "left"] {
        advance(301).await;
        assert!(chime.get_meeting().meeting_id(id).send().await.is_ok());
        let path = format!("/chime/meetings/{id}/attendees/{attendee}/{presence}");
        control(&platform, "POST", &path, Value::Null).await;
    }
    advance(301).await;
    assert!(chime.get_meeting().meeting_id(id).send().await.is_err());
}

/// Meetings over a platform's life, and what they have told.
struct Told {
    meetings: Meetings,
    clock: MovableClock,
    store: Store,
    events: Arc<Mutex<Vec<Value>>>,
}

impl Told {
    fn new() -> Self {
        let store = Store::open(None).unwrap();
        let clock = MovableClock::open(store.clone()).unwrap();
        let events = Arc::new(Mutex::new(Vec::new()));
        let told = events.clone();
        let sink = Arc::new(move |event: Value| told.lock().unwrap().push(event));
        let meetings = Meetings::open(store.clone(), clock.clone(), sink).unwrap();
        Self {
            meetings,
            clock,
            store,
            events,
        }
    }

    /// A meeting with attendees that are not in it yet.
    fn meeting(&self, users: &[&str]) -> (String, Vec<String>) {
        let request = json!({ "ClientRequestToken": "t1", "ExternalMeetingId": "m1", "MediaRegion": "us-east-1" });
        let request: CreateMeeting = serde_json::from_value(request).unwrap();
        let id = self.meetings.create(&request).unwrap().id;
        let add = |user: &&str| self.meetings.add(&id, user, None).unwrap().id;
        let attendees = users.iter().map(add).collect();
        (id, attendees)
    }

    fn moved(&self, meeting: &str, attendee: &str, presence: Presence) {
        self.meetings.moved(meeting, attendee, presence).unwrap();
    }

    /// Whether it is live after so many seconds more.
    fn lives_after(&self, meeting: &str, seconds: i64) -> bool {
        let ahead = self.clock.now().as_second() - self.clock.real_now().as_second();
        self.clock.set_ahead(ahead + seconds).unwrap();
        self.meetings.end_due();
        self.meetings.get(meeting).is_ok()
    }

    fn kinds(&self) -> Vec<Value> {
        let events = self.events.lock().unwrap();
        events.iter().map(|of| of["eventType"].clone()).collect()
    }

    /// The milliseconds between two of its events.
    fn between(&self, kind: &str, later: &str) -> i64 {
        let events = self.events.lock().unwrap();
        let at = |kind: &str| {
            let kind = json!(format!("chime:{kind}"));
            let of_kind = events.iter().rfind(|of| of["eventType"] == kind);
            of_kind.unwrap()["timestamp"].as_i64().unwrap()
        };
        at(later) - at(kind)
    }
}

#[test]
fn a_meeting_that_no_browser_was_ever_in_is_not_idle() {
    let told = Told::new();
    let (id, attendees) = told.meeting(&["user-1"]);
    assert!(told.lives_after(&id, 20 * 60));
    // One who was never in does not leave it empty.
    told.moved(&id, &attendees[0], Presence::Left);
    assert!(told.lives_after(&id, 20 * 60));
    assert!(!told.lives_after(&id, 24 * 60 * 60));
    let day = 24 * 60 * 60 * 1_000;
    assert_eq!(told.between("MeetingStarted", "MeetingEnded"), day);
}

#[test]
fn a_meeting_that_all_have_left_ends_after_five_minutes() {
    let told = Told::new();
    let (id, attendees) = told.meeting(&["user-1", "user-2"]);
    for attendee in &attendees {
        told.moved(&id, attendee, Presence::Joined);
    }
    told.moved(&id, &attendees[0], Presence::Left);
    assert!(told.lives_after(&id, 3_600));
    told.moved(&id, &attendees[1], Presence::Dropped);
    assert!(told.lives_after(&id, 240));
    told.moved(&id, &attendees[1], Presence::Joined);
    assert!(told.lives_after(&id, 3_600));
    told.moved(&id, &attendees[1], Presence::Left);
    // That it is told later does not make it end later.
    assert!(!told.lives_after(&id, 3_600));
    assert_eq!(told.between("AttendeeLeft", "MeetingEnded"), 300_000);
}

#[test]
fn a_meeting_whose_only_guest_is_taken_out_is_idle() {
    let told = Told::new();
    let (id, attendees) = told.meeting(&["user-1", "user-2"]);
    told.moved(&id, &attendees[0], Presence::Joined);
    told.meetings.remove(&id, &attendees[1]).unwrap();
    assert!(told.lives_after(&id, 600));
    told.meetings.remove(&id, &attendees[0]).unwrap();
    assert!(!told.lives_after(&id, 301));
}

#[test]
fn a_meetings_life_is_told_in_events_and_kept_in_the_store() {
    let told = Told::new();
    let (id, attendees) = told.meeting(&["user-1"]);
    told.moved(&id, &attendees[0], Presence::Joined);
    told.moved(&id, &attendees[0], Presence::Dropped);

    let again = Meetings::open(told.store.clone(), told.clock.clone(), Arc::new(|_| ())).unwrap();
    let (before, after) = (told.meetings.get(&id), again.get(&id));
    let join_token =
        |of: Result<super::meeting::Meeting, Refusal>| of.unwrap().attendees[0].join_token.clone();
    assert_eq!(join_token(after), join_token(before));

    assert!(!told.lives_after(&id, 301));
    let kinds = [
        "MeetingStarted",
        "AttendeeAdded",
        "AttendeeJoined",
        "AttendeeDropped",
        "MeetingEnded",
    ];
    assert_eq!(
        told.kinds(),
        kinds.map(|kind| json!(format!("chime:{kind}")))
    );
}
