use jiff::Timestamp;
use outcome::Trouble;
use table::{Condition, Db, Index, Query};

use crate::intent::{Intent, SHARDS};

/// How many of one shard a sweep takes on; the rest waits for the next one.
const AT_ONCE: usize = 100;

/// The intents that are due, oldest first within a shard. One query for each
/// shard, whatever is stored, one after the other: nobody waits for a sweep,
/// and each that is asked at once costs a connection of its own.
///
/// # Errors
///
/// The store's.
pub async fn due(db: &Db, now: Timestamp) -> Result<Vec<Intent>, Trouble> {
    let mut found = Vec::new();
    for shard in 0..SHARDS {
        let query = Query::index(Index::First, Intent::partition(shard))
            .between("", format!("{now}~"))
            .limit(AT_ONCE);
        for item in db.query(&query, None).await?.items {
            found.push(item.read()?);
        }
    }
    Ok(found)
}

/// Ends for good that a transaction, which requires the intent to be as it was
/// stored, is committed: it may still be on its way. `false` when the intent
/// is not as it was: the transaction may have been committed. One call.
///
/// # Errors
///
/// The store's.
pub async fn abandon(db: &Db, intent: &Intent, now: Timestamp) -> Result<bool, Trouble> {
    let abandoned = intent.abandoned(now);
    let unchanged = Condition::is("version", intent.version);
    let there = db.claim(&abandoned, unchanged).await?;
    // A second attempt of this call finds what the first has written.
    Ok(there.is_none_or(|there| there.read::<Intent>().is_ok_and(|of| of == abandoned)))
}

/// Takes an intent away once nothing is left, unless it was stored anew
/// meanwhile.
///
/// # Errors
///
/// The store's.
pub async fn forget(db: &Db, intent: &Intent) -> Result<(), Trouble> {
    let unchanged = Condition::is("due", intent.due.to_string());
    db.release(intent.key(), unchanged).await
}
