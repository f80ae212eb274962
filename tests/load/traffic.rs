//! What users come for, each errand from its beginning to its end.

mod appointments;
mod consultations;
mod live;
mod tutoring;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tests::App;

use crate::ledger::Ledger;

type Errand = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The errand whose turn it is.
pub(crate) fn errand(turn: usize, app: App, ledger: Arc<Ledger>) -> (&'static str, Errand) {
    match turn % 7 {
        0 => ("a lesson", Box::pin(tutoring::lesson(app, ledger))),
        1 => ("a race", Box::pin(tutoring::race(app, ledger))),
        2 => (
            "a cancellation",
            Box::pin(tutoring::cancellation(app, ledger)),
        ),
        3 => ("a consultation", Box::pin(consultations::held(app, ledger))),
        4 => ("an appointment", Box::pin(appointments::moved(app, ledger))),
        5 => ("a live class", Box::pin(live::class(app, ledger))),
        _ => ("a link", Box::pin(appointments::link(app, ledger))),
    }
}
