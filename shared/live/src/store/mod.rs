//! Loads and commits. One command is one transaction: the session, what is
//! told of it, and the intent that a call to Daily needs.

mod lists;
mod recordings;
mod scheduled;
mod sessions;

pub use lists::{Listed, Seen, list, load_seen};
pub use recordings::{ask_recording, settle_recording, stop_recording};
pub use scheduled::{Linked, change_scheduled, create_scheduled, delete_scheduled};
pub use sessions::{create, delete, load, load_existing};

use outcome::Failure;

use crate::Refusal;

type Result<T> = std::result::Result<T, Failure<Refusal>>;
