use ids::{Actor, Ids, UserId};
use jiff::Timestamp;
use outcome::{Failure, Trouble};
use table::{Condition, Db, Index, Item, Query, Transaction, Tries, Write};

use crate::model::SHARDS;
use crate::rules::{self, Changes};
use crate::{Link, MeetingLink, MeetingLinkId, Refusal};

type Result<T> = std::result::Result<T, Failure<Refusal>>;

/// Stores a new link. `completion` is the record that answers a repeated
/// request with what was made.
///
/// # Errors
///
/// The store's.
pub async fn create(
    db: &Db,
    link: &Link,
    doctor: &UserId,
    ids: &Ids,
    now: Timestamp,
    completion: impl Fn(&MeetingLink) -> std::result::Result<Option<Write>, Trouble>,
) -> Result<MeetingLink> {
    let mut tries = Tries::new();
    loop {
        // A number that another process has taken meanwhile is not met again.
        let made = MeetingLink {
            id: MeetingLinkId::new(ids),
            link: link.clone(),
            doctor_id: doctor.clone(),
            is_active: true,
            created_at: now,
            updated_at: now,
            version: 0,
        };
        let mut transaction = Transaction::new();
        transaction.save(&made);
        transaction.complete(completion(&made)?);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(made);
        }
    }
}

/// A link that the caller may see. One call.
///
/// # Errors
///
/// There is none, it is another doctor's, or the store's.
pub async fn load_for(db: &Db, id: MeetingLinkId, actor: &Actor) -> Result<MeetingLink> {
    let found: Option<MeetingLink> = db.get(MeetingLink::key(id)).await?;
    let link = found.ok_or(Refusal::NotFound)?;
    rules::may_act(actor, &link.doctor_id)?;
    Ok(link)
}

/// Changes a link. What it is then has to be a link of its type.
///
/// # Errors
///
/// There is none, it is another doctor's, the two do not agree, or the store's.
pub async fn update(
    db: &Db,
    id: MeetingLinkId,
    changes: &Changes,
    actor: &Actor,
    now: Timestamp,
) -> Result<MeetingLink> {
    change(db, id, actor, |before| rules::update(before, changes, now)).await
}

/// Puts a link in use, or out of it.
///
/// # Errors
///
/// There is none, it is another doctor's, or the store's.
pub async fn toggle(
    db: &Db,
    id: MeetingLinkId,
    actor: &Actor,
    now: Timestamp,
) -> Result<MeetingLink> {
    change(db, id, actor, |before| Ok(rules::toggle(before, now))).await
}

async fn change(
    db: &Db,
    id: MeetingLinkId,
    actor: &Actor,
    rule: impl Fn(MeetingLink) -> std::result::Result<MeetingLink, Refusal>,
) -> Result<MeetingLink> {
    let mut tries = Tries::new();
    loop {
        let before = load_for(db, id, actor).await?;
        let after = rule(before)?;
        let mut transaction = Transaction::new();
        transaction.save(&after);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(after);
        }
    }
}

/// Deletes a link.
///
/// # Errors
///
/// There is none, it is another doctor's, or the store's.
pub async fn delete(db: &Db, id: MeetingLinkId, actor: &Actor) -> Result<()> {
    let link = load_for(db, id, actor).await?;
    db.admitted().await?;
    // A doctor's link stays that doctor's, so no change in between matters.
    let still = Condition::is("doctor_id", link.doctor_id.as_str());
    Ok(db.release(MeetingLink::key(id), still).await?)
}

/// Whose links.
#[derive(Clone, Debug)]
pub enum Scope {
    /// A doctor's.
    Doctor(UserId),
    /// All.
    All,
}

/// One page, and how many there are.
#[derive(Clone, Debug)]
pub struct Listed {
    /// How many there are.
    pub total: usize,
    /// The page, newest first.
    pub page: Vec<MeetingLink>,
}

/// A page of links. The total reads all of them: one query for a doctor's, one
/// for each shard at once for all.
///
/// # Errors
///
/// The store's.
pub async fn list(
    db: &Db,
    scope: &Scope,
    skip: usize,
    limit: usize,
) -> std::result::Result<Listed, Trouble> {
    let queries: Vec<Query> = match scope {
        Scope::Doctor(doctor) => {
            vec![Query::index(
                Index::First,
                MeetingLink::doctor_partition(doctor),
            )]
        }
        Scope::All => (0..SHARDS)
            .map(|shard| Query::index(Index::Second, MeetingLink::all_partition(shard)))
            .collect(),
    };
    let items = db.query_all_of(&queries).await?;
    let mut links: Vec<MeetingLink> = items
        .iter()
        .map(Item::read)
        .collect::<std::result::Result<_, _>>()?;
    links.sort_by_key(|link| std::cmp::Reverse(link.id));
    Ok(Listed {
        total: links.len(),
        page: links.into_iter().skip(skip).take(limit).collect(),
    })
}
