use events::appointment::Kind;
use ids::{Actor, Ids, UserId};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::Refusal;
use crate::model::{Appointment, AppointmentStatus, Consulted, SessionType};
use crate::rules::*;

fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2027-01-25T08:00:00Z")
}

fn appointment(status: AppointmentStatus, session_type: SessionType) -> Appointment {
    let new = NewAppointment {
        psychologist_id: user("psychologist"),
        patient_id: user("patient"),
        patient_name: None,
        service_name: "Therapy".to_owned(),
        start: at("2027-01-25T10:00:00Z"),
        minutes: 60,
        session_type,
        clinic_id: None,
        fee_hundredths: None,
        currency: None,
    };
    Appointment {
        status,
        ..create(&new, &Ids::at(now()), now())
    }
}

fn actor(id: &str) -> Actor {
    Actor {
        id: user(id),
        is_admin: id == "admin",
    }
}

/// What the contract says of each step, by who takes it.
fn expected(from: AppointmentStatus, to: AppointmentStatus, who: &str) -> Option<Refusal> {
    use AppointmentStatus::{Cancelled, Completed, Confirmed, Scheduled};
    if who == "stranger" {
        return Some(Refusal::NotAllowed);
    }
    if who == "patient" && matches!(to, Confirmed | Completed) {
        return Some(Refusal::OnlyThePsychologist);
    }
    match (from, to) {
        (Scheduled, Confirmed) | (Confirmed, Completed) => None,
        (Scheduled | Confirmed, Cancelled) => None,
        (Completed | Cancelled, _) => Some(Refusal::NotOpen),
        (Scheduled, Completed) => Some(Refusal::NotCompletable),
        (Confirmed, Confirmed) => Some(Refusal::NotConfirmable),
        (Scheduled | Confirmed, Scheduled) => Some(Refusal::NotScheduledAgain),
    }
}

#[test]
fn every_step_by_everybody() {
    for from in AppointmentStatus::ALL {
        for to in AppointmentStatus::ALL {
            for who in ["psychologist", "patient", "admin", "stranger"] {
                let before = appointment(from, SessionType::Telehealth);
                let wanted = Change {
                    status: Some(to),
                    ..Change::default()
                };
                let changed = change(&before, &wanted, &actor(who), now());
                assert_eq!(
                    changed.as_ref().err().copied(),
                    expected(from, to, who),
                    "{from:?} to {to:?} by {who}"
                );
                assert!(changed.is_err() || changed.unwrap().after.status == to);
            }
        }
    }
}

#[test]
fn only_what_is_open_is_moved() {
    for status in AppointmentStatus::ALL {
        for who in ["psychologist", "patient", "admin"] {
            let before = appointment(status, SessionType::Telehealth);
            let wanted = Change {
                start: Some(at("2027-01-26T10:00:00Z")),
                ..Change::default()
            };
            let changed = change(&before, &wanted, &actor(who), now());
            assert_eq!(changed.is_ok(), status.is_open(), "{status:?}");
            if let Ok(changed) = changed {
                assert_eq!(changed.after.minutes(), 60);
                assert_eq!(changed.events, [Kind::Rescheduled]);
            }
        }
    }
    let before = appointment(AppointmentStatus::Scheduled, SessionType::Telehealth);
    let same = Change {
        minutes: Some(60),
        ..Change::default()
    };
    let changed = change(&before, &same, &actor("patient"), now()).unwrap();
    assert_eq!(changed.events, [], "nothing is told of what stays");
}

#[test]
fn a_consultation_completes_once_and_not_what_is_cancelled() {
    let consulted = Consulted {
        started_at: now(),
        duration_minutes: 28,
        video_session_id: "sess_1".to_owned(),
        notes: None,
    };
    for status in AppointmentStatus::ALL {
        let before = appointment(status, SessionType::Telehealth);
        let completed = complete_with_consultation(&before, consulted.clone(), now());
        assert_eq!(completed.is_some(), status != AppointmentStatus::Cancelled);
        if let Some(completed) = completed {
            assert_eq!(completed.after.status, AppointmentStatus::Completed);
            let again = complete_with_consultation(&completed.after, consulted.clone(), now());
            assert_eq!(again, None);
        }
        let cancelled = cancel_with_consultation(&before, now());
        assert_eq!(cancelled.is_some(), status.is_open());
    }
}

