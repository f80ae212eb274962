use calendar::{Day, Needed, Period, Slot, utc_date};

use super::*;
use crate::fixtures::{actor, at, booking, booking_id, ids, now, period, profile, session, user};

const STATUSES: [BookingStatus; 4] = [
    BookingStatus::Pending,
    BookingStatus::Confirmed,
    BookingStatus::Completed,
    BookingStatus::Cancelled,
];
const SESSIONS: [Option<SessionStatus>; 4] = [
    None,
    Some(SessionStatus::Pending),
    Some(SessionStatus::Active),
    Some(SessionStatus::Completed),
];
const ACTORS: [&str; 4] = ["student", "teacher", "admin", "stranger"];
/// Before the booking's start, at it, after it, and after the time it may move to.
const TIMES: [&str; 4] = [
    "2027-01-25T08:00:00Z",
    "2027-01-25T10:00:00Z",
    "2027-01-25T10:30:00Z",
    "2027-01-25T13:00:00Z",
];

fn moved() -> Period {
    period("2027-01-25T12:00:00Z", "2027-01-25T12:30:00Z")
}

/// A plan in which the teacher offers 09:00 to 18:00, and what is booked of it.
fn plan(bookings: &[&Booking]) -> Plan {
    let mut plan = offered("2027-01-25T09:00:00Z", "2027-01-25T18:00:00Z");
    for booking in bookings {
        take(booking, &mut plan, &ids()).unwrap();
    }
    plan
}

fn offered(start: &str, end: &str) -> Plan {
    let mut needed = Needed::default();
    let whole = period("2027-01-25T00:00:00Z", "2027-01-27T00:00:00Z");
    needed.person(&user("student"), whole);
    needed.person(&user("friend"), whole);
    needed.offers(&user("teacher"), whole);
    let mut plan = Plan::new(&needed, &Default::default()).unwrap();
    assert!(plan.offer(&user("teacher"), Slot::free(period(start, end), &ids())));
    plan
}

fn is_booked(plan: &Plan, period: Period) -> bool {
    let mut again = plan.clone();
    !again.book_slot(&user("teacher"), period, &ids())
        && !again.occupy(&user("student"), period, &calendar::Entry::new("other", 1))
}

/// What the contract says of a change, written another way.
fn expected(
    status: BookingStatus,
    session: Option<SessionStatus>,
    change: Change,
    who: &str,
    now: Timestamp,
) -> Result<BookingStatus, Refusal> {
    use BookingStatus::{Cancelled, Completed, Confirmed, Pending};
    if who == "stranger" {
        return Err(Refusal::NotAParticipant);
    }
    let is_open = matches!(status, Pending | Confirmed);
    let is_under_way = matches!(
        session,
        Some(SessionStatus::Active | SessionStatus::Completed)
    );
    match change {
        Change::Confirm if who == "student" => Err(Refusal::NotTheTeacher),
        Change::Confirm if status != Pending => Err(Refusal::BookingNotPending),
        Change::Confirm => Ok(Confirmed),
        Change::Move { start, .. } if start <= now => Err(Refusal::StartInThePast),
        _ if !is_open => Err(Refusal::BookingNotOpen),
        _ if is_under_way => Err(Refusal::SessionUnderWay),
        _ if at("2027-01-25T10:00:00Z") <= now => Err(Refusal::BookingStarted),
        Change::Cancel => Ok(Cancelled),
        Change::Move { .. } if who == "student" => Ok(Pending),
        Change::Move { .. } => {
            assert_ne!(status, Completed);
            Ok(status)
        }
    }
}

