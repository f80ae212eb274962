use std::collections::HashMap;

use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, ConditionCheck, Delete, Put,
    ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use outcome::Trouble;

use crate::{Entity, Item, Key, Lost, Versioned};

/// A condition on one item.
#[derive(Clone, Debug, Default)]
pub struct Condition {
    expression: String,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl Condition {
    /// There is no such item.
    pub fn absent() -> Self {
        Self {
            expression: "attribute_not_exists(pk)".to_owned(),
            ..Self::default()
        }
    }

    /// An attribute has this value.
    pub fn is(attribute: &str, value: impl Into<serde_json::Value>) -> Self {
        Self::compare(attribute, "=", value)
    }

    /// An attribute is below this value.
    pub fn below(attribute: &str, value: impl Into<serde_json::Value>) -> Self {
        Self::compare(attribute, "<", value)
    }

    fn compare(attribute: &str, operator: &str, value: impl Into<serde_json::Value>) -> Self {
        let value = match value.into() {
            serde_json::Value::String(text) => AttributeValue::S(text),
            serde_json::Value::Bool(flag) => AttributeValue::Bool(flag),
            other => AttributeValue::N(other.to_string()),
        };
        Self {
            expression: format!("#{attribute} {operator} :{attribute}"),
            names: HashMap::from([(format!("#{attribute}"), attribute.to_owned())]),
            values: HashMap::from([(format!(":{attribute}"), value)]),
        }
    }

    /// This one or another, of another attribute.
    pub fn or(mut self, other: Self) -> Self {
        self.expression = format!("{} OR {}", self.expression, other.expression);
        self.names.extend(other.names);
        self.values.extend(other.values);
        self
    }

    fn names(&self) -> Option<HashMap<String, String>> {
        Some(self.names.clone()).filter(|names| !names.is_empty())
    }

    fn values(&self) -> Option<HashMap<String, AttributeValue>> {
        Some(self.values.clone()).filter(|values| !values.is_empty())
    }

    pub(crate) fn on_put(self, put: PutItemFluentBuilder) -> PutItemFluentBuilder {
        put.set_expression_attribute_names(self.names())
            .set_expression_attribute_values(self.values())
            .condition_expression(self.expression)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
    }

    pub(crate) fn on_delete(self, delete: DeleteItemFluentBuilder) -> DeleteItemFluentBuilder {
        delete
            .set_expression_attribute_names(self.names())
            .set_expression_attribute_values(self.values())
            .condition_expression(self.expression)
    }
}

#[derive(Clone, Debug)]
enum Act {
    Put(HashMap<String, AttributeValue>),
    Delete(Key),
    Check(Key),
    Count(Key, &'static str, i64),
}

/// One write of a transaction.
#[derive(Clone, Debug)]
pub struct Write {
    act: Act,
    condition: Option<Condition>,
}

impl Write {
    /// Puts an item, on a condition on what is there.
    ///
    /// # Errors
    ///
    /// An entity that cannot be written: a fault of ours.
    pub fn put<E: Entity>(entity: &E, condition: Option<Condition>) -> Result<Self, Trouble> {
        Ok(Self {
            act: Act::Put(Item::write(entity)?.0),
            condition,
        })
    }

    pub(crate) fn on(self, table: &str) -> TransactWriteItem {
        let (expression, names, values) = match self.condition {
            Some(condition) => (
                Some(condition.expression.clone()),
                condition.names(),
                condition.values(),
            ),
            None => (None, None, None),
        };
        macro_rules! conditioned {
            ($builder:expr) => {
                $builder
                    .table_name(table)
                    .set_condition_expression(expression)
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .build()
                    .ok()
            };
        }
        // The builders only fail where a required member is missing; none is.
        let item = TransactWriteItem::builder();
        match self.act {
            Act::Put(attributes) => {
                item.set_put(conditioned!(Put::builder().set_item(Some(attributes))))
            }
            Act::Delete(key) => item.set_delete(conditioned!(
                Delete::builder().set_key(Some(key.attributes()))
            )),
            Act::Check(key) => item.set_condition_check(conditioned!(
                ConditionCheck::builder().set_key(Some(key.attributes()))
            )),
            Act::Count(key, attribute, by) => item.set_update(
                Update::builder()
                    .table_name(table)
                    .set_key(Some(key.attributes()))
                    .update_expression("ADD #counted :by")
                    .expression_attribute_names("#counted", attribute)
                    .expression_attribute_values(":by", AttributeValue::N(by.to_string()))
                    .build()
                    .ok(),
            ),
        }
        .build()
    }
}

/// What it means when a write's condition does not hold.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OnFail {
    Anew,
    Contended,
}

/// One command's writes: all of them or none. Each says what it means when
/// its condition does not hold.
#[derive(Debug, Default)]
pub struct Transaction {
    writes: Vec<Write>,
    on_fail: Vec<OnFail>,
    trouble: Option<Trouble>,
}

impl Transaction {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stores an entity, whatever is there.
    pub fn put<E: Entity>(&mut self, entity: &E) {
        self.add(Write::put(entity, None), OnFail::Contended);
    }

