//! What may be done with a consultation, and what becomes of it. Nothing here
//! touches the store, the clock or Chime.

mod attend;
pub mod availability;
mod change;
mod close;
mod create;
mod notes;
mod signal;
mod sweep;

pub use attend::{join, leave, may_join};
pub use change::{By, Change, Happened};
pub use close::{cancel, cancel_by_appointment, end};
pub use create::{NewConsultation, agrees, are_two, create, is_ahead, reschedule, scheduled_end};
pub use notes::{may_see, update_notes};
pub use signal::{Signal, SignalKind, signal};
pub use sweep::sweep;

#[cfg(test)]
mod tests;
