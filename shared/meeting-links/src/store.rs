use futures::future::try_join_all;
use ids::{Actor, Ids, UserId};
use jiff::Timestamp;
use outcome::{Failure, Trouble};
use table::{Condition, Db, Index, Item, Query, Transaction, Tries, Write};

use crate::model::SHARDS;
use crate::{Link, LinkType, MeetingLink, MeetingLinkId, MeetingUrl, Refusal};

type Result<T> = std::result::Result<T, Failure<Refusal>>;

/// Whether the caller may do something with a doctor's links.
///
/// # Errors
///
/// The caller may not.
pub fn may_act(actor: &Actor, doctor: &UserId) -> std::result::Result<(), Refusal> {
    if actor.may_act_for(doctor) {
        Ok(())
    } else {
        Err(Refusal::NotYours)
    }
}

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
    may_act(actor, &link.doctor_id)?;
    Ok(link)
}

/// What is to be changed of a link; either alone, or both.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Another URL.
    pub link: Option<MeetingUrl>,
    /// Another type.
    pub link_type: Option<LinkType>,
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
    change(db, id, actor, now, |before| {
        let Link { link, link_type } = before.link.clone();
        let link = changes.link.clone().unwrap_or(link);
        Ok(MeetingLink {
            link: Link::new(link, changes.link_type.unwrap_or(link_type))?,
            ..before
        })
    })
    .await
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
    change(db, id, actor, now, |before| {
        Ok(MeetingLink {
            is_active: !before.is_active,
            ..before
        })
    })
    .await
}

async fn change(
    db: &Db,
    id: MeetingLinkId,
    actor: &Actor,
    now: Timestamp,
    rule: impl Fn(MeetingLink) -> std::result::Result<MeetingLink, Refusal>,
) -> Result<MeetingLink> {
    let mut tries = Tries::new();
    loop {
        let before = load_for(db, id, actor).await?;
        let mut after = rule(before)?;
        after.updated_at = now.max(after.updated_at);
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
    let found = try_join_all(queries.iter().map(|query| db.query_all(query))).await?;
    let items = found.iter().flatten();
    let mut links: Vec<MeetingLink> = items
        .map(Item::read)
        .collect::<std::result::Result<_, _>>()?;
    links.sort_by_key(|link| std::cmp::Reverse(link.id));
    Ok(Listed {
        total: links.len(),
        page: links.into_iter().skip(skip).take(limit).collect(),
    })
}
