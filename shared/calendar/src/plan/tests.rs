mod model;
mod world;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use model::{CELLS, Model, at, days, span, teacher};
use world::{Act, World, acts, everything, give_back, ids, only, person, plain, take};

proptest! {
    #[test]
    fn time_is_offered_booked_and_given_back_as_in_the_naive_model(acts in prop::collection::vec(acts(), 1..60)) {
        let (mut world, mut model) = (World::default(), Model::default());
        for act in acts {
            let offered = model.offered();
            let expected = match (&act, world.command(&act).is_some()) {
                (_, false) => false,
                (Act::Offer { start, length }, _) => model.offer(*start, *length),
                (Act::Book { student, start, length }, _) => model.book(1 + student, *start, *length, world.made),
                (Act::Cancel { which }, _) => {
                    let (_, period, _) = world.bookings[which % world.bookings.len()].clone();
                    model.cancel(period)
                }
                (Act::Move { which, start, length }, _) => {
                    let (_, period, _) = world.bookings[which % world.bookings.len()].clone();
                    model.reschedule(period, *start, *length)
                }
                (Act::Withdraw { which }, _) => {
                    let slots = world.slots();
                    model.withdraw(slots[which % slots.len()].period)
                }
                (Act::Occupy { person, start, length }, _) => model.occupy(*person, *start, *length, world.made),
                (Act::Release { which }, _) => {
                    let (who, period, _) = world.others[which % world.others.len()].clone();
                    model.release((0..3).position(|n| person(n) == who).unwrap(), period)
                }
            };
            prop_assert_eq!(world.act(&act), expected, "{:?}", act);
            world.check();
            if !matches!(act, Act::Offer { .. } | Act::Withdraw { .. }) {
                prop_assert_eq!(model.offered(), offered, "{:?}", act);
            }
            let slots: Vec<_> = world.slots().iter().map(|slot| (slot.period, slot.is_booked)).collect();
            prop_assert_eq!(slots, model.slots(), "{:?}", act);
        }
    }

    #[test]
    fn what_is_needed_is_all_that_a_command_looks_at(acts in prop::collection::vec(acts(), 1..60)) {
        let mut world = World::default();
        for act in acts {
            let Some((needed, command)) = world.command(&act) else { continue };
            let (mut all, mut few) = (everything(&world.stored), only(&needed, &world.stored));
            prop_assert_eq!(command(&mut all), command(&mut few), "{:?}", act);
            prop_assert_eq!(&all.changed, &few.changed);
            prop_assert_eq!(&all.moved, &few.moved);
            prop_assert!(few.changed.iter().all(|key| needed.days.contains(key)), "{:?} writes what it has not read", act);
            let merged = Plan { days: all.days.clone().into_iter().chain(few.days).collect(), ..Plan::default() };
            prop_assert_eq!(plain(&merged), plain(&all), "{:?}", act);
            world.act(&act);
        }
    }

    /// Two commands at once, both committed because neither wrote what the other
    /// one's commit depends on. The reads of one are no snapshot: each day may be
    /// as it was before or after the other one's commit. An offer depends on its
    /// stamp instead, which is read before the days.
    #[test]
    fn two_commands_at_once_keep_the_calendar_whole(
        history in prop::collection::vec(acts(), 0..40),
        first in acts(),
        second in acts(),
        late in any::<[bool; 16]>(),
    ) {
        let mut world = World::default();
        for act in history {
            world.act(&act);
        }
        let (Some(one), Some(other)) = (world.command(&first), world.command(&second)) else { return Ok(()) };
        let mut one_plan = only(&one.0, &world.stored);
        if !one.1(&mut one_plan) {
            return Ok(());
        }
        let mut other_plan = only(&other.0, &world.stored);
        let mut is_late = BTreeSet::new();
        for ((key, day), late) in other_plan.days.iter_mut().zip(late) {
            if late && one_plan.changed.contains(key) {
                *day = one_plan.days[key].clone();
                is_late.insert(key.clone());
            }
        }
        if !other.1(&mut other_plan) {
            return Ok(());
        }
        let is_stale = other_plan.changed.intersection(&one_plan.changed).any(|key| !is_late.contains(key));
        let found_another_stamp = !one_plan.moved.is_disjoint(&other_plan.moved) && !other_plan.stamps.is_empty();
        if is_stale || found_another_stamp {
            return Ok(());
        }
        let mut committed = world.stored.clone();
        for plan in [&one_plan, &other_plan] {
            committed.days.extend(plan.changed.iter().map(|key| (key.clone(), plan.days[key].clone())));
        }
        let slots: Vec<Period> = committed.slots_of(&teacher()).map(|slot| slot.period).collect();
        prop_assert!(slots.is_sorted_by(|a, b| a.end <= b.start), "{:?} and {:?}: {:?}", first, second, slots);
        for day in committed.days.values() {
            prop_assert!(day.busy.is_sorted_by(|a, b| a.period.end <= b.period.start), "{:?} and {:?}", first, second);
        }
    }

    /// Among slots that stand as they were offered.
    #[test]
    fn what_is_booked_and_given_back_can_be_booked_again(
        offers in prop::collection::vec((0..CELLS, prop_oneof![1..=144_usize, 60..=144_usize]), 1..12),
        which in any::<prop::sample::Index>(),
        from in 0..144_usize,
        to in 0..144_usize,
    ) {
        let mut plan = everything(&Plan::default());
        let mut offered = Vec::new();
        let mut next = 0;
        // Most touch the one before.
        for (gap, length) in offers {
            let start = next + if gap % 4 == 0 { gap % 50 } else { 0 };
            let Some(whole) = span(start, length).filter(|_| start < CELLS) else { break };
            prop_assert!(plan.offer(&teacher(), Slot::free(whole, &ids())));
            offered.push((start, length, whole));
            next = start + length;
        }
        let (start, length, whole) = offered[which.index(offered.len())];
        let (from, to) = (from.min(to) % length, from.max(to) % length + 1);
        let Some(part) = (from < to).then(|| span(start + from, to - from)).flatten() else { return Ok(()) };
        let entry = Entry::new("booking", 1);
        prop_assert!(take(&mut plan, &person(1), part, &entry));
        give_back(&mut plan, &person(1), part, &entry);
        prop_assert!(plan.slots_of(&teacher()).any(|slot| !slot.is_booked && slot.period.contains(&whole)));
    }

    #[test]
    fn a_cancelled_booking_leaves_the_slot_as_it_was(start in 0..CELLS, length in 1..=144_usize, from in 0..144_usize, to in 0..144_usize) {
        let (Some(whole), (from, to)) = (span(start, length), (from.min(to) % length, from.max(to) % length + 1)) else { return Ok(()) };
        let Some(part) = (from < to).then(|| span(start + from, to - from)).flatten() else { return Ok(()) };
        let mut plan = everything(&Plan::default());
        prop_assert!(plan.offer(&teacher(), Slot::free(whole, &ids())));
        let entry = Entry::new("booking", 1);
        prop_assert!(take(&mut plan, &person(1), part, &entry));
        prop_assert!(!take(&mut plan.clone(), &person(2), part, &entry), "nobody else has it");
        give_back(&mut plan, &person(1), part, &entry);
        let slots: Vec<_> = plan.slots_of(&teacher()).map(|slot| (slot.period, slot.is_booked)).collect();
        prop_assert_eq!(slots, vec![(whole, false)]);
        prop_assert!(plan.days.values().all(|day| day.busy.is_empty()));
    }
}

