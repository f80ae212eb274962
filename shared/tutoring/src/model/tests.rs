use std::fmt::Write;

use calendar::{Day, Slot};
use table::{Entity, Keys};
use uuid::Uuid;

use super::*;
use crate::fixtures::{booking, booking_id, ids, now, period, profile, session, user};

fn list(name: &str, keys: &Keys, text: &mut String) {
    let Keys {
        primary,
        first,
        second,
        expires_at,
    } = keys;
    writeln!(
        text,
        "{name}\n  primary     {} | {}",
        primary.pk, primary.sk
    )
    .unwrap();
    for (index, key) in [("first", first), ("second", second)] {
        if let Some(key) = key {
            writeln!(text, "  {index:<11} {} | {}", key.pk, key.sk).unwrap();
        }
    }
    if let Some(at) = expires_at {
        writeln!(text, "  expires_at  {at}").unwrap();
    }
}

#[test]
fn where_everything_lives() {
    let empty = Day::empty(user("teacher"), "2027-01-25".parse().unwrap());
    let slot = Slot {
        local_id: Uuid::nil(),
        period: period("2027-01-25T09:00:00Z", "2027-01-25T12:00:00Z"),
        is_booked: false,
        cut: None,
    };
    let offering = Day {
        slots: vec![slot],
        ..empty.clone()
    };
    let teacher = profile("teacher", ProfileRole::Teacher);
    let contribution = Contribution {
        booking_id: booking_id(),
        made_version: 7,
        notes: vec![],
        files: vec![],
    };
    let meeting = Meeting {
        meeting_id: "2f3d".to_owned(),
        booking_id: booking_id(),
        student_id: user("student"),
        teacher_id: user("teacher"),
        ended: false,
    };
    let attendee = Attendee {
        meeting_id: "2f3d".to_owned(),
        attendee_id: "9a1c".to_owned(),
        external_user_id: Side::Student.external_user_id().to_owned(),
        stored_by: ids().uuid(),
    };
    let mut text = String::new();
    list("Day without slots", &empty.keys(), &mut text);
    list("Day with slots", &offering.keys(), &mut text);
    list("Profile", &teacher.keys(), &mut text);
    list(
        "TeacherTopic",
        &teacher.topics_to_index()[0].keys(),
        &mut text,
    );
    list(
        "Acquaintance",
        &Acquaintance::new(&user("teacher"), &user("student")).keys(),
        &mut text,
    );
    list(
        "Booking",
        &booking(BookingStatus::Pending).keys(),
        &mut text,
    );
    list(
        "Session",
        &session(SessionStatus::Pending).keys(),
        &mut text,
    );
    list("Contribution", &contribution.keys(), &mut text);
    let event = booking_event(
        Happened::SessionRated { stars: 5 },
        &booking(BookingStatus::Completed),
        &ids(),
        now(),
    )
    .unwrap();
    list("BookingEvent", &event.keys(), &mut text);
    text = text.replace(&event.outgoing().event_id, "evt_1");
    list("Meeting", &meeting.keys(), &mut text);
    list("Attendee", &attendee.keys(), &mut text);
    insta::assert_snapshot!(text);
}

#[test]
fn a_pair_lives_in_one_place_whoever_asks() {
    let (one, other) = (user("a"), user("b"));
    assert_eq!(
        Acquaintance::key(&one, &other),
        Acquaintance::key(&other, &one)
    );
}

#[test]
fn a_booking_and_its_session_name_each_other() {
    assert_eq!(booking_id().session().booking(), booking_id());
    assert_eq!(session(SessionStatus::Pending).id(), booking_id().session());
}

#[test]
fn contributions_sort_by_the_order_they_came_in() {
    let key = |made_version| {
        Contribution {
            booking_id: booking_id(),
            made_version,
            notes: vec![],
            files: vec![],
        }
        .keys()
        .primary
        .sk
    };
    assert!(key(9) < key(10) && key(999) < key(1_000));
    assert!(key(1).as_str() > Booking::HEAD && !key(1).starts_with(Booking::HEAD));
}
