use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use jiff::Timestamp;
use serde_json::json;
use tokio::task::JoinSet;

use crate::testing::{control, dynamodb, start};

/// Longer than any call takes, and shorter than a timeout that was asked for.
const PATIENCE: Duration = Duration::from_secs(1);

const TABLE: &str = "sessions";

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn key(pk: &str) -> HashMap<String, AttributeValue> {
    HashMap::from([("pk".to_owned(), text(pk)), ("sk".to_owned(), text("x"))])
}

async fn exists(client: &Client, pk: &str) -> bool {
    let request = client
        .get_item()
        .table_name(TABLE)
        .set_key(Some(key(pk)))
        .consistent_read(true);
    request.send().await.unwrap().item.is_some()
}

/// A new item, once.
fn put_once(pk: &str) -> TransactWriteItem {
    let put = Put::builder().table_name(TABLE).set_item(Some(key(pk)));
    let put = put
        .condition_expression("attribute_not_exists(pk)")
        .build()
        .unwrap();
    TransactWriteItem::builder().put(put).build()
}

#[tokio::test]
async fn a_transaction_is_carried_out_once_for_its_token() {
    let platform = start().await;
    let client = dynamodb(&platform, PATIENCE);
    let write = || {
        client
            .transact_write_items()
            .transact_items(put_once("a"))
            .client_request_token("t-1")
    };
    write().send().await.unwrap();
    write().send().await.unwrap();
    let again = client
        .transact_write_items()
        .transact_items(put_once("a"))
        .client_request_token("t-2");
    assert_eq!(
        again.send().await.unwrap_err().code(),
        Some("TransactionCanceledException")
    );
    let other = client
        .transact_write_items()
        .transact_items(put_once("b"))
        .client_request_token("t-1");
    assert_eq!(
        other.send().await.unwrap_err().code(),
        Some("IdempotentParameterMismatchException")
    );
}

#[tokio::test]
async fn faults_strike_in_dynamodbs_form() {
    let platform = start().await;
    let client = dynamodb(&platform, PATIENCE);
    let fault = async |operation: &str, kind: &str| {
        let fault =
            json!({ "service": "dynamodb", "operation": operation, "kind": kind, "count": 1 });
        control(&platform, "PUT", "/faults", fault).await;
    };
    let put = |pk: &str| {
        client
            .put_item()
            .table_name(TABLE)
            .set_item(Some(key(pk)))
            .send()
    };
    let codes = [
        ("error", "InternalServerError"),
        ("throttle", "ProvisionedThroughputExceededException"),
        ("conflict", "TransactionConflictException"),
    ];
    for (kind, code) in codes {
        fault("PutItem", kind).await;
        assert_eq!(put(kind).await.unwrap_err().code(), Some(code));
        assert!(!exists(&client, kind).await);
        put(kind).await.unwrap();
    }

    fault("TransactWriteItems", "conflict").await;
    let both = client
        .transact_write_items()
        .transact_items(put_once("a"))
        .transact_items(put_once("b"));
    let cancelled = both.clone().send().await.unwrap_err().into_service_error();
    let reasons = match &cancelled {
        error if error.is_transaction_canceled_exception() => format!("{error:?}"),
        other => panic!("{other:?}"),
    };
    assert!(
        reasons.contains("TransactionConflict") && reasons.contains("\"None\""),
        "{reasons}"
    );
    both.send().await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_was_carried_out_and_a_timeout_was_not() {
    let platform = start().await;
    let client = dynamodb(&platform, PATIENCE);
    for (kind, stored) in [("lost_answer", true), ("timeout", false)] {
        let fault = json!({ "service": "dynamodb", "operation": "*", "kind": kind, "count": 1 });
        control(&platform, "PUT", "/faults", fault).await;
        assert!(
            client
                .put_item()
                .table_name(TABLE)
                .set_item(Some(key(kind)))
                .send()
                .await
                .is_err()
        );
        assert_eq!(exists(&client, kind).await, stored, "{kind}");
    }
}

#[tokio::test]
async fn items_expire_by_the_platforms_clock() {
    let platform = start().await;
    let client = dynamodb(&platform, PATIENCE);
    let now: Timestamp = control(&platform, "DELETE", "/clock", json!(null)).await["now"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    for (pk, seconds) in [("soon", 60), ("later", 600)] {
        let mut item = key(pk);
        let expires = now.as_second() + seconds;
        item.insert(
            "expires_at".to_owned(),
            AttributeValue::N(expires.to_string()),
        );
        client
            .put_item()
            .table_name(TABLE)
            .set_item(Some(item))
            .send()
            .await
            .unwrap();
    }
    control(
        &platform,
        "PUT",
        "/clock",
        json!({ "advance_seconds": 120 }),
    )
    .await;
    for _ in 0..100 {
        if !exists(&client, "soon").await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!exists(&client, "soon").await);
    assert!(exists(&client, "later").await);
}

#[tokio::test]
async fn of_a_thousand_callers_at_once_one_wins_and_all_are_told() {
    let platform = start().await;
    let client = dynamodb(&platform, Duration::from_secs(30));
    let callers: JoinSet<_> = (0..1000)
        .map(|caller| {
            let own = put_once(&format!("caller-{caller}"));
            let write = client
                .transact_write_items()
                .transact_items(put_once("prize"))
                .transact_items(own);
            async move {
                write
                    .send()
                    .await
                    .map_err(|error| error.code().map(str::to_owned))
            }
        })
        .collect();
    let (won, lost): (Vec<_>, Vec<_>) = callers
        .join_all()
        .await
        .into_iter()
        .partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 999));
    assert!(
        lost.into_iter()
            .all(|lost| lost == Err(Some("TransactionCanceledException".to_owned())))
    );
}
