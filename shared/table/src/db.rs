use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, KeysAndAttributes, ReturnConsumedCapacity, ReturnValue, TransactWriteItem,
};
use futures::future::try_join_all;
use outcome::{Cause, Trouble};

use crate::error::trouble;
use crate::transaction::lost;
use crate::{
    Admission, Condition, Entity, Found, Gate, Item, Key, Lost, Meter, Page, Query, Transaction,
};

/// The most keys that one BatchGetItem takes.
const KEYS_AT_MOST: usize = 100;

/// How often it is asked for keys that DynamoDB has left.
const UNPROCESSED_ROUNDS: usize = 4;

/// The table: one for the process.
#[derive(Debug)]
pub struct Table {
    client: Client,
    name: String,
}

impl Table {
    /// The table of this name.
    pub fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }

    /// Opens a connection, by asking for what nobody has; the answer, even a
    /// refusal, is of no matter.
    pub async fn connect(&self) {
        let key = Key::new("NOBODY", "NOTHING");
        let _ = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .send()
            .await;
    }

    /// Has two connections open, for two calls at once. The second one resumes
    /// the TLS session of the first, if it is there.
    pub async fn connect_twice(&self) {
        tokio::join!(self.connect(), self.connect());
    }

    /// Adds one to a counter that may not pass `limit`, and says how many are
    /// left. One conditional write, whatever the answer.
    pub async fn count(
        self: Arc<Self>,
        meter: Arc<Meter>,
        key: Key,
        limit: u32,
        expires_at: i64,
    ) -> Admission {
        let counted = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .update_expression("ADD requests :one SET expires_at = :expires_at")
            .condition_expression("attribute_not_exists(pk) OR requests < :limit")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":limit", AttributeValue::N(limit.to_string()))
            .expression_attribute_values(":expires_at", AttributeValue::N(expires_at.to_string()))
            .return_values(ReturnValue::UpdatedNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match counted {
            Ok(answer) => {
                meter.wrote(answer.consumed_capacity());
                let count = answer
                    .attributes()
                    .and_then(|all| all.get("requests")?.as_n().ok()?.parse::<u32>().ok());
                match count {
                    Some(count) => Admission::Granted {
                        remaining: limit.saturating_sub(count),
                    },
                    None => Admission::Unknown(Arc::from(Cause::from("a counter without a count"))),
                }
            }
            Err(error) => {
                meter.wrote(None);
                let over = error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception());
                if over {
                    Admission::OverLimit
                } else {
                    Admission::Unknown(Arc::new(error))
                }
            }
        }
    }
}

/// The table as one request uses it: counted, and gated by the rate limit.
#[derive(Clone)]
pub struct Db {
    table: Arc<Table>,
    gate: Gate,
    meter: Arc<Meter>,
}

impl Db {
    /// The table behind a gate, counted by a meter.
    pub fn new(table: Arc<Table>, gate: Gate, meter: Arc<Meter>) -> Self {
        Self { table, gate, meter }
    }

    /// Returns once the caller may change things; to be awaited before a
    /// provider is asked to do something.
    ///
    /// # Errors
    ///
    /// The caller is over the limit, or the counter cannot be reached.
    pub async fn admitted(&self) -> Result<(), Trouble> {
        self.gate.admitted().await
    }

