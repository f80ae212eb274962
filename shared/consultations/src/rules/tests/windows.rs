//! From when to when a consultation may be joined, at exact seconds: it is from
//! 10:00 to 10:30.

use super::standings::{STANDINGS, standing};
use crate::Refusal;
use crate::fixtures::{actor, at};
use crate::model::{Party, Status};
use crate::rules::*;

#[test]
fn it_opens_15_minutes_before_its_start_and_closes_5_minutes_after_its_end() {
    let cases = [
        ("2027-01-24T10:00:00Z", Err(Refusal::NotOpenYet)),
        ("2027-01-25T09:44:59Z", Err(Refusal::NotOpenYet)),
        ("2027-01-25T09:45:00Z", Ok(Party::Patient)),
        ("2027-01-25T10:00:00Z", Ok(Party::Patient)),
        ("2027-01-25T10:34:59Z", Ok(Party::Patient)),
        // A no-show at this very second.
        ("2027-01-25T10:35:00Z", Err(Refusal::Over)),
        ("2028-01-25T10:35:00Z", Err(Refusal::Over)),
    ];
    for name in STANDINGS {
        let before = standing(name);
        if !matches!(before.status, Status::Scheduled | Status::Waiting) {
            continue;
        }
        for (now, expected) in &cases {
            let found = may_join(&before, &actor("patient"), at(now));
            assert_eq!(found, *expected, "{name} at {now}");
        }
    }
}

#[test]
fn while_active_it_is_open_until_it_is_completed() {
    for name in ["active", "active, doctor gone", "active, empty"] {
        for now in ["2027-01-25T10:35:00Z", "2027-01-25T11:29:59Z"] {
            let found = may_join(&standing(name), &actor("doctor"), at(now));
            assert_eq!(found, Ok(Party::Doctor), "{name} at {now}");
        }
    }
}

#[test]
fn who_may_not_join_is_told_so_before_when() {
    for name in STANDINGS {
        for now in [
            "2027-01-25T09:00:00Z",
            "2027-01-25T10:10:00Z",
            "2027-01-25T12:00:00Z",
        ] {
            for who in ["admin", "stranger"] {
                let found = may_join(&standing(name), &actor(who), at(now));
                assert_eq!(found, Err(Refusal::NotAuthorized), "{name}, {who} at {now}");
            }
        }
    }
}

#[test]
fn a_refusal_says_why() {
    let said = |result: Result<Party, Refusal>| result.unwrap_err().to_string();
    let join = |name, now| said(may_join(&standing(name), &actor("doctor"), at(now)));
    let early = join("scheduled", "2027-01-25T09:44:59Z");
    assert_eq!(early, "Session has not opened yet");
    let closed = [
        ("completed, ended", "Session is completed, cannot join"),
        ("cancelled", "Session is cancelled, cannot join"),
        ("no-show", "Session was missed, cannot join"),
    ];
    for (name, sentence) in closed {
        assert_eq!(join(name, "2027-01-25T10:10:00Z"), sentence);
    }
    let stranger = may_see(&standing("active"), &actor("stranger")).unwrap_err();
    let sentence = "You are not authorized to access this session";
    assert_eq!(stranger.to_string(), sentence);
    let missing = "Video consultation session not found";
    assert_eq!(Refusal::NotFound.to_string(), missing);
}

#[test]
fn the_two_and_admins_may_see_it_whatever_has_become_of_it() {
    for name in STANDINGS {
        for who in ["doctor", "patient", "admin", "doctor!", "patient!"] {
            let by = may_see(&standing(name), &actor(who));
            let role = by.map(|by| by.role());
            assert_eq!(role, Ok(who.trim_end_matches('!')), "{name}, {who}");
        }
    }
}
