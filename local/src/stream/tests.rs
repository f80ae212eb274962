use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use events::Outgoing;
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::batches::{Batches, Next, Outcome};
use crate::testing::{call, control, dynamodb, start, until};
use crate::{Config, Platform};

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

/// An item's `outbox`, as its context stores it.
fn outbox(number: usize) -> AttributeValue {
    let id = format!("e-{number}");
    let detail = json!({ "n": number });
    let time = Timestamp::from_second(1_767_225_600).unwrap();
    let outgoing = Outgoing::new(id, "sessions.test", "test.happened", time, &detail).unwrap();
    let Value::Object(fields) = serde_json::to_value(outgoing).unwrap() else {
        panic!("no map")
    };
    let fields = fields
        .into_iter()
        .map(|(name, value)| (name, text(value.as_str().unwrap())));
    AttributeValue::M(fields.collect())
}

async fn put(platform: &Platform, sk: &str, outbox: Option<AttributeValue>) {
    let mut item = HashMap::from([
        ("pk".to_owned(), text("THING#1")),
        ("sk".to_owned(), text(sk)),
    ]);
    item.extend(outbox.map(|outbox| ("outbox".to_owned(), outbox)));
    let client = dynamodb(platform, Duration::from_secs(5));
    let put = client.put_item().table_name("sessions");
    put.set_item(Some(item)).send().await.unwrap();
}

/// The numbers of the test's events on the bus, in order.
async fn published(platform: &Platform) -> Vec<u64> {
    let path = "/events?source=sessions.test";
    let events = control(platform, "GET", path, Value::Null).await;
    let events = events["events"].as_array().unwrap();
    let number = |event: &Value| event["detail"]["n"].as_u64().unwrap();
    events.iter().map(number).collect()
}

async fn dead_letters(platform: &Platform) -> Vec<Value> {
    let answer = control(platform, "GET", "/dead-letters", Value::Null).await;
    answer["messages"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_items_carry_is_published_in_order() {
    let platform = start().await;
    put(&platform, "other", None).await;
    for number in 0..25 {
        put(&platform, &format!("EVENT#{number}"), Some(outbox(number))).await;
    }
    until(async || published(&platform).await.len() >= 25).await;
    assert_eq!(published(&platform).await, (0..25).collect::<Vec<u64>>());
    let events = control(&platform, "GET", "/events", Value::Null).await;
    let event = &events["events"][0];
    assert_eq!(event["detail-type"], "test.happened");
    assert_eq!(event["time"], "2026-01-01T00:00:00Z");
    // Only what is new is published, not what is changed.
    put(&platform, "EVENT#0", Some(outbox(99))).await;
    put(&platform, "EVENT#25", Some(outbox(25))).await;
    until(async || published(&platform).await.contains(&25)).await;
    assert!(!published(&platform).await.contains(&99));
    assert!(dead_letters(&platform).await.is_empty());
}

#[tokio::test]
async fn poison_goes_to_the_dead_letters_alone() {
    let platform = start().await;
    put(&platform, "EVENT#0", Some(outbox(0))).await;
    put(&platform, "EVENT#1", Some(text("not a map"))).await;
    put(&platform, "EVENT#2", Some(outbox(2))).await;
    until(async || !dead_letters(&platform).await.is_empty()).await;
    until(async || published(&platform).await.contains(&2)).await;
    let letters = dead_letters(&platform).await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0]["queue"], "DeadLetterQueue");
    assert_eq!(letters[0]["reason"], "outbox is not a map of texts");
    let records = letters[0]["body"]["Records"].as_array().unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["dynamodb"]["Keys"]["sk"]["S"], "EVENT#1");
    let mut all = published(&platform).await;
    all.dedup();
    assert_eq!(all, [0, 2]);
}

