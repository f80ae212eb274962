//! What the table's items carry to be published on the event bus.

mod outgoing;

pub use outgoing::{ATTRIBUTE, Outgoing};
