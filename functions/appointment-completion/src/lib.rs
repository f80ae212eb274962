//! Completes an appointment whose consultation was held, and cancels one whose
//! consultation was cancelled: once, however often the event comes. Seed 003,
//! "Key Data Flow", 4.

mod consultation_event;

use runtime::{Base, EventHandler};

/// What it does with an event of the bus.
pub fn handler(base: &Base) -> EventHandler {
    EventHandler::new(
        "appointment-completion",
        base,
        consultation_event::consultation_event,
    )
}
