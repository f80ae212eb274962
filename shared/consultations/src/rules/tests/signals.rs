//! Chime's signals late, twice and in any order; and a meeting that takes the
//! place of another one.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::fixtures::{active, actor, at, meeting};
use crate::model::{Consultation, EventType, Party, Status};
use crate::rules::*;

fn joined() -> SignalKind {
    SignalKind::Joined {
        attendee_id: "of-doctor".to_owned(),
    }
}

fn left() -> SignalKind {
    SignalKind::Left {
        attendee_id: "of-doctor".to_owned(),
    }
}

fn dropped() -> SignalKind {
    SignalKind::Dropped {
        attendee_id: "of-doctor".to_owned(),
    }
}

/// After a signal of so many milliseconds past 10:10, told at 10:15.
fn after(consultation: &Consultation, kind: &SignalKind, millis: i64) -> Consultation {
    let told = Signal {
        meeting_id: "meeting-0".to_owned(),
        kind: kind.clone(),
        at: past(millis),
    };
    let now = at("2027-01-25T10:15:00Z");
    signal(consultation, &told, now).map_or_else(|| consultation.clone(), |change| change.after)
}

fn past(millis: i64) -> Timestamp {
    at("2027-01-25T10:10:00Z") + SignedDuration::from_millis(millis)
}

fn after_all(told: &[(SignalKind, i64)]) -> Consultation {
    let mut consultation = active();
    for (kind, millis) in told {
        consultation = after(&consultation, kind, *millis);
    }
    consultation
}

#[test]
fn one_left_when_chime_says_and_not_when_it_is_told() {
    for kind in [left(), dropped()] {
        let gone = after_all(&[(kind, 2_700)]);
        assert_eq!(gone.doctor.left_at, Some(past(2_000)), "in whole seconds");
        assert_eq!(gone.updated_at, at("2027-01-25T10:15:00Z"));
    }
}

#[test]
fn one_whose_connection_was_lost_comes_back() {
    let back = after_all(&[(dropped(), 1_000), (joined(), 1_001)]);
    assert!(back.doctor.is_in());
    assert_eq!(back.doctor.joined_at, active().doctor.joined_at);
    assert_eq!(back.doctor.left_at, None);
}

#[test]
fn what_was_told_before_and_comes_again_says_nothing() {
    let twice = [(dropped(), 1_000), (joined(), 2_000), (dropped(), 1_000)];
    assert_eq!(after_all(&twice), after_all(&twice[..2]));
    let twice = [(dropped(), 1_000), (dropped(), 1_000)];
    assert_eq!(after_all(&twice), after_all(&twice[..1]));
    let twice = [(joined(), 500), (dropped(), 1_000), (joined(), 500)];
    assert!(!after_all(&twice).doctor.is_in());
}

/// The one of before comes last, and means nothing any more.
#[test]
fn a_loss_told_after_the_return_is_no_loss() {
    for lost in [dropped(), left()] {
        let told = [(joined(), 2_000), (lost, 1_000)];
        assert!(after_all(&told).doctor.is_in(), "{told:?}");
    }
}

#[test]
fn a_return_told_after_the_next_loss_is_no_return() {
    let told = [(dropped(), 1_000), (dropped(), 3_000), (joined(), 2_000)];
    assert!(!after_all(&told).doctor.is_in());
}

/// A late loss does not complete what somebody is in.
#[test]
fn a_loss_told_after_the_return_completes_nothing() {
    let (_, alone) = leave(&active(), &actor("patient"), at("2027-01-25T10:05:00Z")).unwrap();
    let back = after(&alone.unwrap().after, &joined(), 2_000);
    let after = after(&back, &left(), 1_000);
    assert_eq!(after.status, Status::Active);
}

/// As of events that tell only the second.
#[test]
fn of_a_loss_and_a_return_at_one_time_the_later_told_counts() {
    let told = [(dropped(), 1_000), (joined(), 1_000)];
    assert!(after_all(&told).doctor.is_in());
    let told = [told[1].clone(), told[0].clone()];
    assert!(!after_all(&told).doctor.is_in());
    // A return that comes again is old once anything newer is known.
    let told = [(joined(), 1_000), (dropped(), 1_001), (joined(), 1_000)];
    assert!(!after_all(&told).doctor.is_in());
}