#[tokio::test]
async fn a_bus_that_fails_loses_nothing() {
    let platform = start().await;
    for (kind, count) in [("error", 8), ("throttle", 4), ("lost_answer", 1)] {
        let fault = json!({ "service": "eventbridge", "operation": "PutEvents", "kind": kind, "count": count });
        control(&platform, "PUT", "/faults", fault).await;
    }
    for number in 0..12 {
        put(&platform, &format!("EVENT#{number}"), Some(outbox(number))).await;
    }
    until(async || {
        let published = published(&platform).await;
        (0..12).all(|number| published.contains(&number))
    })
    .await;
    assert!(dead_letters(&platform).await.is_empty());
}

#[tokio::test]
async fn a_function_that_takes_events_can_be_invoked() {
    let platform = start().await;
    let invoke = async |event: &'static str| {
        let url = format!("{}/_local/functions/outbox-relay/invoke", platform.base_url);
        call("POST", &url, event).await
    };
    let answer = invoke(r#"{"Records":[]}"#).await;
    assert_eq!(answer.json(), json!({ "batchItemFailures": [] }));
    let failed = invoke("{}").await;
    assert_eq!(failed.status, StatusCode::BAD_GATEWAY);
    assert_eq!(failed.json()["error"], "the event has no Records");
}

#[tokio::test]
async fn a_restart_neither_loses_nor_repeats_what_was_published() {
    let folder = std::env::temp_dir().join(format!("sessions-{}", Uuid::new_v4()));
    let config = Config {
        port: 0,
        data_dir: Some(folder.clone()),
        ..Config::default()
    };
    let platform = Platform::start(config.clone()).await.unwrap();
    put(&platform, "EVENT#0", Some(outbox(0))).await;
    until(async || published(&platform).await == [0]).await;
    // What was read last is noted a moment after it was published.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let fault = json!({ "service": "eventbridge", "operation": "*", "kind": "error", "count": 60 });
    control(&platform, "PUT", "/faults", fault).await;
    put(&platform, "EVENT#1", Some(outbox(1))).await;
    platform.stop().await;

    let platform = Platform::start(config).await.unwrap();
    until(async || published(&platform).await.contains(&1)).await;
    assert_eq!(published(&platform).await, [0, 1]);
    assert!(dead_letters(&platform).await.is_empty());
    platform.stop().await;
    std::fs::remove_dir_all(folder).unwrap();
}

fn records(numbers: &[&str]) -> Vec<Value> {
    let record = |number| json!({ "dynamodb": { "SequenceNumber": number } });
    numbers.iter().map(record).collect()
}

#[test]
fn a_batch_is_halved_until_what_fails_stands_alone() {
    let mut batches = Batches::new(records(&["1", "2", "3", "4", "5"]), 4, 1, true);
    let first = |batches: &Batches| batches.first().cloned().unwrap_or_default();
    assert_eq!(first(&batches), records(&["1", "2", "3", "4"]));
    let before = Outcome::HandledBefore("2".to_owned());
    assert_eq!(batches.after(&before), Next::Pause(1));
    assert_eq!(first(&batches), records(&["2", "3", "4"]));
    assert_eq!(batches.after(&Outcome::Failed), Next::GoOn);
    assert_eq!(first(&batches), records(&["2"]));
    assert_eq!(batches.after(&Outcome::Failed), Next::Pause(1));
    let alone = Next::GiveUp(records(&["2"]));
    assert_eq!(batches.after(&Outcome::Failed), alone);
    assert_eq!(first(&batches), records(&["3", "4"]));
    assert_eq!(batches.after(&Outcome::Handled), Next::GoOn);
    assert_eq!(first(&batches), records(&["5"]));
    assert_eq!(batches.after(&Outcome::Handled), Next::GoOn);
    assert!(batches.first().is_none());
}

#[test]
fn without_halving_a_batch_is_given_up_whole() {
    let mut batches = Batches::new(records(&["1", "2"]), 10, 2, false);
    assert_eq!(batches.after(&Outcome::Failed), Next::Pause(1));
    assert_eq!(batches.after(&Outcome::Failed), Next::Pause(2));
    let whole = Next::GiveUp(records(&["1", "2"]));
    assert_eq!(batches.after(&Outcome::Failed), whole);
    assert!(batches.first().is_none());
}