    /// One item as it is now. One call.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn get<E: Entity>(&self, key: Key) -> Result<Option<E>, Trouble> {
        let answer = self
            .table
            .client
            .get_item()
            .table_name(&self.table.name)
            .set_key(Some(key.attributes()))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        self.meter
            .read(answer.iter().flat_map(|answer| answer.consumed_capacity()));
        answer
            .map_err(trouble)?
            .item
            .map(|item| Item(item).into_entity())
            .transpose()
    }

    /// Many items as they are now, in one call for each 100, all at once.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn get_many(&self, mut keys: Vec<Key>) -> Result<Found, Trouble> {
        keys.sort_by(|a, b| (&a.pk, &a.sk).cmp(&(&b.pk, &b.sk)));
        keys.dedup();
        let batches = keys.chunks(KEYS_AT_MOST).map(|batch| self.get_batch(batch));
        let items = try_join_all(batches).await?.into_iter().flatten();
        Ok(items.collect())
    }

    async fn get_batch(&self, keys: &[Key]) -> Result<Vec<Item>, Trouble> {
        let mut wanted: Vec<_> = keys.iter().map(Key::attributes).collect();
        let mut items = Vec::with_capacity(keys.len());
        // DynamoDB may leave keys for the next call: above 16 MB, or throttled.
        for _ in 0..UNPROCESSED_ROUNDS {
            let request = KeysAndAttributes::builder()
                .set_keys(Some(std::mem::take(&mut wanted)))
                .consistent_read(true)
                .build()
                .map_err(|error| Trouble::Internal(error.into()))?;
            let answer = self
                .table
                .client
                .batch_get_item()
                .request_items(&self.table.name, request)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await;
            self.meter
                .read(answer.iter().flat_map(|answer| answer.consumed_capacity()));
            let mut answer = answer.map_err(trouble)?;
            let found = answer
                .responses
                .as_mut()
                .and_then(|all| all.remove(&self.table.name));
            items.extend(found.unwrap_or_default().into_iter().map(Item));
            match answer
                .unprocessed_keys
                .and_then(|mut left| left.remove(&self.table.name))
            {
                Some(left) if !left.keys.is_empty() => wanted = left.keys,
                _ => return Ok(items),
            }
        }
        Err(Trouble::Unavailable("keys left unprocessed".into()))
    }

    /// One page of a query. One call, or none for an empty range.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn query(&self, query: &Query, after: Option<Page>) -> Result<Page, Trouble> {
        if query.is_empty() {
            return Ok(Page::default());
        }
        let request = query.on(self.table.client.query().table_name(&self.table.name));
        let answer = request
            .set_exclusive_start_key(after.and_then(|page| page.last))
            .send()
            .await;
        self.meter
            .read(answer.iter().flat_map(|answer| answer.consumed_capacity()));
        let answer = answer.map_err(trouble)?;
        Ok(Page {
            items: answer
                .items
                .unwrap_or_default()
                .into_iter()
                .map(Item)
                .collect(),
            last: answer.last_evaluated_key,
        })
    }

    /// Everything that a query finds; for what is bounded by its own rules.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn query_all(&self, query: &Query) -> Result<Vec<Item>, Trouble> {
        let mut page = self.query(query, None).await?;
        let mut items = std::mem::take(&mut page.items);
        while page.has_more() {
            page = self.query(query, Some(page)).await?;
            items.append(&mut page.items);
        }
        Ok(items)
    }

    /// Everything that several queries find, all asked at once.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn query_all_of(&self, queries: &[Query]) -> Result<Vec<Item>, Trouble> {
        let found = try_join_all(queries.iter().map(|query| self.query_all(query))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Commits a transaction, all of it or nothing, once the rate limit has
    /// let the caller pass. One call.
    ///
    /// # Errors
    ///
    /// See [`Lost`]. A transaction that collided with another one is to be
    /// judged anew.
    pub async fn commit(&self, transaction: Transaction) -> Result<(), Lost> {
        let (writes, on_fail) = transaction.into_writes()?;
        self.admitted().await?;
        let items: Vec<TransactWriteItem> = writes
            .into_iter()
            .map(|write| write.on(&self.table.name))
            .collect();
        let answer = self
            .table
            .client
            .transact_write_items()
            .set_transact_items(Some(items))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        self.meter
            .wrote(answer.iter().flat_map(|answer| answer.consumed_capacity()));
        let Err(error) = answer else { return Ok(()) };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                Err(lost(cancelled.cancellation_reasons(), &on_fail))
            }
            Some(TransactWriteItemsError::TransactionInProgressException(_)) => Err(Lost::Anew),
            _ => Err(Lost::Trouble(trouble(error))),
        }
    }

    /// Writes one item on a condition, and gives back the item that stood in
    /// the way. One call.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn claim<E: Entity>(
        &self,
        entity: &E,
        condition: Condition,
    ) -> Result<Option<Item>, Trouble> {
        self.admitted().await?;
        let answer = condition
            .on_put(
                self.table
                    .client
                    .put_item()
                    .table_name(&self.table.name)
                    .set_item(Some(Item::write(entity)?.0)),
            )
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        self.meter
            .wrote(answer.iter().flat_map(|answer| answer.consumed_capacity()));
        match answer {
            Ok(_) => Ok(None),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(held)) => {
                    Ok(Some(Item(held.item().cloned().unwrap_or_default())))
                }
                _ => Err(trouble(error)),
            },
        }
    }

    /// Stores one item, whatever is there. One call.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn put<E: Entity>(&self, entity: &E) -> Result<(), Trouble> {
        self.admitted().await?;
        let answer = self
            .table
            .client
            .put_item()
            .table_name(&self.table.name)
            .set_item(Some(Item::write(entity)?.0))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        self.meter
            .wrote(answer.iter().flat_map(|answer| answer.consumed_capacity()));
        answer.map(|_| ()).map_err(trouble)
    }

    /// Deletes one item if a condition holds; that it does not is fine. One call.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn release(&self, key: Key, condition: Condition) -> Result<(), Trouble> {
        let answer = condition
            .on_delete(
                self.table
                    .client
                    .delete_item()
                    .table_name(&self.table.name)
                    .set_key(Some(key.attributes())),
            )
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        self.meter
            .wrote(answer.iter().flat_map(|answer| answer.consumed_capacity()));
        match answer {
            Err(error)
                if !error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Err(trouble(error))
            }
            _ => Ok(()),
        }
    }
}