    /// Stores an entity if it still is as it was read; else judge anew.
    pub fn save<E: Versioned + Clone>(&mut self, entity: &E) {
        let read = entity.version();
        let mut stored = entity.clone();
        stored.set_version(read + 1);
        self.add(Write::put(&stored, Some(unchanged(read))), OnFail::Anew);
    }

    /// Stores an entity on a condition on what is there; else judge anew.
    pub fn replace<E: Entity>(&mut self, entity: &E, condition: Condition) {
        self.add(Write::put(entity, Some(condition)), OnFail::Anew);
    }

    /// Deletes an item, whether it is there or not.
    pub fn delete(&mut self, key: Key) {
        self.add(
            Ok(Write {
                act: Act::Delete(key),
                condition: None,
            }),
            OnFail::Contended,
        );
    }

    /// Deletes an item if what was read there still has this version; else
    /// judge anew.
    pub fn remove(&mut self, key: Key, version: u64) {
        self.add(
            Ok(Write {
                act: Act::Delete(key),
                condition: Some(unchanged(version)),
            }),
            OnFail::Anew,
        );
    }

    /// Adds to a number of an item, which both begin with the first count. It
    /// reads nothing, so that only those who count at the same moment collide.
    pub fn count(&mut self, key: Key, attribute: &'static str, by: i64) {
        self.add(
            Ok(Write {
                act: Act::Count(key, attribute, by),
                condition: None,
            }),
            OnFail::Contended,
        );
    }

    /// Requires that what was read at a key still has this version, 0 being
    /// none; else judge anew.
    pub fn unchanged(&mut self, key: Key, version: u64) {
        self.add(
            Ok(Write {
                act: Act::Check(key),
                condition: Some(unchanged(version)),
            }),
            OnFail::Anew,
        );
    }

    /// Adds the record that answers a repeated request, where there is one.
    pub fn complete(&mut self, record: Option<Write>) {
        if let Some(write) = record {
            self.add(Ok(write), OnFail::Contended);
        }
    }

    fn add(&mut self, write: Result<Write, Trouble>, on_fail: OnFail) {
        match write {
            Ok(write) => {
                self.writes.push(write);
                self.on_fail.push(on_fail);
            }
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    pub(crate) fn into_writes(self) -> Result<(Vec<Write>, Vec<OnFail>), Trouble> {
        match self.trouble {
            Some(trouble) => Err(trouble),
            None => Ok((self.writes, self.on_fail)),
        }
    }
}

fn unchanged(version: u64) -> Condition {
    if version == 0 {
        Condition::absent()
    } else {
        Condition::is("version", version)
    }
}

/// What a cancelled transaction means, by the position of the write that
/// failed.
pub(crate) fn lost(reasons: &[CancellationReason], on_fail: &[OnFail]) -> Lost {
    for (reason, on_fail) in reasons.iter().zip(on_fail) {
        match (reason.code(), on_fail) {
            (None | Some("None"), _) => {}
            (Some("ConditionalCheckFailed"), OnFail::Contended) => {
                return Lost::Trouble(Trouble::Contended);
            }
            (Some("ConditionalCheckFailed"), OnFail::Anew) | (Some("TransactionConflict"), _) => {
                return Lost::Anew;
            }
            (Some("ThrottlingError" | "ProvisionedThroughputExceeded"), _) => {
                return Lost::Trouble(Trouble::Unavailable("the table throttles".into()));
            }
            (Some(code), _) => {
                return Lost::Trouble(Trouble::Internal(format!("cancelled: {code}").into()));
            }
        }
    }
    Lost::Anew
}

#[cfg(test)]
mod tests;
