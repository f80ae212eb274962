//! Publishes what the table's items carry on the event bus: the table's stream
//! comes in, EventBridge's `PutEvents` goes out, at least once and in the
//! stream's order.

mod chunks;
mod publish;
mod record;
mod relay;

use runtime::{Base, EventHandler};

/// What it does with a batch of stream records.
pub fn handler(base: &Base) -> EventHandler {
    let bus = publish::Bus::new(base);
    EventHandler::new("outbox-relay", base, move |call| {
        relay::relay(bus.clone(), call.event)
    })
}
