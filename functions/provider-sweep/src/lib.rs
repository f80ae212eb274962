//! Cleans up at the providers what a crash, or a call that failed after its
//! commit, has left there: it is known from intents that were stored before.
//! Runs by a schedule, at a cost that grows with what is due.

mod sweep;

use runtime::{Base, EventHandler};

use crate::sweep::Providers;

/// What it does with a tick.
pub fn handler(base: &Base) -> EventHandler {
    let providers = Providers {
        chime: runtime::chime(base),
        daily: runtime::daily(base),
    };
    EventHandler::new("provider-sweep", base, move |call| {
        sweep::sweep(providers.clone(), call)
    })
}
