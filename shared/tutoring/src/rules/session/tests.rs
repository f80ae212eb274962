use super::*;
use crate::fixtures::{actor, at, booking, booking_id, now, session, user};

use BookingStatus::{
    Cancelled, Completed as BookingCompleted, Confirmed, Pending as BookingPending,
};
use SessionStatus::{Active, Completed, Pending};

const SESSIONS: [SessionStatus; 3] = [Pending, Active, Completed];

fn note(text: &str) -> NoteEntry {
    NoteEntry {
        text: text.to_owned(),
        timestamp: now(),
    }
}

fn file(name: &str) -> FileEntry {
    FileEntry {
        name: name.to_owned(),
        url: format!("https://example.com/{name}"),
        timestamp: now(),
    }
}

fn step_to(status: Option<SessionStatus>) -> SessionUpdate {
    SessionUpdate {
        status,
        ..SessionUpdate::default()
    }
}

fn adding(notes: &[&str], files: &[&str]) -> SessionUpdate {
    let (notes, files) = (
        notes.iter().map(|text| note(text)),
        files.iter().map(|name| file(name)),
    );
    SessionUpdate {
        status: None,
        notes: notes.collect(),
        files: files.collect(),
    }
}

fn live() -> LiveMeeting {
    LiveMeeting {
        meeting_id: "m-1".to_owned(),
        data: "{}".to_owned(),
    }
}

fn updated(
    session: &Session,
    there: &[Contribution],
    update: &SessionUpdate,
) -> Result<Updated, Refusal> {
    update_session(
        &booking(Confirmed),
        session,
        there,
        update,
        &actor("teacher"),
    )
}

#[test]
fn a_session_steps_forward_one_by_one() {
    let cases = [
        (Pending, None, Ok(Pending)),
        (Pending, Some(Pending), Ok(Pending)),
        (Pending, Some(Active), Ok(Active)),
        (Pending, Some(Completed), Err(Refusal::StepSkipped)),
        (Active, None, Ok(Active)),
        (Active, Some(Pending), Err(Refusal::StepBack)),
        (Active, Some(Active), Ok(Active)),
        (Active, Some(Completed), Ok(Completed)),
        (Completed, None, Ok(Completed)),
        (Completed, Some(Pending), Err(Refusal::StepBack)),
        (Completed, Some(Active), Err(Refusal::StepBack)),
        (Completed, Some(Completed), Ok(Completed)),
    ];
    for (from, to, expected) in cases {
        let standing = Session {
            meeting: Some(live()),
            ..session(from)
        };
        let updated = updated(&standing, &[], &step_to(to));
        let case = format!("{from:?} to {to:?}");
        assert_eq!(
            updated.as_ref().map(|updated| updated.session.status),
            expected.as_ref().copied(),
            "{case}"
        );
        let Ok(updated) = updated else { continue };
        let completes = from == Active && to == Some(Completed);
        assert_eq!(
            updated.booking.map(|booking| booking.status),
            completes.then_some(BookingCompleted),
            "{case}"
        );
        assert_eq!(updated.ended, completes.then(|| "m-1".to_owned()), "{case}");
        assert_eq!(updated.session.meeting.is_none(), completes, "{case}");
        assert_eq!(
            updated.session.meetings_ended,
            u64::from(completes),
            "{case}"
        );
        assert_eq!(updated.contribution, None, "{case}");
    }
}

#[test]
fn only_participants_update_and_never_a_cancelled_booking() {
    for (who, expected) in [
        ("student", Ok(())),
        ("teacher", Ok(())),
        ("admin", Ok(())),
        ("stranger", Err(Refusal::NotAParticipant)),
    ] {
        for status in SESSIONS {
            let update = |booking_status| {
                update_session(
                    &booking(booking_status),
                    &session(status),
                    &[],
                    &step_to(None),
                    &actor(who),
                )
                .map(|_| ())
            };
            assert_eq!(update(Confirmed), expected, "{who} {status:?}");
            assert_eq!(update(BookingPending), expected, "{who} {status:?}");
            assert_eq!(
                update(Cancelled),
                expected.and(Err(Refusal::BookingCancelled)),
                "{who} {status:?}"
            );
        }
    }
}