#[test]
fn every_status_meets_every_change_by_everybody_at_every_time() {
    let to = moved();
    let changes = [
        Change::Confirm,
        Change::Cancel,
        Change::Move {
            start: to.start,
            end: to.end,
        },
    ];
    for status in STATUSES {
        for standing in SESSIONS {
            for asked in changes {
                for who in ACTORS {
                    for time in TIMES {
                        let case = format!(
                            "{status:?}, session {standing:?}, {asked:?} by {who} at {time}"
                        );
                        let (booking, session) = (booking(status), standing.map(session));
                        let mut plan = plan(&[&booking]);
                        let changed = change(
                            &booking,
                            session.as_ref(),
                            asked,
                            &actor(who),
                            &mut plan,
                            &ids(),
                            at(time),
                        );
                        let wanted = expected(status, standing, asked, who, at(time));
                        assert_eq!(
                            changed.as_ref().map(|changed| changed.status),
                            wanted.as_ref().copied(),
                            "{case}"
                        );
                        let Ok(changed) = changed else { continue };
                        let is_move = matches!(asked, Change::Move { .. });
                        assert_eq!(
                            changed.period,
                            if is_move { to } else { booking.period },
                            "{case}"
                        );
                        assert_eq!(
                            is_booked(&plan, booking.period),
                            asked == Change::Confirm,
                            "{case}"
                        );
                        assert_eq!(is_booked(&plan, to), is_move, "{case}");
                        let same = Booking {
                            status: booking.status,
                            period: booking.period,
                            ..changed
                        };
                        assert_eq!(same, booking, "nothing else changes: {case}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_move_follows_the_rules_of_a_new_booking() {
    let move_to = |start: &str, end: &str, plan: &mut Plan| {
        let asked = Change::Move {
            start: at(start),
            end: at(end),
        };
        change(
            &booking(BookingStatus::Confirmed),
            None,
            asked,
            &actor("teacher"),
            plan,
            &ids(),
            now(),
        )
        .map(|booking| booking.period)
    };
    let standing = || plan(&[&booking(BookingStatus::Confirmed)]);
    let cases = [
        ("2027-01-25T10:30:00Z", "2027-01-25T11:30:00Z", Ok(())),
        ("2027-01-25T10:00:00Z", "2027-01-25T11:00:00Z", Ok(())),
        ("2027-01-25T09:00:00Z", "2027-01-25T18:00:00Z", Ok(())),
        (
            "2027-01-25T17:30:00Z",
            "2027-01-25T18:30:00Z",
            Err(Refusal::NotOffered),
        ),
        (
            "2027-01-26T12:00:00Z",
            "2027-01-26T13:00:00Z",
            Err(Refusal::NotOffered),
        ),
        (
            "2027-01-25T12:00:00Z",
            "2027-01-25T12:04:00Z",
            Err(Refusal::TooShort),
        ),
        (
            "2027-01-25T12:00:00Z",
            "2027-01-25T12:00:00Z",
            Err(Refusal::EndNotAfterStart),
        ),
        (
            "2027-01-25T07:00:00Z",
            "2027-01-25T12:00:00Z",
            Err(Refusal::StartInThePast),
        ),
    ];
    for (start, end, expected) in cases {
        assert_eq!(
            move_to(start, end, &mut standing()).map(|_| ()),
            expected,
            "{start} to {end}"
        );
    }
    let mut elsewhere = standing();
    assert!(elsewhere.occupy(
        &user("student"),
        moved(),
        &calendar::Entry::new("appointment", 7)
    ));
    assert_eq!(
        move_to(
            "2027-01-25T12:15:00Z",
            "2027-01-25T12:45:00Z",
            &mut elsewhere
        ),
        Err(Refusal::StudentBusy)
    );
    let mut elsewhere = standing();
    assert!(elsewhere.occupy(
        &user("teacher"),
        moved(),
        &calendar::Entry::new("consultation", 7)
    ));
    assert_eq!(
        move_to(
            "2027-01-25T12:15:00Z",
            "2027-01-25T12:45:00Z",
            &mut elsewhere
        ),
        Err(Refusal::TeacherBusy)
    );
}

fn asked(start: &str, end: &str) -> NewBooking {
    NewBooking {
        booking_id: booking_id(),
        student_id: user("student"),
        teacher_id: user("teacher"),
        start: at(start),
        end: at(end),
    }
}

#[test]
fn a_booking_needs_two_profiles_with_their_roles_and_an_offered_time() {
    let (student, teacher) = (
        profile("student", ProfileRole::Student),
        profile("teacher", ProfileRole::Teacher),
    );
    let new = asked("2027-01-25T10:00:00Z", "2027-01-25T11:00:00Z");
    let booked =
        |new: &NewBooking,
         student: Option<&Profile>,
         teacher: Option<&Profile>,
         plan: &mut Plan| { book(new, student, teacher, plan, &ids(), now()) };
    let mut free = plan(&[]);
    let made = booked(&new, Some(&student), Some(&teacher), &mut free).unwrap();
    assert_eq!(
        made,
        Booking {
            version: 0,
            ..booking(BookingStatus::Pending)
        }
    );
    assert!(is_booked(&free, made.period));

    let refused = |student: Option<&Profile>, teacher: Option<&Profile>| {
        booked(&new, student, teacher, &mut plan(&[]))
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(refused(None, Some(&teacher)), Refusal::StudentNotFound);
    assert_eq!(refused(Some(&student), None), Refusal::TeacherNotFound);
    assert_eq!(
        refused(Some(&teacher), Some(&teacher)),
        Refusal::NotAStudent
    );
    assert_eq!(
        refused(Some(&student), Some(&student)),
        Refusal::NotATeacher
    );

    let cases = [
        ("2027-01-25T09:00:00Z", "2027-01-25T18:00:00Z", Ok(())),
        ("2027-01-25T09:00:00Z", "2027-01-25T09:05:00Z", Ok(())),
        (
            "2027-01-25T09:00:00Z",
            "2027-01-25T09:04:59Z",
            Err(Refusal::TooShort),
        ),
        (
            "2027-01-25T08:30:00Z",
            "2027-01-25T09:30:00Z",
            Err(Refusal::NotOffered),
        ),
        (
            "2027-01-25T17:59:59Z",
            "2027-01-25T18:30:00Z",
            Err(Refusal::NotOffered),
        ),
        (
            "2027-01-25T09:00:00Z",
            "2027-01-26T18:00:00Z",
            Err(Refusal::NotOffered),
        ),
        (
            "2027-01-25T08:00:00Z",
            "2027-01-25T09:30:00Z",
            Err(Refusal::StartInThePast),
        ),
        (
            "2027-01-25T11:00:00Z",
            "2027-01-25T10:00:00Z",
            Err(Refusal::EndNotAfterStart),
        ),
    ];
    for (start, end, expected) in cases {
        let made = booked(
            &asked(start, end),
            Some(&student),
            Some(&teacher),
            &mut plan(&[]),
        );
        assert_eq!(made.map(|_| ()), expected, "{start} to {end}");
    }
    let mut taken = plan(&[&booking(BookingStatus::Pending)]);
    assert_eq!(
        booked(
            &asked("2027-01-25T10:59:00Z", "2027-01-25T12:00:00Z"),
            Some(&student),
            Some(&teacher),
            &mut taken
        ),
        Err(Refusal::NotOffered)
    );
}

#[test]
fn nobody_books_oneself_and_nobody_is_in_two_places() {
    let (student, teacher) = (
        profile("student", ProfileRole::Student),
        profile("teacher", ProfileRole::Teacher),
    );
    let new = asked("2027-01-25T10:00:00Z", "2027-01-25T11:00:00Z");
    let half_past = period("2027-01-25T10:30:00Z", "2027-01-25T11:30:00Z");
    for (person, refusal) in [
        ("student", Refusal::StudentBusy),
        ("teacher", Refusal::TeacherBusy),
    ] {
        let mut plan = plan(&[]);
        assert!(plan.occupy(
            &user(person),
            half_past,
            &calendar::Entry::new("appointment", 1)
        ));
        assert_eq!(
            book(
                &new,
                Some(&student),
                Some(&teacher),
                &mut plan,
                &ids(),
                now()
            ),
            Err(refusal),
            "{person}"
        );
    }
    let same = NewBooking {
        student_id: user("teacher"),
        ..new
    };
    assert_eq!(
        book(
            &same,
            Some(&teacher),
            Some(&teacher),
            &mut plan(&[]),
            &ids(),
            now()
        ),
        Err(Refusal::NotAStudent)
    );
}

#[test]
fn a_booking_over_midnight_is_given_back_on_both_days() {
    let night = period("2027-01-25T23:00:00Z", "2027-01-26T01:00:00Z");
    let mut plan = offered("2027-01-25T22:00:00Z", "2027-01-26T02:00:00Z");
    let over = Booking {
        period: night,
        ..booking(BookingStatus::Confirmed)
    };
    take(&over, &mut plan, &ids()).unwrap();
    assert!(is_booked(&plan, night));
    change(
        &over,
        None,
        Change::Cancel,
        &actor("student"),
        &mut plan,
        &ids(),
        now(),
    )
    .unwrap();
    let again = Booking {
        period: period("2027-01-25T22:00:00Z", "2027-01-26T02:00:00Z"),
        ..over
    };
    take(&again, &mut plan, &ids()).unwrap();
    assert_eq!(
        Day::empty(user("teacher"), utc_date(again.period.end)).slots,
        []
    );
}
