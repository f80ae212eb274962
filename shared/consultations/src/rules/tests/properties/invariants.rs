//! What must hold of every change and every state.

use jiff::Timestamp;
use table::Entity;

use crate::model::{Consultation, EventType, Party, Status};
use crate::rules::{Change, Signal, SignalKind};

const BOTH: [Party; 2] = [Party::Doctor, Party::Patient];

/// One step from `before`; `signal` is what made it, if one did.
pub fn check_change(
    before: &Consultation,
    change: &Change,
    signal: Option<&Signal>,
    now: Timestamp,
) {
    let after = &change.after;
    assert_eq!(
        after.events as usize,
        before.events as usize + change.happened.len(),
        "all events are counted"
    );
    check_times(before, change, now);
    check_fixed(before, after);
    if !before.is_open() {
        check_closed_is_final(before, change);
    }
    if before.status == after.status && before.session_notes == after.session_notes {
        let silent = change.happened.iter().all(|one| {
            let moves = [
                EventType::DoctorJoined,
                EventType::DoctorLeft,
                EventType::PatientJoined,
                EventType::PatientLeft,
            ];
            moves.contains(&one.event_type)
        });
        assert!(silent, "no event without a change: {:?}", change.happened);
    }
    let notes = |one: &crate::rules::Happened| one.event_type == EventType::NotesUpdated;
    if change.happened.iter().any(notes) {
        assert_ne!(before.session_notes, after.session_notes);
    }

    // A meeting that goes away is to be ended, unless Chime has ended it.
    let ended_by_chime = signal.is_some_and(|signal| signal.kind == SignalKind::Ended);
    let closes = before.is_open() && !after.is_open();
    let to_end = before
        .meeting
        .as_ref()
        .filter(|_| closes && !ended_by_chime);
    assert_eq!(
        change.over.as_ref(),
        to_end.map(|meeting| &meeting.meeting_id)
    );
    assert!(before.meetings_ended <= after.meetings_ended);
}

/// Times never go backwards, whatever the clock does.
fn check_times(before: &Consultation, change: &Change, now: Timestamp) {
    let after = &change.after;
    assert!(change.at >= before.updated_at && change.at >= now);
    assert!(change.at == now || change.at == before.updated_at);
    assert_eq!(after.updated_at, change.at);
    for party in BOTH {
        let (was, is) = (before.presence(party), after.presence(party));
        if was.joined_at.is_some() {
            assert_eq!(was.joined_at, is.joined_at, "the first join stays");
        }
        let came = change.happened.iter().any(|one| {
            one.user.as_ref() == Some(after.user(party))
                && matches!(
                    one.event_type,
                    EventType::DoctorJoined | EventType::PatientJoined
                )
        });
        if was.left_at.is_some() && is.left_at != was.left_at {
            assert!(came || after.meeting.is_none(), "a leave stays as well");
        }
    }
    for (was, is) in [
        (before.actual_start, after.actual_start),
        (before.actual_end, after.actual_end),
    ] {
        assert!(was.is_none() || was == is, "a beginning or end is kept");
    }
}

/// What no command changes.
fn check_fixed(before: &Consultation, after: &Consultation) {
    let fixed = |one: &Consultation| {
        (
            one.consultation_id,
            one.appointment_id.clone(),
            one.doctor_id.clone(),
            one.patient_id.clone(),
            one.clinic_id,
            one.created_at,
            one.version,
        )
    };
    assert_eq!(fixed(before), fixed(after));
    if before.status != Status::Scheduled {
        assert_eq!(before.period, after.period);
    }
}

/// Nothing but its notes.
fn check_closed_is_final(before: &Consultation, change: &Change) {
    let after = &change.after;
    let with_notes = Consultation {
        session_notes: after.session_notes.clone(),
        updated_at: after.updated_at,
        events: after.events,
        ..before.clone()
    };
    assert_eq!(*after, with_notes);
    let types: Vec<_> = change.happened.iter().map(|one| one.event_type).collect();
    assert_eq!(types, [EventType::NotesUpdated]);
}

/// What holds of a state alone.
pub fn check_state(one: &Consultation) {
    let is_in = |party| one.presence(party).is_in();
    let came = |party| one.presence(party).joined_at.is_some();
    let open = matches!(
        one.status,
        Status::Scheduled | Status::Waiting | Status::Active
    );
    assert_eq!(one.due().is_some(), open, "what is open is due some time");
    assert_eq!(one.keys().first.is_some(), open, "and the sweep finds it");
    if !open {
        assert_eq!(one.meeting, None, "a closed one has no meeting");
        assert!(!BOTH.into_iter().any(is_in), "and nobody in");
    }
    assert_eq!(one.actual_start.is_some(), BOTH.into_iter().any(came));
    match one.status {
        Status::Scheduled => {
            assert!(!BOTH.into_iter().any(came) && one.meeting.is_none());
        }
        Status::Waiting => {
            assert!(BOTH.into_iter().any(came));
            assert!(!BOTH.into_iter().all(is_in), "both at once are active");
        }
        Status::Active => {
            assert!(BOTH.into_iter().all(came), "both have joined");
            assert!(one.meeting.is_some());
        }
        Status::Completed => {
            assert!(BOTH.into_iter().all(came) && one.actual_end.is_some());
        }
        Status::Cancelled | Status::NoShow => {}
    }
    assert_eq!(one.cancellation.is_some(), one.status == Status::Cancelled);
    if one.ended_with.is_some() {
        assert_eq!(one.status, Status::Completed);
    }
    if BOTH.into_iter().any(is_in) {
        assert!(one.meeting.is_some(), "in what?");
    }

    // created ≤ joined ≤ left ≤ the last change
    for party in BOTH {
        let presence = one.presence(party);
        let Some(joined) = presence.joined_at else {
            assert_eq!(presence.left_at, None);
            continue;
        };
        assert!(one.created_at <= joined && joined <= one.updated_at);
        assert!(one.actual_start <= Some(joined));
        let left = presence.left_at.unwrap_or(one.updated_at);
        assert!(joined <= left && left <= one.updated_at);
        for time in [Some(joined), presence.left_at].into_iter().flatten() {
            assert_eq!(time.subsec_nanosecond(), 0, "whole seconds");
        }
    }
    if let Some(end) = one.actual_end {
        assert!(!open && one.actual_start <= Some(end) && end <= one.updated_at);
        assert_eq!(end.subsec_nanosecond(), 0, "whole seconds");
    }
}