#[test]
fn an_entry_that_is_there_is_not_added_again() {
    let first = updated(
        &session(Active),
        &[],
        &adding(&["a", "b", "a"], &["x", "x"]),
    )
    .unwrap();
    let made = first.contribution.unwrap();
    assert_eq!(
        (made.notes.clone(), made.files.clone()),
        (vec![note("a"), note("b")], vec![file("x")])
    );
    assert_eq!(
        made.bytes(),
        "a".len() + "b".len() + "x".len() + "https://example.com/x".len()
    );
    assert_eq!(
        (made.booking_id, made.made_version),
        (booking_id(), first.session.version + 1)
    );

    let same = updated(
        &first.session,
        std::slice::from_ref(&made),
        &adding(&["b", "a"], &["x"]),
    )
    .unwrap();
    assert_eq!(
        (same.contribution, same.session),
        (None, first.session.clone())
    );

    let mut later = adding(&["a", "c"], &["y"]);
    later.notes[0].timestamp = at("2027-01-25T09:00:00Z");
    let more = updated(&first.session, &[made], &later).unwrap();
    let added = more.contribution.unwrap();
    assert_eq!(
        (added.notes, added.files),
        (later.notes, later.files),
        "another time makes another note"
    );
}

#[test]
fn a_session_holds_500_notes_500_files_and_one_mebibyte() {
    let many = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
    let given = |notes: usize, files: usize| {
        let (notes, files) = (many(notes), many(files));
        adding(
            &notes.iter().map(String::as_str).collect::<Vec<_>>(),
            &files.iter().map(String::as_str).collect::<Vec<_>>(),
        )
    };
    let session = session(Active);
    let holding = |update: SessionUpdate| {
        vec![Contribution {
            booking_id: booking_id(),
            made_version: 1,
            notes: update.notes,
            files: update.files,
        }]
    };
    let refusal = |there: &Vec<Contribution>, update: &SessionUpdate| {
        updated(&session, there, update).map(|_| ()).err()
    };
    let empty = Vec::new();
    assert_eq!(refusal(&empty, &given(500, 500)), None);
    assert_eq!(refusal(&empty, &given(501, 0)), Some(Refusal::TooManyNotes));
    assert_eq!(refusal(&empty, &given(0, 501)), Some(Refusal::TooManyFiles));
    let full = holding(given(500, 500));
    let another_note = adding(&["another"], &[]);
    let another_file = adding(&[], &["another"]);
    assert_eq!(refusal(&full, &another_note), Some(Refusal::TooManyNotes));
    assert_eq!(refusal(&full, &another_file), Some(Refusal::TooManyFiles));
    assert_eq!(refusal(&full, &step_to(Some(Completed))), None);

    let mebibyte = 1024 * 1024;
    let text = |length: usize| SessionUpdate {
        notes: vec![note(&"n".repeat(length))],
        ..SessionUpdate::default()
    };
    assert_eq!(refusal(&empty, &text(mebibyte)), None);
    assert_eq!(
        refusal(&empty, &text(mebibyte + 1)),
        Some(Refusal::TooMuchText)
    );
    let heavy = holding(text(mebibyte - 1));
    assert_eq!(refusal(&heavy, &text(1)), None);
    assert_eq!(refusal(&heavy, &text(2)), Some(Refusal::TooMuchText));
    assert_eq!(
        refusal(&heavy, &adding(&[], &["x"])),
        Some(Refusal::TooMuchText)
    );
    assert_eq!(
        refusal(&heavy, &adding(&["ü"], &[])),
        Some(Refusal::TooMuchText),
        "bytes, not characters"
    );
    // What is there already adds nothing, however full it is.
    assert_eq!(refusal(&full, &given(500, 500)), None);
}

#[test]
fn a_session_is_opened_once_by_a_participant() {
    for (who, allowed) in [
        ("student", true),
        ("teacher", true),
        ("admin", true),
        ("stranger", false),
    ] {
        let opened = open_session(&booking(BookingPending), None, &actor(who), now());
        let expected = if allowed {
            Ok(Session::new(booking_id(), now()))
        } else {
            Err(Refusal::NotAParticipant)
        };
        assert_eq!(opened, expected, "{who}");
    }
    let there = session(Active);
    assert_eq!(
        open_session(&booking(Confirmed), Some(&there), &actor("student"), now()),
        Ok(there)
    );
    assert_eq!(
        open_session(&booking(Cancelled), None, &actor("student"), now()),
        Err(Refusal::BookingCancelled)
    );
}

