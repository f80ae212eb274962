//! What time alone makes of consultations: nobody came, or nobody ended it.
//! Runs by a schedule; what it reads grows with what is due, and not with what
//! is stored.

mod sweep;

use runtime::{Base, EventHandler};

/// What it does with a tick.
pub fn handler(base: &Base) -> EventHandler {
    let chime = runtime::chime(base);
    EventHandler::new("consultation-sweep", base, move |call| {
        sweep::sweep(chime.clone(), call)
    })
}
