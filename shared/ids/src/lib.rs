//! Typed identifiers: the id of a user comes from outside and is checked,
//! the ids of things are made here, prefixed and sortable by time.

mod actor;
mod thing;
mod user;

pub use actor::Actor;
pub use thing::{Ids, ThingId};
pub use user::{InvalidUserId, UserId};
