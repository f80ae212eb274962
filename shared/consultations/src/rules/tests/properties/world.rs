//! A consultation with the machines around it: a clock that now and then runs
//! backwards, and Chime, which tells late, twice and out of order.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::fixtures::{actor, at, consultation_id, meeting, period, wanted};
use crate::model::{Consultation, EndRequest, LiveMeeting, Party};
use crate::rules::{self, Change, Signal, SignalKind};

/// What is done.
#[derive(Clone, Debug)]
pub enum Act {
    /// `gone`: Chime has ended the meeting meanwhile.
    Join {
        party: Party,
        gone: bool,
    },
    Leave {
        who: &'static str,
    },
    End {
        who: &'static str,
        request: EndRequest,
    },
    Cancel {
        who: &'static str,
    },
    Notes {
        who: &'static str,
        text: &'static str,
    },
    Signal {
        kind: SignalKind,
        ended_before: u32,
        millis_ago: i64,
    },
    /// One that was told before.
    Repeat {
        which: prop::sample::Index,
    },
    Sweep,
    Move {
        minutes: i64,
    },
    CancelAppointment,
}

/// An act and the seconds that have passed before it.
pub fn acts() -> impl Strategy<Value = (Act, i64)> {
    let who = || prop::sample::select(vec!["doctor", "patient", "admin", "stranger", "doctor!"]);
    let text = prop::sample::select(vec!["one", "two"]);
    let request = prop::sample::select(vec![None, Some("one"), Some("two")]);
    let request = (request, prop::option::of(1..=5_u8)).prop_map(|(notes, rating)| EndRequest {
        session_notes: notes.map(str::to_owned),
        connection_quality_rating: rating,
    });
    let party = prop::sample::select(vec![Party::Doctor, Party::Patient]);
    let attendee = prop::sample::select(vec!["of-doctor", "of-patient", "of-nobody"]);
    let kind = (0..10_u8, attendee).prop_map(|(kind, attendee)| {
        let attendee_id = attendee.to_owned();
        match kind {
            0 => SignalKind::Ended,
            1..4 => SignalKind::Left { attendee_id },
            4..7 => SignalKind::Dropped { attendee_id },
            _ => SignalKind::Joined { attendee_id },
        }
    });
    // Mostly soon, now and then long ago or ahead of us.
    let millis_ago = prop_oneof![6 => 0..5_000_i64, 2 => 0..600_000_i64, 1 => -5_000..0_i64];
    let act = prop_oneof![
        12 => (party, prop::bool::weighted(0.1)).prop_map(|(party, gone)| Act::Join { party, gone }),
        6 => who().prop_map(|who| Act::Leave { who }),
        2 => (who(), request).prop_map(|(who, request)| Act::End { who, request }),
        1 => who().prop_map(|who| Act::Cancel { who }),
        2 => (who(), text).prop_map(|(who, text)| Act::Notes { who, text }),
        12 => (kind, 0..3_u32, millis_ago)
            .prop_map(|(kind, ended_before, millis_ago)| Act::Signal { kind, ended_before, millis_ago }),
        4 => any::<prop::sample::Index>().prop_map(|which| Act::Repeat { which }),
        3 => Just(Act::Sweep),
        1 => (0..4_i64).prop_map(|minutes| Act::Move { minutes }),
        1 => Just(Act::CancelAppointment),
    ];
    let seconds =
        prop_oneof![10 => 0..90_i64, 2 => -30..0_i64, 2 => 90..1_200_i64, 1 => Just(3_600_i64)];
    (act, seconds)
}

/// Everything there is.
pub struct World {
    pub consultation: Consultation,
    pub now: Timestamp,
    /// What Chime has told, the newest last.
    pub told: Vec<Signal>,
    /// The meetings by the tokens that they were made with.
    tokens: BTreeMap<String, String>,
    meetings: u32,
}

/// What an act has changed.
pub struct Step {
    pub before: Consultation,
    pub change: Change,
    pub signal: Option<Signal>,
}

