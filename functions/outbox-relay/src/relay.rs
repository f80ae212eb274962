use runtime::Error;
use serde_json::{Value, json};

use crate::chunks::chunks;
use crate::publish::Bus;
use crate::record::{outgoing, sequence_number};

/// Publishes the events of a batch in order, up to the first that does not go.
///
/// When that is not the first of the batch, its sequence number is answered:
/// the stream comes again from there, so that nothing overtakes it. When it is
/// the first, the invocation fails with the reason: the stream then halves the
/// batch until the record stands alone, tries it as often as its mapping says,
/// and takes it alone to the dead-letter queue.
pub(crate) async fn relay(bus: Bus, event: Value) -> Result<Value, Error> {
    let records = event["Records"]
        .as_array()
        .ok_or("the event has no Records")?;
    let mut events = Vec::with_capacity(records.len());
    let mut failure: Option<Error> = None;
    for record in records {
        match outgoing(record) {
            Ok(event) => events.push(event),
            Err(poison) => {
                failure = Some(poison.into());
                break;
            }
        }
    }
    let mut published = 0;
    for chunk in chunks(&events) {
        if let Err(not_taken) = bus.put(chunk).await {
            published += not_taken.at;
            failure = Some(not_taken.into());
            break;
        }
        published += chunk.len();
    }
    match (failure, records.get(published)) {
        (None, _) | (_, None) => Ok(json!({ "batchItemFailures": [] })),
        (Some(reason), Some(_)) if published == 0 => Err(reason),
        (Some(_), Some(record)) => Ok(json!({
            "batchItemFailures": [{ "itemIdentifier": sequence_number(record) }],
        })),
    }
}