#[test]
fn the_student_rates_a_completed_session_once() {
    let rating = || Rating {
        stars: 5,
        comment: None,
        at: now(),
    };
    let rated = |booking_status, session: &Session, who| {
        rate(&booking(booking_status), session, rating(), &actor(who))
    };
    for status in SESSIONS {
        for who in ["student", "teacher", "admin", "stranger"] {
            let expected = match (who, status) {
                ("stranger", _) => Err(Refusal::NotAParticipant),
                ("teacher", _) => Err(Refusal::NotTheStudent),
                (_, Completed) => Ok(Some(rating())),
                _ => Err(Refusal::NotCompleted),
            };
            let rated =
                rated(BookingCompleted, &session(status), who).map(|session| session.rating);
            assert_eq!(rated, expected, "{who} {status:?}");
        }
    }
    let once = rated(BookingCompleted, &session(Completed), "student").unwrap();
    assert_eq!(
        rated(BookingCompleted, &once, "student"),
        Err(Refusal::AlreadyRated)
    );
    assert_eq!(
        rated(Cancelled, &session(Completed), "student"),
        Err(Refusal::BookingCancelled)
    );
}

#[test]
fn participants_meet_until_the_session_is_completed() {
    for status in SESSIONS {
        for who in ["student", "teacher", "admin", "stranger"] {
            let expected = match (who, status) {
                ("stranger", _) => Err(Refusal::NotAParticipant),
                (_, Completed) => Err(Refusal::SessionCompleted),
                _ => Ok(()),
            };
            assert_eq!(
                may_meet(&booking(Confirmed), &session(status), &actor(who)),
                expected,
                "{who} {status:?}"
            );
            let cancelled = may_meet(&booking(Cancelled), &session(status), &actor(who));
            let expected = if who == "stranger" {
                Refusal::NotAParticipant
            } else {
                Refusal::BookingCancelled
            };
            assert_eq!(cancelled, Err(expected), "{who} {status:?}");
        }
    }
}

#[test]
fn a_meeting_makes_its_session_active_and_its_end_makes_room_for_another() {
    let first = session(Pending);
    let on = meeting_started(&first, live());
    assert_eq!((on.status, on.meeting.clone()), (Active, Some(live())));
    assert_eq!(
        on.meeting_token(),
        first.meeting_token(),
        "a retry finds the same meeting"
    );
    let over = meeting_ended(&on);
    assert_eq!(
        (over.status, over.meeting.clone(), over.meetings_ended),
        (Active, None, 1)
    );
    assert_ne!(over.meeting_token(), on.meeting_token());
    assert_eq!(
        meeting_ended(&over),
        over,
        "ending what has ended changes nothing"
    );
    assert_eq!(
        meeting_started(&session(Completed), live()).status,
        Completed
    );
}

#[test]
fn participants_attend_as_themselves_while_the_meeting_is_on() {
    let meeting = |ended| Meeting {
        meeting_id: "m-1".to_owned(),
        booking_id: booking_id(),
        student_id: user("student"),
        teacher_id: user("teacher"),
        ended,
    };
    let cases = [
        ("student", "student", Ok("student")),
        ("student", "teacher", Err(Refusal::NotYourself)),
        ("student", "stranger", Err(Refusal::NotYourself)),
        ("teacher", "teacher", Ok("teacher")),
        ("teacher", "student", Err(Refusal::NotYourself)),
        ("admin", "student", Ok("student")),
        ("admin", "teacher", Ok("teacher")),
        ("admin", "admin", Err(Refusal::AttendeeNotInSession)),
        ("admin", "stranger", Err(Refusal::AttendeeNotInSession)),
        ("stranger", "stranger", Err(Refusal::NotAParticipant)),
        ("stranger", "student", Err(Refusal::NotAParticipant)),
    ];
    for (who, whom, expected) in cases {
        assert_eq!(
            may_attend(&meeting(false), &user(whom), &actor(who)),
            expected,
            "{who} for {whom}"
        );
        assert_eq!(
            may_attend(&meeting(true), &user(whom), &actor(who)),
            Err(Refusal::MeetingNotFound),
            "{who} for {whom}, ended"
        );
    }
    for (who, expected) in [
        ("student", Ok(())),
        ("teacher", Ok(())),
        ("admin", Ok(())),
        ("stranger", Err(Refusal::NotAParticipant)),
    ] {
        for ended in [false, true] {
            assert_eq!(may_end(&meeting(ended), &actor(who)), expected, "{who}");
        }
    }
}
