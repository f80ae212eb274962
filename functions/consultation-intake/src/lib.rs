//! Makes a consultation of each appointment that is booked, wherever it was,
//! moves it and cancels it with its appointment. Events may come twice, late
//! and in any order; one that cannot be understood fails, and ends in the
//! dead-letter queue with the reason. Seed 003, "With Appointments Service".

mod intake;

use runtime::{Base, EventHandler};

/// What it does with an event of the bus.
pub fn handler(base: &Base) -> EventHandler {
    let chime = runtime::chime(base);
    EventHandler::new("consultation-intake", base, move |call| {
        intake::intake(chime.clone(), call)
    })
}
