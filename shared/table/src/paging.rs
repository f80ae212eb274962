use std::collections::HashMap;
use std::fmt;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Index, Item};

/// What stands in one partition, in the order of its sort keys.
#[derive(Clone, Debug)]
pub struct Query {
    index: Option<Index>,
    partition: String,
    range: Option<(String, String)>,
    newest_first: bool,
    limit: Option<i32>,
}

impl Query {
    /// A partition of the table itself; what was written is read at once.
    pub fn partition(pk: impl Into<String>) -> Self {
        Self {
            index: None,
            partition: pk.into(),
            range: None,
            newest_first: false,
            limit: None,
        }
    }

    /// A partition of an index.
    pub fn index(index: Index, pk: impl Into<String>) -> Self {
        Self {
            index: Some(index),
            ..Self::partition(pk)
        }
    }

    /// Sort keys from the first to the last of these, both included. An empty
    /// first stands before them all.
    pub fn between(mut self, first: impl Into<String>, last: impl Into<String>) -> Self {
        self.range = Some((first.into(), last.into()));
        self
    }

    /// Sort keys that begin so.
    pub fn beginning(self, prefix: &str) -> Self {
        self.between(prefix, format!("{prefix}\u{10FFFF}"))
    }

    /// Highest sort key first.
    pub fn newest_first(mut self) -> Self {
        self.newest_first = true;
        self
    }

    /// At most so many items in one page.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = i32::try_from(limit).ok();
        self
    }

    /// Whether its range holds nothing; DynamoDB refuses to be asked for one.
    pub(crate) fn is_empty(&self) -> bool {
        self.range
            .as_ref()
            .is_some_and(|(first, last)| first > last)
    }

    pub(crate) fn on(&self, request: QueryFluentBuilder) -> QueryFluentBuilder {
        let prefix = self.index.map_or("", Index::name);
        let mut condition = "#pk = :pk".to_owned();
        let mut request = request
            .set_index_name(self.index.map(|index| index.name().to_owned()))
            .expression_attribute_names("#pk", format!("{prefix}pk"))
            .expression_attribute_values(":pk", AttributeValue::S(self.partition.clone()));
        if let Some((first, last)) = &self.range {
            request = request
                .expression_attribute_names("#sk", format!("{prefix}sk"))
                .expression_attribute_values(":last", AttributeValue::S(last.clone()));
            // DynamoDB refuses to compare a key with an empty text.
            if first.is_empty() {
                condition.push_str(" AND #sk <= :last");
            } else {
                condition.push_str(" AND #sk BETWEEN :first AND :last");
                request =
                    request.expression_attribute_values(":first", AttributeValue::S(first.clone()));
            }
        }
        request
            .key_condition_expression(condition)
            .scan_index_forward(!self.newest_first)
            .set_limit(self.limit)
            .consistent_read(self.index.is_none())
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
    }
}

/// One page of a query's items.
#[derive(Debug, Default)]
pub struct Page {
    /// The items, in order.
    pub items: Vec<Item>,
    pub(crate) last: Option<HashMap<String, AttributeValue>>,
}

impl Page {
    /// Whether the query may find more after this page.
    pub fn has_more(&self) -> bool {
        self.last.is_some()
    }
}

/// Where a page ended, sealed to the question it belongs to.
///
/// A client cannot use it with other filters, nor as somebody else; within its
/// own question it could only skip or see again what is its own.
pub struct Cursor;

/// Not a cursor, or one of another question.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidCursor;

impl fmt::Display for InvalidCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is no cursor of this list and these filters")
    }
}

impl std::error::Error for InvalidCursor {}

const SEAL: usize = 8;

/// The longest cursor: a place that is made up may be any text, but one of
/// more bytes than a sort key has would be a mistake of ours to the store.
const LONGEST: usize = 1_024;

impl Cursor {
    /// The cursor of a question for the place where its page ended.
    pub fn write(question: &impl Serialize, place: &impl Serialize) -> String {
        let mut bytes = seal(question);
        bytes.extend(serde_json::to_vec(place).unwrap_or_default());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The place that a cursor of this question names.
    ///
    /// # Errors
    ///
    /// It is no cursor, or one of another question.
    pub fn read<P: DeserializeOwned>(
        question: &impl Serialize,
        cursor: &str,
    ) -> Result<P, InvalidCursor> {
        if cursor.len() > LONGEST {
            return Err(InvalidCursor);
        }
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| InvalidCursor)?;
        let (sealed, place) = bytes.split_at_checked(SEAL).ok_or(InvalidCursor)?;
        if sealed != seal(question) {
            return Err(InvalidCursor);
        }
        serde_json::from_slice(place).map_err(|_| InvalidCursor)
    }
}

fn seal(question: &impl Serialize) -> Vec<u8> {
    let text = serde_json::to_vec(question).unwrap_or_default();
    let mut hash = digest(&SHA256, &text).as_ref().to_vec();
    hash.truncate(SEAL);
    hash
}

#[cfg(test)]
mod tests;
