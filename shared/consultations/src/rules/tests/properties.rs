//! What holds whatever is done to a consultation, and whenever.

mod invariants;
mod replay;
mod world;

use proptest::prelude::*;

use crate::fixtures::{actor, ids};
use crate::model::{AuditEvent, EndRequest, EventType, Status};
use crate::rules::{end, join, leave};
use invariants::{check_change, check_state};
use replay::Replay;
use world::{Act, Step, World, acts};

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens(steps in prop::collection::vec(acts(), 1..50)) {
        let (mut world, made) = World::new();
        let mut replay = Replay::default();
        replay.apply(&made.happened);
        let mut trail = AuditEvent::all_of(&made, &ids()).unwrap();
        for (act, seconds) in steps {
            let Some(Step { before, change, signal }) = world.step(&act, seconds) else { continue };
            check_change(&before, &change, signal.as_ref(), world.now);
            replay.apply(&change.happened);
            replay.check(&change.after);
            check_state(&change.after);
            check_again(&world, &act);
            world.check_meetings();
            trail.extend(AuditEvent::all_of(&change, &ids()).unwrap());
        }
        check_trail(&trail, &world);
    }
}

/// The same once more changes nothing.
fn check_again(world: &World, act: &Act) {
    let (now, after) = (world.now, &world.consultation);
    match act {
        Act::Join { party, .. } => {
            let on = after.meeting.as_ref().unwrap();
            let attendee = after.presence(*party).attendee_id.as_ref().unwrap();
            assert_eq!(join(after, *party, on, attendee, now), None);
        }
        Act::Leave { who } => {
            let again = leave(after, &actor(who), now).unwrap();
            assert_eq!(again.1, None);
        }
        Act::End { who, request } => {
            assert_eq!(end(after, &actor(who), request, now), Ok(None));
            let other = EndRequest {
                connection_quality_rating: Some(9),
                ..request.clone()
            };
            assert!(end(after, &actor(who), &other, now).is_err());
        }
        Act::Signal { .. } | Act::Repeat { .. } => {
            let told = world.told.last().unwrap();
            assert_eq!(crate::rules::signal(after, told, now), None);
        }
        _ => {}
    }
}

/// The trail is numbered without a gap, its times never go backwards, and it
/// tells of at most one end, the one there was.
fn check_trail(trail: &[AuditEvent], world: &World) {
    let after = &world.consultation;
    let numbers = trail.iter().map(|event| event.number);
    assert!(numbers.eq(1..=after.events), "counted as they happened");
    assert!(trail.is_sorted_by_key(|event| event.created_at));
    assert_eq!(trail[0].event_type, EventType::SessionCreated);
    let count = |wanted| {
        let of_type = trail.iter().filter(|event| event.event_type == wanted);
        of_type.count()
    };
    let ends = [
        (EventType::SessionCreated, true),
        (
            EventType::SessionCompleted,
            after.status == Status::Completed,
        ),
        (
            EventType::SessionCancelled,
            after.status == Status::Cancelled,
        ),
        (EventType::SessionNoShow, after.status == Status::NoShow),
    ];
    for (event_type, is_there) in ends {
        assert_eq!(count(event_type), usize::from(is_there), "{event_type}");
    }
}
