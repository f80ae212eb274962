//! What is stored, and where.

mod event;
mod id;
mod room;
mod scheduled;
mod session;
mod tally;

pub use event::{recording_event, scheduled_event, session_event};
pub use id::{LiveSessionId, ScheduledSessionId};
pub use room::RoomName;
pub(crate) use scheduled::SHARDS;
pub use scheduled::{ScheduledSession, ScheduledStatus};
pub use session::{Attempt, LiveSession, Recording, SessionPointer};
pub(crate) use tally::Tally;

#[cfg(test)]
mod tests;
