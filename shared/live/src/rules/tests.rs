use ids::{Ids, UserId};
use jiff::Timestamp;

use super::*;
use crate::Refusal;
use crate::model::{LiveSession, Recording, ScheduledSession, ScheduledStatus};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

fn session() -> LiveSession {
    let new = NewSession {
        instructor: user("ada"),
        title: "Node.js".to_owned(),
        description: None,
    };
    let ids = Ids::at(at(0));
    let name = room_name(&new.title, &ids);
    create(&new, name, "d-1".to_owned(), &ids, at(0))
}

#[test]
fn a_rooms_name_is_made_from_the_title() {
    let ids = Ids::at(at(0));
    for (title, beginning) in [
        ("Introduction to Node.js", "introduction-to-node-js-"),
        ("  Café ÜBER  ", "cafe-uber-"),
        ("数学", "session-"),
        ("!!!", "session-"),
        ("", "session-"),
        ("a--b", "a-b-"),
    ] {
        let name = room_name(title, &ids).to_string();
        let tail = name.strip_prefix(beginning).unwrap_or_default();
        assert_eq!(tail.len(), 6, "{title}: {name}");
    }
    let long = room_name(&"x".repeat(200), &ids);
    assert_eq!(long.as_str().len(), 41);
    assert_ne!(room_name("a", &ids), room_name("a", &ids));
}

#[test]
fn a_recording_is_asked_for_started_and_stopped() {
    let asked = ask_recording(&session(), "i-1".to_owned(), None, at(1));
    assert_eq!(unsettled(&asked, at(5)), Err(Refusal::AlreadyRecording));
    assert!(matches!(unsettled(&asked, at(16)), Ok(Some(_))));
    let outcome = Outcome::Started(Started { recording_id: None });
    assert_eq!(settle(&asked, "i-2", &outcome), None);
    let running = settle(&asked, "i-1", &outcome).unwrap();
    let recording = may_stop(&running, &user("ada")).unwrap();
    assert_eq!(recording.started_at, at(1));
    let stopped = stopped(recording, Some("r-1".to_owned()), at(61));
    assert_eq!(stopped.duration_seconds(), Some(60));
    let after = ask_recording(&running, "i-2".to_owned(), Some(&stopped), at(70));
    assert_eq!(may_stop(&after, &user("ada")), Err(Refusal::NotRecorded));
    assert_eq!(may_see_recording(&after, &user("ada")), Ok(&stopped));
}

#[test]
fn a_recording_was_over_when_daily_says_unless_a_stop_ended_it() {
    let recording = |stopped_at| Recording {
        instance_id: "i-1".to_owned(),
        recording_id: None,
        started_at: at(0),
        stopped_at,
    };
    for (stopped_at, length, expected) in [
        (None, None, None),
        (None, Some(100), Some(at(100))),
        (Some(at(100)), None, Some(at(100))),
        (Some(at(100)), Some(101), Some(at(100))),
        (Some(at(100)), Some(90), Some(at(100))),
        (Some(at(1_000)), Some(100), Some(at(100))),
    ] {
        let over_at = over_at(&recording(stopped_at), length);
        assert_eq!(over_at, expected, "{stopped_at:?} {length:?}");
    }
}

#[test]
fn a_start_that_came_to_nothing_leaves_nothing() {
    let asked = ask_recording(&session(), "i-1".to_owned(), None, at(1));
    let after = settle(&asked, "i-1", &Outcome::NotStarted);
    assert_eq!(after, Some(session_of(&asked)));
}

/// The same without its attempt.
fn session_of(asked: &LiveSession) -> LiveSession {
    LiveSession {
        attempt: None,
        ..asked.clone()
    }
}

#[test]
fn only_the_instructor_does_anything() {
    let session = session();
    let (other, name) = (user("bob"), session.room_name.clone());
    assert_eq!(
        may_delete(&session, &other),
        Err(Refusal::MayNotDelete(name.clone()))
    );
    assert_eq!(
        may_record(&session, &other),
        Err(Refusal::MayNotRecord(name.clone()))
    );
    let refusal = Refusal::MayNotStopRecording(name);
    assert_eq!(may_stop(&session, &other), Err(refusal.clone()));
    assert_eq!(may_see_recording(&session, &other), Err(refusal));
}

fn scheduled(status: ScheduledStatus) -> ScheduledSession {
    let new = NewScheduled {
        instructor: user("ada"),
        starts_at: at(60),
        session_id: None,
    };
    ScheduledSession {
        status,
        ..create_scheduled(&new, &Ids::at(at(0)), at(0))
    }
}

#[test]
fn steps_only_go_forward() {
    use ScheduledStatus::{Finished, Live, Scheduled};
    for from in [Scheduled, Live, Finished] {
        for to in [Scheduled, Live, Finished] {
            let changes = Changes {
                status: Some(to),
                ..Changes::default()
            };
            let changed = change(&scheduled(from), &changes);
            let status = changed.map(|after| after.map(|after| after.status));
            let expected = match to.cmp(&from) {
                std::cmp::Ordering::Less => Err(Refusal::StepBack),
                std::cmp::Ordering::Equal => Ok(None),
                std::cmp::Ordering::Greater => Ok(Some(to)),
            };
            assert_eq!(status, expected, "{from:?} to {to:?}");
        }
    }
}