impl World {
    /// A quarter of an hour before the start, with the change that made it.
    pub fn new() -> (Self, Change) {
        let now = at("2027-01-25T09:45:00Z");
        let made = rules::create(&wanted(), None, now);
        let world = Self {
            consultation: made.after.clone(),
            now,
            told: Vec::new(),
            tokens: BTreeMap::new(),
            meetings: 0,
        };
        (world, made)
    }

    /// Does an act; `None` when it is refused or changes nothing.
    pub fn step(&mut self, act: &Act, seconds: i64) -> Option<Step> {
        self.now += SignedDuration::from_secs(seconds);
        let before = self.consultation.clone();
        let told = self.tell(act);
        let change = self.change(act, told.as_ref())?;
        self.consultation = change.after.clone();
        Some(Step {
            before,
            change,
            signal: told,
        })
    }

    fn tell(&mut self, act: &Act) -> Option<Signal> {
        let told = match act {
            Act::Signal {
                kind,
                ended_before,
                millis_ago,
            } => Signal {
                // The one that is on, or one of before it.
                meeting_id: format!("meeting-{}", self.meetings.checked_sub(1 + ended_before)?),
                kind: kind.clone(),
                at: self.now - SignedDuration::from_millis(*millis_ago),
            },
            Act::Repeat { which } if !self.told.is_empty() => which.get(&self.told).clone(),
            _ => return None,
        };
        self.told.push(told.clone());
        Some(told)
    }

    fn change(&mut self, act: &Act, told: Option<&Signal>) -> Option<Change> {
        let before = self.consultation.clone();
        let (before, now) = (&before, self.now);
        match act {
            Act::Join { party, gone } => {
                let who = actor(party.external_user_id());
                rules::may_join(before, &who, now).ok()?;
                let on = self.attend(*gone);
                let attendee = format!("of-{}", party.external_user_id());
                rules::join(before, *party, &on, &attendee, now)
            }
            Act::Leave { who } => rules::leave(before, &actor(who), now).ok()?.1,
            Act::End { who, request } => rules::end(before, &actor(who), request, now).ok()?,
            Act::Cancel { who } => rules::cancel(before, &actor(who), None, now).ok(),
            Act::Notes { who, text } => rules::update_notes(before, &actor(who), text, now).ok()?,
            Act::Signal { .. } | Act::Repeat { .. } => rules::signal(before, told?, now),
            Act::Sweep => rules::sweep(before, now),
            Act::Move { minutes } => {
                let to = period("2027-01-25T10:00:00Z", "2027-01-25T10:30:00Z");
                let later = SignedDuration::from_mins(*minutes);
                let (start, end) = (to.start + later, to.end + later);
                rules::reschedule(before, calendar::Period { start, end }, now)
            }
            Act::CancelAppointment => rules::cancel_by_appointment(before, now),
        }
    }

    /// The meeting that a join finds or makes.
    fn attend(&mut self, gone: bool) -> LiveMeeting {
        let ended_before = match &self.consultation.meeting {
            Some(on) if !gone => return on.clone(),
            Some(on) => on.ended_before + 1,
            None => self.consultation.meetings_ended,
        };
        let token = consultation_id().meeting_token(ended_before);
        let on = LiveMeeting {
            ended_before,
            ..meeting(self.meetings)
        };
        // Chime would give what it has made with this token before.
        let other = self.tokens.insert(token, on.meeting_id.clone());
        assert_eq!(other, None, "a token makes one meeting");
        self.meetings += 1;
        on
    }

    /// A new meeting would be given a token of its own.
    pub fn check_meetings(&self) {
        let after = &self.consultation;
        let next = match &after.meeting {
            Some(on) => {
                let token = after.consultation_id.meeting_token(on.ended_before);
                assert_eq!(self.tokens.get(&token), Some(&on.meeting_id));
                on.ended_before + 1
            }
            None => after.meetings_ended,
        };
        let token = after.consultation_id.meeting_token(next);
        assert_eq!(self.tokens.get(&token), None);
    }
}