#[test]
fn a_session_is_joined_from_15_minutes_before_to_the_end() {
    use AppointmentStatus::{Cancelled, Completed, Confirmed, Scheduled};
    let state = |status, kind, time: &str| {
        let of = appointment(status, kind);
        let state = SessionState::of(of.period, status, kind, at(time));
        (
            state.word,
            state.seconds_until_start,
            state.seconds_remaining,
            state.can_join,
        )
    };
    let video = SessionType::Telehealth;
    for (status, time, expected) in [
        (
            Scheduled,
            "2027-01-25T09:44:59Z",
            ("upcoming", Some(901), None, false),
        ),
        (
            Scheduled,
            "2027-01-25T09:45:00Z",
            ("upcoming", Some(900), None, true),
        ),
        (
            Confirmed,
            "2027-01-25T10:00:00Z",
            ("in_progress", None, Some(3_600), true),
        ),
        (
            Confirmed,
            "2027-01-25T10:59:59Z",
            ("in_progress", None, Some(1), true),
        ),
        (
            Confirmed,
            "2027-01-25T11:00:00Z",
            ("ended", None, None, false),
        ),
        (
            Completed,
            "2027-01-25T10:30:00Z",
            ("ended", None, None, false),
        ),
        (
            Cancelled,
            "2027-01-25T09:50:00Z",
            ("cancelled", Some(600), None, false),
        ),
    ] {
        assert_eq!(state(status, video, time), expected, "{status:?} {time}");
    }
    let in_person = state(Scheduled, SessionType::InPerson, "2027-01-25T10:30:00Z");
    assert_eq!(in_person, ("in_progress", None, Some(1_800), false));
}

#[test]
fn the_two_attend_what_is_open_over_video_until_its_end() {
    use AppointmentStatus::{Cancelled, Completed, Confirmed, Scheduled};
    let attend = |status, kind, who, time: &str| {
        let of = appointment(status, kind);
        may_attend(&of, &actor(who), at(time)).map(|room| room.starts_with("apt-"))
    };
    let (video, early) = (SessionType::Telehealth, "2027-01-24T10:00:00Z");
    for who in ["psychologist", "patient"] {
        assert_eq!(attend(Scheduled, video, who, early), Ok(true));
        assert_eq!(
            attend(Confirmed, video, who, "2027-01-25T10:59:59Z"),
            Ok(true)
        );
        let late = attend(Confirmed, video, who, "2027-01-25T11:00:00Z");
        assert_eq!(late, Err(Refusal::Ended));
        for over in [Completed, Cancelled] {
            assert_eq!(attend(over, video, who, early), Err(Refusal::NotOpen));
        }
        let in_person = attend(Scheduled, SessionType::InPerson, who, early);
        assert_eq!(in_person, Err(Refusal::NotTelehealth));
    }
    for who in ["admin", "stranger"] {
        let refused = attend(Scheduled, video, who, early);
        assert_eq!(refused, Err(Refusal::NotAllowed), "{who}");
    }
}

fn any_date() -> impl Strategy<Value = Date> {
    (2026i16..2029, 1i8..13, 1i8..29).prop_map(|(year, month, day)| date(year, month, day))
}

fn any_days() -> impl Strategy<Value = Days> {
    prop_oneof![
        Just(Days::ALL),
        any_date().prop_map(Days::of_month),
        any_date().prop_map(Days::of_year),
        (
            proptest::option::of(any_date()),
            proptest::option::of(any_date())
        )
            .prop_map(|(first, last)| Days { first, last }),
    ]
}

proptest! {
    /// A span holds a moment when the zone's day of it is one of the days.
    #[test]
    fn spans_are_days_as_the_zone_has_them(
        a in any_days(),
        b in any_days(),
        seconds in 1_767_000_000i64..1_880_000_000,
        zone in prop_oneof![
            Just("UTC"), Just("Europe/Berlin"), Just("America/New_York"),
            Just("Pacific/Apia"), Just("Australia/Lord_Howe"), Just("America/Sao_Paulo"),
        ],
    ) {
        let zone = TimeZone::get(zone).unwrap();
        let moment = Timestamp::from_second(seconds).unwrap();
        let day = moment.to_zoned(zone.clone()).date();
        let among = |days: Days| {
            days.first.is_none_or(|first| first <= day) && days.last.is_none_or(|last| day <= last)
        };
        let span = a.and(b).span(&zone);
        let inside = span.from.is_none_or(|from| from <= moment)
            && span.before.is_none_or(|before| moment < before);
        prop_assert_eq!(inside, among(a) && among(b));
    }

    /// However it is changed, it ends as long after its start as it is long.
    #[test]
    fn a_move_keeps_what_it_does_not_name(
        hours in 1i64..10_000,
        minutes in proptest::option::of(15i64..=240),
    ) {
        let before = appointment(AppointmentStatus::Confirmed, SessionType::Telehealth);
        let start = now() + SignedDuration::from_hours(hours);
        let wanted = Change { status: None, start: Some(start), minutes };
        let after = change(&before, &wanted, &actor("patient"), now()).unwrap().after;
        prop_assert_eq!(after.period.start, start);
        prop_assert_eq!(after.minutes(), minutes.unwrap_or(60));
        prop_assert_eq!(after.status, AppointmentStatus::Confirmed);
        prop_assert_eq!(after.room, before.room);
    }
}
