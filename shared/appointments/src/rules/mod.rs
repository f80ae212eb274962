//! What may be done with an appointment, and what becomes of it. Nothing here
//! touches the store, the clock or Twilio.

mod change;
mod create;
mod session;
mod span;

pub use change::{Change, Changed, cancel_with_consultation, change, complete_with_consultation};
pub use create::{NewAppointment, create};
pub use session::{SessionState, may_attend, may_see, takes_part};
pub use span::{Days, Span};

#[cfg(test)]
mod tests;
