use std::collections::BTreeSet;
use std::fmt;

use http::request::Parts;
use serde_json::Value;

use crate::bus;
use crate::faults::{self, Service};

/// The resources by the names that they have in the template.
const TABLE: &str = "Table";
const BUCKET: &str = "FilesBucket";
const BUS: &str = "EventBus";

/// What a call must be permitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Need {
    pub(super) action: String,
    pub(super) resource: String,
    /// The partition keys it touches, of which all must be permitted.
    pub(super) leading_keys: Vec<String>,
}

impl Need {
    fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: resource.into(),
            leading_keys: Vec::new(),
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on resource: {}", self.action, self.resource)?;
        match self.leading_keys.as_slice() {
            [] => Ok(()),
            keys => write!(f, " with keys {}", keys.join(", ")),
        }
    }
}

/// What a call needs; nothing where there is no IAM.
pub(super) fn of(service: Service, call: &Parts, body: &[u8]) -> Vec<Need> {
    let operation = faults::operation(service, call);
    let json = || serde_json::from_slice::<Value>(body).unwrap_or_default();
    match service {
        Service::Dynamodb => dynamodb(operation, &json()),
        Service::Eventbridge => events(operation, &json()),
        Service::Chime => vec![chime(operation, call.uri.path())],
        Service::S3 if operation.is_empty() => Vec::new(),
        Service::S3 => vec![s3(operation, call.uri.path())],
        Service::Twilio | Service::Daily => Vec::new(),
    }
}

fn dynamodb(operation: &str, body: &Value) -> Vec<Need> {
    match operation {
        "Query" => vec![query(body)],
        "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().into_iter().flatten();
            let keys = tables.flat_map(|(_, table)| table["Keys"].as_array().into_iter().flatten());
            vec![on_table(operation, keys.filter_map(leading_key).collect())]
        }
        "TransactWriteItems" | "TransactGetItems" => transaction(body),
        "PutItem" => vec![on_table(
            operation,
            leading_key(&body["Item"]).into_iter().collect(),
        )],
        _ => vec![on_table(
            operation,
            leading_key(&body["Key"]).into_iter().collect(),
        )],
    }
}

/// Each action of a transaction needs the permission of the single operation.
/// Whether IAM looks at that action's keys or at all of the transaction is not
/// documented, so each must be permitted with all.
fn transaction(body: &Value) -> Vec<Need> {
    let items = body["TransactItems"].as_array().into_iter().flatten();
    let parts = || items.clone().filter_map(Value::as_object).flatten();
    let key = |(kind, of): (&String, &Value)| {
        let key = if kind == "Put" { "Item" } else { "Key" };
        leading_key(&of[key])
    };
    let keys: Vec<String> = parts().filter_map(key).collect();
    let action = |(kind, _): (&String, &Value)| format!("{kind}Item");
    let actions: BTreeSet<String> = parts().map(action).collect();
    let need = |action: &String| on_table(action, keys.clone());
    actions.iter().map(need).collect()
}

fn on_table(action: &str, leading_keys: Vec<String>) -> Need {
    Need {
        leading_keys,
        ..Need::new(format!("dynamodb:{action}"), TABLE)
    }
}

/// The partition key of a key, or of an item.
fn leading_key(of: &Value) -> Option<String> {
    of["pk"]["S"].as_str().map(str::to_owned)
}

/// A query names one partition, of the table or of an index.
fn query(body: &Value) -> Need {
    let (resource, hash) = match body["IndexName"].as_str() {
        Some(index) => (format!("{TABLE}/index/{index}"), format!("{index}pk")),
        None => (TABLE.to_owned(), "pk".to_owned()),
    };
    let condition = body["KeyConditionExpression"].as_str().unwrap_or_default();
    let names = &body["ExpressionAttributeNames"];
    let partition = condition.split(" AND ").find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let name = names[name.trim()].as_str().unwrap_or(name.trim());
        (name == hash).then(|| body["ExpressionAttributeValues"][value.trim()]["S"].as_str())?
    });
    Need {
        leading_keys: partition.map(str::to_owned).into_iter().collect(),
        ..Need::new("dynamodb:Query", resource)
    }
}

fn events(operation: &str, body: &Value) -> Vec<Need> {
    let entries = body["Entries"].as_array().into_iter().flatten();
    let need = |entry: &Value| {
        let name = entry["EventBusName"].as_str().unwrap_or("default");
        let resource = if name == bus::BUS { BUS } else { name };
        Need::new(format!("events:{operation}"), resource)
    };
    entries.map(need).collect()
}

fn chime(operation: &str, path: &str) -> Need {
    let action = format!("chime:{operation}");
    match path.trim_matches('/').split('/').nth(1) {
        Some(meeting) => Need::new(
            action,
            format!("arn:aws:chime::000000000000:meeting/{meeting}"),
        ),
        // What makes one names none.
        None => Need::new(action, "*"),
    }
}

fn s3(operation: &str, path: &str) -> Need {
    let key = path.trim_start_matches('/').split_once('/');
    let key = key.map_or("", |(_, key)| key);
    Need::new(format!("s3:{operation}"), format!("{BUCKET}/{key}"))
}