#[test]
fn a_period_over_midnight_stands_in_both_days_and_is_released_from_both() {
    let mut plan = everything(&Plan::default());
    let (night, entry) = (
        Period::new(at(288 - 6), at(288 + 6)).unwrap(),
        Entry::new("booking", 1),
    );
    let busy = |plan: &Plan| -> Vec<Date> {
        plan.days
            .values()
            .filter(|day| !day.busy.is_empty())
            .map(|day| day.date)
            .collect()
    };
    assert!(plan.occupy(&person(1), night, &entry));
    assert_eq!(busy(&plan), days()[..2]);
    for (start, end, free) in [
        (270, 282, true),
        (270, 283, false),
        (293, 300, false),
        (294, 300, true),
    ] {
        let period = Period::new(at(start), at(end)).unwrap();
        assert_eq!(plan.is_free(&person(1), period), free, "{start} to {end}");
    }
    plan.release(&person(1), night, &entry);
    assert_eq!(busy(&plan), []);
}

#[test]
fn only_the_entry_itself_is_released() {
    let mut plan = everything(&Plan::default());
    let (mine, others) = (Entry::new("booking", 1), Entry::new("booking", 2));
    let (early, late) = (
        Period::new(at(10), at(20)).unwrap(),
        Period::new(at(20), at(30)).unwrap(),
    );
    assert!(plan.occupy(&person(1), early, &mine) && plan.occupy(&person(1), late, &others));
    plan.release(&person(1), late, &others);
    assert!(!plan.is_free(&person(1), early) && plan.is_free(&person(1), late));
}

