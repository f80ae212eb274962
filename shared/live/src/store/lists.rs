use std::collections::VecDeque;

use futures::future::try_join_all;
use ids::UserId;
use jiff::Timestamp;
use outcome::Trouble;
use people::Person;
use table::{Db, Index, Item, Page, Query};

use crate::model::{SHARDS, ScheduledSession, ScheduledSessionId, SessionPointer, Tally};
use crate::store::Result;
use crate::store::scheduled::load_scheduled;

/// No query reads more at once; what is deeper takes another one.
const AT_ONCE: usize = 1_000;

/// A scheduled session with what is shown of others.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The scheduled session.
    pub scheduled: ScheduledSession,
    /// The instructor, where there is a profile.
    pub instructor: Option<Person>,
    /// The live session that it is linked to, unless that is gone.
    pub session: Option<SessionPointer>,
}

/// One page, and how many there are.
#[derive(Clone, Debug)]
pub struct Listed {
    /// How many there are.
    pub total: usize,
    /// The page, soonest first.
    pub page: Vec<Seen>,
}

/// A scheduled session as it is now. Two calls, one after the other.
///
/// # Errors
///
/// There is none, or the store's.
pub async fn load_seen(db: &Db, id: ScheduledSessionId) -> Result<Seen> {
    let scheduled = load_scheduled(db, id).await?;
    let mut seen = dress(db, vec![scheduled]).await?;
    let seen = seen.pop();
    Ok(seen.ok_or_else(|| Trouble::Internal("one has become none".into()))?)
}

/// A page of scheduled sessions, an instructor's or all, soonest first.
///
/// The counts first, then one query of the instructor's partition or one of
/// each shard at once, then the people and live sessions that are shown: three
/// rounds. What is read grows with the page's distance from the nearer end of
/// the list, and not with what is stored; a page past the end reads the counts
/// alone.
///
/// # Errors
///
/// The store's.
pub async fn list(
    db: &Db,
    of: Option<&UserId>,
    skip: usize,
    limit: usize,
) -> std::result::Result<Listed, Trouble> {
    let total = total(db, of).await?;
    let wanted = total.saturating_sub(skip).min(limit);
    if wanted == 0 {
        return Ok(Listed {
            total,
            page: Vec::new(),
        });
    }
    let behind = total - skip - wanted;
    let page = if skip <= behind {
        merged(db, of, Order::SoonestFirst, skip, wanted).await?
    } else {
        let mut page = merged(db, of, Order::LatestFirst, behind, wanted).await?;
        page.reverse();
        page
    };
    let page = dress(db, page).await?;
    Ok(Listed { total, page })
}

async fn total(db: &Db, of: Option<&UserId>) -> std::result::Result<usize, Trouble> {
    let keys = Tally::keys_of(of);
    let found = db.get_many(keys.clone()).await?;
    let mut total = 0;
    for key in &keys {
        let tally: Option<Tally> = found.read(key)?;
        total += tally.map_or(0, |tally| tally.items());
    }
    Ok(total)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    SoonestFirst,
    LatestFirst,
}

/// What one partition gives, in its order.
struct Lane {
    query: Query,
    ready: VecDeque<ScheduledSession>,
    /// Where the last query ended.
    page: Option<Page>,
    has_more: bool,
}

impl Lane {
    fn new(query: Query) -> Self {
        Self {
            query,
            ready: VecDeque::new(),
            page: None,
            has_more: true,
        }
    }

    /// Where its next one stands in the list.
    fn place(&self) -> Option<(Timestamp, ScheduledSessionId)> {
        let first = self.ready.front()?;
        Some((first.starts_at, first.scheduled_session_id))
    }

    fn is_dry(&self) -> bool {
        self.ready.is_empty() && self.has_more
    }

    async fn fill(&mut self, db: &Db) -> std::result::Result<(), Trouble> {
        while self.is_dry() {
            let page = db.query(&self.query, self.page.take()).await?;
            for item in &page.items {
                self.ready.push_back(Item::read(item)?);
            }
            self.has_more = page.has_more();
            self.page = Some(page);
        }
        Ok(())
    }
}

/// So many in an order, after so many that are skipped.
async fn merged(
    db: &Db,
    of: Option<&UserId>,
    order: Order,
    skip: usize,
    wanted: usize,
) -> std::result::Result<Vec<ScheduledSession>, Trouble> {
    let deep = skip.saturating_add(wanted);
    let queries: Vec<Query> = match of {
        Some(instructor) => {
            let partition = ScheduledSession::instructor_partition(instructor);
            vec![Query::index(Index::First, partition).limit(deep.min(AT_ONCE))]
        }
        // Shards are filled by chance: each holds about its part of the way.
        None => (0..SHARDS)
            .map(|shard| {
                let each = deep / usize::from(SHARDS) + wanted;
                let partition = ScheduledSession::all_partition(shard);
                Query::index(Index::Second, partition).limit(each.min(AT_ONCE))
            })
            .collect(),
    };
    let ordered = |query: Query| match order {
        Order::SoonestFirst => query,
        Order::LatestFirst => query.newest_first(),
    };
    let mut lanes: Vec<Lane> = queries.into_iter().map(ordered).map(Lane::new).collect();
    let mut found = Vec::with_capacity(wanted);
    for place in 0..deep {
        if lanes.iter().any(Lane::is_dry) {
            try_join_all(lanes.iter_mut().map(|lane| lane.fill(db))).await?;
        }
        match next(&mut lanes, order) {
            Some(next) if place >= skip => found.push(next),
            Some(_) => {}
            None => break,
        }
    }
    Ok(found)
}

/// The next one of all lanes.
fn next(lanes: &mut [Lane], order: Order) -> Option<ScheduledSession> {
    let ready = lanes.iter_mut().filter(|lane| !lane.ready.is_empty());
    let lane = match order {
        Order::SoonestFirst => ready.min_by_key(|lane| lane.place()),
        Order::LatestFirst => ready.max_by_key(|lane| lane.place()),
    };
    lane?.ready.pop_front()
}

/// Adds the people and live sessions that are shown. One call for 100 of them.
async fn dress(db: &Db, page: Vec<ScheduledSession>) -> std::result::Result<Vec<Seen>, Trouble> {
    let people = page.iter().map(|of| Person::key(&of.instructor));
    let sessions = page.iter().filter_map(|of| of.session_id);
    let keys = people.chain(sessions.map(SessionPointer::key)).collect();
    let found = db.get_many(keys).await?;
    let seen = |scheduled: ScheduledSession| {
        let session = match scheduled.session_id {
            Some(id) => found.read(&SessionPointer::key(id))?,
            None => None,
        };
        Ok(Seen {
            instructor: Person::among(&found, &scheduled.instructor)?,
            session,
            scheduled,
        })
    };
    page.into_iter().map(seen).collect()
}
