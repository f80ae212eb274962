use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{Kind, Service};
use crate::{bus, chime, daily, dynamodb, s3, twilio};

/// The answer of a service that fails in this way, in its own form. `body` is
/// what was asked.
pub(crate) fn answer(service: Service, operation: &str, kind: Kind, body: &[u8]) -> Response {
    match (service, kind) {
        (Service::Dynamodb, Kind::Conflict) => dynamodb_conflict(operation, body),
        (Service::Dynamodb, Kind::Throttle) if operation.starts_with("Transact") => {
            dynamodb::error(
                400,
                "ThrottlingException",
                "The request was denied due to request throttling.",
            )
        }
        (Service::Dynamodb, Kind::Throttle) => dynamodb::error(
            400,
            "ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for the table was exceeded.",
        ),
        (Service::Dynamodb, _) => {
            dynamodb::error(500, "InternalServerError", "Internal server error")
        }
        (Service::S3, Kind::Throttle) => {
            s3::error(503, "SlowDown", "Please reduce your request rate.")
        }
        (Service::S3, _) => s3::error(
            500,
            "InternalError",
            "We encountered an internal error. Please try again.",
        ),
        (Service::Chime, Kind::Throttle) => chime::error(
            429,
            "ThrottlingException",
            "The client exceeded its request rate limit.",
        ),
        (Service::Chime, _) => chime::error(
            500,
            "ServiceFailureException",
            "The service encountered an unexpected error.",
        ),
        (Service::Eventbridge, Kind::Throttle) => {
            bus::error(400, "ThrottlingException", "Rate exceeded")
        }
        (Service::Eventbridge, _) => bus::error(
            500,
            "InternalException",
            "This exception occurs due to unexpected causes.",
        ),
        (Service::Twilio, Kind::Throttle) => twilio::Refusal::throttled().into_response(),
        (Service::Twilio, _) => twilio::Refusal::failure().into_response(),
        (Service::Daily, Kind::Throttle) => daily::Refusal::throttled().into_response(),
        (Service::Daily, _) => daily::Refusal::failure().into_response(),
    }
}

/// A transaction that is beaten to its first item, or a write that meets a
/// running transaction.
fn dynamodb_conflict(operation: &str, body: &[u8]) -> Response {
    if !operation.starts_with("Transact") {
        return dynamodb::error(
            400,
            "TransactionConflictException",
            "Transaction is ongoing for the item",
        );
    }
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let actions = request["TransactItems"].as_array().map_or(1, Vec::len);
    let mut reasons = vec![json!({ "Code": "None" }); actions.max(1)];
    reasons[0] =
        json!({ "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" });
    let codes: Vec<&str> = reasons
        .iter()
        .filter_map(|reason| reason["Code"].as_str())
        .collect();
    let message = format!(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
        codes.join(", ")
    );
    let said = json!({ "Message": message, "CancellationReasons": reasons });
    dynamodb::error_with(400, "TransactionCanceledException", said)
}