#[test]
fn what_happened_before_a_leave_does_not_undo_it() {
    let now = at("2027-01-25T10:12:00Z");
    let (_, change) = leave(&active(), &actor("doctor"), now).unwrap();
    let left = change.unwrap().after;
    // Nor what Chime tells later of an attendee that is taken out.
    for millis in [1_000, 121_000] {
        assert_eq!(after(&left, &joined(), millis), left);
    }
}

/// Our clock has whole seconds, Chime's has milliseconds.
#[test]
fn what_happened_earlier_in_the_same_second_does_not_undo_a_loss() {
    let told = [(dropped(), 300_400), (joined(), 300_200)];
    assert!(!after_all(&told).doctor.is_in());
}

#[test]
fn nobody_leaves_in_the_future() {
    for kind in [left(), dropped(), SignalKind::Ended] {
        let gone = after_all(&[(kind, 3_600_000)]);
        assert_eq!(gone.doctor.left_at, Some(at("2027-01-25T10:15:00Z")));
    }
}

#[test]
fn nobody_left_before_he_came() {
    let early = after_all(&[(SignalKind::Ended, -3_600_000)]);
    assert_eq!(early.doctor.left_at, early.doctor.joined_at);
    assert_eq!(early.patient.left_at, early.patient.joined_at);
    assert!(early.actual_start <= early.actual_end);
}

#[test]
fn a_meeting_that_ended_by_itself_is_not_to_be_ended_again() {
    let told = Signal {
        meeting_id: "meeting-0".to_owned(),
        kind: SignalKind::Ended,
        at: past(500),
    };
    let change = signal(&active(), &told, past(1_000)).unwrap();
    assert_eq!((change.over, change.after.meeting), (None, None));
    assert_eq!(change.after.actual_end, Some(past(0)));
}

#[test]
fn who_joins_a_new_meeting_finds_nobody_of_the_old_one_in_it() {
    let now = past(0);
    let change = join(&active(), Party::Patient, &meeting(1), "new", now).unwrap();
    let after = &change.after;
    let events: Vec<_> = change.happened.iter().map(|one| one.event_type).collect();
    assert_eq!(
        events,
        [
            EventType::DoctorLeft,
            EventType::PatientLeft,
            EventType::PatientJoined
        ]
    );
    assert_eq!(after.status, Status::Active);
    assert!(after.patient.is_in() && !after.doctor.is_in());
    assert_eq!(after.meeting, Some(meeting(1)));
    assert_eq!(change.over, None, "it is Chime that ended it");
    // What is told of the old one means nothing any more.
    let late = |kind| {
        let told = Signal {
            meeting_id: "meeting-0".to_owned(),
            kind,
            at: past(1_000),
        };
        signal(after, &told, past(2_000))
    };
    assert_eq!((late(joined()), late(SignalKind::Ended)), (None, None));
}

proptest! {
    /// The patient is in all the time, so that nothing is completed: whether
    /// the doctor is in is what the newest signal says, whenever it comes.
    #[test]
    fn the_order_of_what_is_told_does_not_matter(
        told in prop::collection::btree_map(1..100_000_i64, 0..3_usize, 1..8),
        order in any::<prop::sample::Index>(),
        swaps in prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 0..8),
    ) {
        let kinds = [joined(), left(), dropped()];
        let told: Vec<_> = told.iter().map(|(millis, kind)| (kinds[*kind].clone(), *millis)).collect();
        let (newest, millis) = told.last().unwrap().clone();
        let mut shuffled = told.clone();
        for (one, other) in swaps {
            shuffled.swap(one.index(told.len()), other.index(told.len()));
        }
        shuffled.push(told[order.index(told.len())].clone());
        let doctor = after_all(&shuffled).doctor;
        prop_assert_eq!(doctor.is_in(), newest == joined(), "{:?}", shuffled);
        prop_assert!(doctor.left_at.is_none_or(|left| left <= past(millis)));
    }
}
