use futures::future::try_join_all;
use jiff::Timestamp;
use outcome::Trouble;
use table::{Condition, Db, Index, Item, Query};

use crate::intent::{Intent, SHARDS};

/// How many of one shard a sweep takes on; the rest waits for the next one.
const AT_ONCE: usize = 100;

/// The intents that are due, oldest first within a shard. One query for each
/// shard, whatever is stored.
///
/// # Errors
///
/// The store's.
pub async fn due(db: &Db, now: Timestamp) -> Result<Vec<Intent>, Trouble> {
    let shards = (0..SHARDS).map(|shard| async move {
        let query = Query::index(Index::First, Intent::partition(shard))
            .between("", format!("{now}~"))
            .limit(AT_ONCE);
        db.query(&query, None).await
    });
    let pages = try_join_all(shards).await?;
    let items = pages.iter().flat_map(|page| &page.items);
    items.map(Item::read).collect()
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