#[test]
fn an_entry_that_two_share_stays_where_the_last_has_moved_it() {
    let mut plan = everything(&Plan::default());
    let (entry, other) = (Entry::new("appointment", 1), Entry::new("appointment", 2));
    let (before, after) = (
        Period::new(at(10), at(20)).unwrap(),
        Period::new(at(30), at(40)).unwrap(),
    );
    assert!(plan.occupy(&person(1), before, &entry));
    plan.release(&person(1), before, &entry);
    assert!(plan.occupy(&person(1), after, &entry));
    // Somebody who has not heard of the move takes nothing and frees nothing.
    assert!(plan.occupy(&person(1), before, &entry));
    plan.release(&person(1), before, &entry);
    assert!(plan.is_free(&person(1), before) && !plan.is_free(&person(1), after));
    assert!(!plan.occupy(&person(1), after, &other));
}

#[test]
fn a_day_that_was_not_read_is_not_free() {
    let plan = Plan::default();
    assert!(!plan.is_free(&person(1), Period::new(at(0), at(1)).unwrap()));
}

#[test]
fn a_booked_slot_is_neither_withdrawn_nor_booked_again() {
    let mut plan = everything(&Plan::default());
    let slot = Slot::free(Period::new(at(100), at(112)).unwrap(), &ids());
    let id = slot.id(&teacher());
    assert!(plan.offer(&teacher(), slot.clone()));
    assert!(plan.book_slot(&teacher(), slot.period, &ids()));
    assert_eq!(plan.withdraw(&id), None, "the free slot of this id is gone");
    let booked = plan.slots_of(&teacher()).next().unwrap().id(&teacher());
    assert_eq!(plan.withdraw(&booked), Some(false));
    assert!(!plan.book_slot(&teacher(), slot.period, &ids()));
    plan.free_slot(&teacher(), slot.period, &ids());
    let free = plan.slots_of(&teacher()).next().unwrap().id(&teacher());
    assert_eq!(plan.withdraw(&free), Some(true));
    assert_eq!(plan.slots_of(&teacher()).count(), 0);
}

#[test]
fn free_neighbours_are_joined_as_long_as_a_slot_may_be() {
    let mut plan = everything(&Plan::default());
    let hours = |from: usize, to: usize| Period::new(at(12 * from), at(12 * to)).unwrap();
    for (from, to) in [(0, 8), (8, 10), (10, 16)] {
        assert!(plan.offer(&teacher(), Slot::free(hours(from, to), &ids())));
    }
    assert!(plan.book_slot(&teacher(), hours(8, 10), &ids()));
    plan.free_slot(&teacher(), hours(8, 10), &ids());
    let slots: Vec<Period> = plan.slots_of(&teacher()).map(|slot| slot.period).collect();
    assert_eq!(
        slots,
        [hours(0, 10), hours(10, 16)],
        "all three would be 16 hours"
    );
    assert_eq!(slots[0].length(), SignedDuration::from_hours(10));
}

#[test]
fn a_slot_that_was_cut_is_whole_again_before_it_joins_another() {
    let mut plan = everything(&Plan::default());
    let hours = |from: usize, to: usize| Period::new(at(12 * from), at(12 * to)).unwrap();
    for (from, to) in [(0, 8), (8, 16)] {
        assert!(plan.offer(&teacher(), Slot::free(hours(from, to), &ids())));
    }
    assert!(plan.book_slot(&teacher(), hours(8, 9), &ids()));
    plan.free_slot(&teacher(), hours(8, 9), &ids());
    assert!(plan.book_slot(&teacher(), hours(8, 10), &ids()));
}
