//! What is left of a consultation that is over.

use jiff::Timestamp;

use super::standings::{STANDINGS, request, standing};
use crate::Refusal;
use crate::fixtures::{active, actor, at, came, user};
use crate::model::{Cancellation, Consultation, EndRequest, Status};
use crate::rules::*;

fn now() -> Timestamp {
    at("2027-01-25T10:28:30Z")
}

#[test]
fn an_end_takes_everybody_out_and_measures_by_whole_minutes() {
    let ended = end(&active(), &actor("doctor"), &request(), now());
    let change = ended.unwrap().unwrap();
    let after = &change.after;
    assert_eq!(after.actual_start, active().actual_start);
    assert_eq!(after.actual_end, Some(now()));
    assert_eq!(after.doctor.left_at, Some(now()));
    assert_eq!(after.patient.left_at, Some(now()));
    // From 10:00:15 to 10:28:30.
    assert_eq!(after.actual_minutes(), 28);
    let almost = Consultation {
        actual_end: Some(at("2027-01-25T10:29:14Z")),
        ..after.clone()
    };
    assert_eq!(almost.actual_minutes(), 28);
    let just = Consultation {
        actual_end: Some(at("2027-01-25T10:29:15Z")),
        ..after.clone()
    };
    assert_eq!(just.actual_minutes(), 29);
    assert_eq!(after.session_notes.as_deref(), Some("Better."));
    assert_eq!(after.connection_quality_rating, Some(4));
    assert_eq!(change.over.as_deref(), Some("meeting-0"));
}

#[test]
fn an_end_without_notes_leaves_those_that_are_there() {
    let noted = Consultation {
        session_notes: Some("Before.".to_owned()),
        ..active()
    };
    let silent = EndRequest::default();
    let ended = end(&noted, &actor("doctor"), &silent, now());
    let after = ended.unwrap().unwrap().after;
    assert_eq!(after.session_notes.as_deref(), Some("Before."));
}

#[test]
fn an_end_that_comes_again_is_the_same_by_its_body() {
    let first = end(&active(), &actor("doctor"), &request(), now());
    let ended = first.unwrap().unwrap().after;
    let later = at("2027-01-25T12:00:00Z");
    let again = |consultation: &Consultation, who, request: &EndRequest| {
        end(consultation, &actor(who), request, later).map(|change| change.is_some())
    };
    for who in ["doctor", "admin"] {
        assert_eq!(again(&ended, who, &request()), Ok(false));
    }
    // Other notes since then do not make it another end.
    let noted = update_notes(&ended, &actor("doctor"), "Worse.", later);
    let noted = noted.unwrap().unwrap().after;
    assert_eq!(again(&noted, "doctor", &request()), Ok(false));
    let others = [
        EndRequest::default(),
        EndRequest {
            session_notes: Some("Worse.".to_owned()),
            ..request()
        },
        EndRequest {
            connection_quality_rating: Some(5),
            ..request()
        },
    ];
    for other in others {
        assert_eq!(
            again(&noted, "doctor", &other),
            Err(Refusal::EndedOtherwise)
        );
    }
}

#[test]
fn the_last_one_out_completes_it_as_an_end_would() {
    let (_, alone) = leave(&active(), &actor("doctor"), at("2027-01-25T10:20:00Z")).unwrap();
    let alone = alone.unwrap();
    assert_eq!((alone.over, alone.after.actual_end), (None, None));
    let (_, over) = leave(&alone.after, &actor("patient"), now()).unwrap();
    let over = over.unwrap();
    assert_eq!(over.after.actual_end, Some(now()));
    assert_eq!(over.over.as_deref(), Some("meeting-0"));
    assert_eq!(over.after.ended_with, None);
}

#[test]
fn a_cancellation_is_kept_with_its_reason() {
    let reason = Some("Ill".to_owned());
    let before = standing("waiting");
    let change = cancel(&before, &actor("patient"), reason.clone(), now()).unwrap();
    let expected = Cancellation {
        at: now(),
        by: Some(user("patient")),
        reason,
    };
    assert_eq!(change.after.cancellation, Some(expected));
    assert_eq!(change.over.as_deref(), Some("meeting-0"));
    let change = cancel_by_appointment(&before, now()).unwrap();
    assert_eq!(change.after.cancellation.unwrap().by, None);
    assert_eq!(change.over.as_deref(), Some("meeting-0"));
}

/// "The last known leave, else the scheduled end."
#[test]
fn a_forgotten_one_ended_when_somebody_was_last_seen_leaving() {
    let late = at("2027-01-25T11:30:00Z");
    let ended = |before: &Consultation| sweep(before, late).unwrap().after.actual_end;
    let scheduled_end = at("2027-01-25T10:30:00Z");
    assert_eq!(ended(&active()), Some(scheduled_end));
    for name in ["active, doctor gone", "active, empty"] {
        let left = at("2027-01-25T10:08:00Z");
        assert_eq!(ended(&standing(name)), Some(left), "{name}");
    }
    // One who left and came back has not left.
    let back = Consultation {
        doctor: came("of-doctor", "2027-01-25T10:00:15Z", None),
        ..standing("active, doctor gone")
    };
    assert_eq!(ended(&back), Some(scheduled_end));
    // One that began after its scheduled end did not end before that.
    let start = at("2027-01-25T10:33:00Z");
    let begun_late = Consultation {
        doctor: came("of-doctor", "2027-01-25T10:33:00Z", None),
        patient: came("of-patient", "2027-01-25T10:34:00Z", None),
        actual_start: Some(start),
        ..active()
    };
    assert!(ended(&begun_late) >= Some(start));
}

#[test]
fn a_no_show_says_who_was_missing() {
    let nobody_at_once = "doctor and patient were not there at the same time";
    let cases = [
        ("scheduled", "doctor and patient did not join"),
        ("waiting", "patient did not join"),
        ("waiting, empty", "patient did not join"),
        ("waiting, doctor gone", nobody_at_once),
    ];
    let due = at("2027-01-25T10:35:00Z");
    for (name, missing) in cases {
        let change = sweep(&standing(name), due).unwrap();
        let last = change.happened.last().unwrap();
        assert_eq!(last.description, format!("No-show: {missing}"), "{name}");
        assert_eq!(last.user, None);
        let had_meeting = standing(name).meeting.is_some();
        assert_eq!(change.over.is_some(), had_meeting, "{name}");
    }
    let patient_alone = Consultation {
        doctor: Default::default(),
        patient: came("of-patient", "2027-01-25T10:01:00Z", None),
        ..standing("waiting")
    };
    let change = sweep(&patient_alone, due).unwrap();
    let last = change.happened.last().unwrap();
    assert_eq!(last.description, "No-show: doctor did not join");
}

/// A sweep looks at what is due: what is open has such a time, and acts at it.
#[test]
fn it_is_due_exactly_when_a_sweep_changes_it() {
    for name in STANDINGS {
        let before = standing(name);
        let Some(due) = before.due() else {
            let closed = [Status::Completed, Status::Cancelled, Status::NoShow];
            assert!(closed.contains(&before.status), "{name}");
            continue;
        };
        let second = jiff::SignedDuration::from_secs(1);
        assert!(sweep(&before, due - second).is_none(), "{name}");
        assert!(sweep(&before, due).is_some(), "{name}");
    }
}
