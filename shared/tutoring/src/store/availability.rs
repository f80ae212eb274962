use calendar::{Day, LONGEST_SLOT, Needed, Plan, Slot, SlotId, day_range, utc_date};
use ids::{Ids, UserId};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use outcome::Trouble;
use serde::{Deserialize, Serialize};
use table::{Db, Index, Page, Query, Transaction, Tries, Write};

use crate::Refusal;
use crate::rules::listed_slots;
use crate::store::Result;

/// New slots of one teacher: all of them or none.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Whose they are.
    pub teacher: UserId,
    /// The slots.
    pub slots: Vec<Slot>,
}

/// Adds slots.
///
/// # Errors
///
/// One that overlaps another of the teacher's, or the store's.
pub async fn offer(db: &Db, offer: &Offer, ids: &Ids, completion: Option<Write>) -> Result<()> {
    let mut needed = Needed::default();
    for slot in &offer.slots {
        needed.offers(&offer.teacher, slot.period);
    }
    let mut tries = Tries::new();
    loop {
        let before = db.get_many(needed.keys_before()).await?;
        let found = before.and(db.get_many(needed.keys()).await?);
        let mut plan = Plan::new(&needed, &found)?;
        for slot in &offer.slots {
            if !plan.offer(&offer.teacher, slot.clone()) {
                return Err(Refusal::SlotOverlaps.into());
            }
        }
        let mut transaction = Transaction::new();
        plan.write(&mut transaction, ids);
        transaction.complete(completion.clone());
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
    }
}

/// Takes a free slot back.
///
/// # Errors
///
/// There is none of this id, the caller may not, or it is booked.
pub async fn withdraw(db: &Db, id: &SlotId, actor: &ids::Actor, ids: &Ids) -> Result<()> {
    let mut needed = Needed::default();
    needed.slot(id);
    let mut tries = Tries::new();
    loop {
        let mut plan = Plan::new(&needed, &db.get_many(needed.keys()).await?)?;
        let withdrawn = plan.withdraw(id).ok_or(Refusal::SlotNotFound)?;
        if !actor.may_act_for(&id.teacher) {
            return Err(Refusal::NotYourself.into());
        }
        if !withdrawn {
            return Err(Refusal::SlotBooked.into());
        }
        let mut transaction = Transaction::new();
        plan.write(&mut transaction, ids);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(());
        }
    }
}

/// Which slots a list shows.
#[derive(Clone, Debug, Serialize)]
pub struct SlotFilter {
    /// Only this teacher's.
    pub teacher: Option<UserId>,
    /// Those that end after this.
    pub from: Timestamp,
    /// Those that start before this.
    pub to: Option<Timestamp>,
    /// Booked ones too.
    pub include_booked: bool,
}

/// Where a page of slots ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SlotPlace(Timestamp, String);

/// A page of slots, soonest first.
#[derive(Clone, Debug)]
pub struct SlotsFound {
    /// The page, each with its teacher.
    pub slots: Vec<(UserId, Slot)>,
    /// Where it ends, when there are more.
    pub next: Option<SlotPlace>,
}

/// Lists slots that are not over. A teacher's days, or the index of the days
/// of all teachers by their first slot, are read in order until the page is
/// full: a day that begins later holds no earlier slot.
///
/// # Errors
///
/// The store's.
pub async fn list_slots(
    db: &Db,
    filter: &SlotFilter,
    after: Option<&SlotPlace>,
    limit: usize,
    now: Timestamp,
) -> std::result::Result<SlotsFound, Trouble> {
    // A cursor can be made up: it leads on, never back to before what was asked.
    let earliest = filter.from.max(now);
    let start = after.map_or(earliest, |place| place.0.max(earliest));
    // A slot that is still on may have begun the day before.
    let first = utc_date(start.saturating_sub(LONGEST_SLOT).unwrap_or(Timestamp::MIN));
    let last = filter.to.map_or(Date::MAX, utc_date);
    let mut found = Collected {
        filter,
        after,
        now,
        slots: Vec::new(),
    };
    for query in queries(filter, first, last, limit) {
        let mut page = Page::default();
        loop {
            page = db.query(&query, Some(page)).await?;
            let mut complete_to = None;
            for item in &page.items {
                let day: Day = item.read()?;
                complete_to = day
                    .slots
                    .first()
                    .map(|slot| slot.period.start)
                    .or(complete_to);
                found.add(&day);
            }
            if found.is_full(limit, complete_to) || !page.has_more() {
                break;
            }
        }
        if found.slots.len() > limit {
            break;
        }
    }
    Ok(found.page(limit))
}

/// One query for a teacher; for all of them one for each month.
fn queries(filter: &SlotFilter, first: Date, last: Date, limit: usize) -> Vec<Query> {
    // One more than the page tells whether there is another.
    let days = limit + 1;
    if let Some(teacher) = &filter.teacher {
        let (partition, first, last) = day_range(teacher, first, last);
        return vec![Query::partition(partition).between(first, last).limit(days)];
    }
    let months = first
        .first_of_month()
        .series(1.month())
        .take_while(|month| *month <= last);
    let until = format!("{last}U");
    months
        .map(|month| {
            Query::index(Index::First, Day::slots_partition(month))
                .between(first.to_string(), until.clone())
                .limit(days)
        })
        .collect()
}

struct Collected<'a> {
    filter: &'a SlotFilter,
    after: Option<&'a SlotPlace>,
    now: Timestamp,
    slots: Vec<(SlotPlace, UserId, Slot)>,
}

impl Collected<'_> {
    fn add(&mut self, day: &Day) {
        let SlotFilter {
            from,
            to,
            include_booked,
            ..
        } = *self.filter;
        for slot in listed_slots(day, from, to, include_booked, self.now) {
            let place = SlotPlace(slot.period.start, slot.id(&day.person).to_string());
            if self.after.is_none_or(|after| place > *after) {
                self.slots.push((place, day.person.clone(), slot.clone()));
            }
        }
    }

    /// Whether more than a page is there that no day yet to be read can come
    /// before.
    fn is_full(&self, limit: usize, complete_to: Option<Timestamp>) -> bool {
        let complete = |place: &SlotPlace| complete_to.is_some_and(|to| place.0 < to);
        self.slots
            .iter()
            .filter(|(place, ..)| complete(place))
            .count()
            > limit
    }

    fn page(mut self, limit: usize) -> SlotsFound {
        self.slots.sort_by(|a, b| a.0.cmp(&b.0));
        let more = self.slots.len() > limit;
        self.slots.truncate(limit);
        let next = self
            .slots
            .last()
            .filter(|_| more)
            .map(|(place, ..)| place.clone());
        SlotsFound {
            slots: self
                .slots
                .into_iter()
                .map(|(_, teacher, slot)| (teacher, slot))
                .collect(),
            next,
        }
    }
}
