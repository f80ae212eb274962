//! What time alone makes of consultations: nobody came, or nobody ended it.
//! Runs by a schedule; what it reads grows with what is due, and not with what
//! is stored.

mod sweep;

use runtime::{Base, EventHandler};
use video::Chime;

/// What it does with a tick.
pub fn handler(base: &Base) -> EventHandler {
    let region = base.settings.chime_media_region.clone();
    let chime = Chime::new(runtime::chime(base), region);
    EventHandler::new("consultation-sweep", base, move |call| {
        sweep::sweep(chime.clone(), call)
    })
}
