//! Loads and commits. One command is one transaction: the appointment, what
//! lists show of it, the calendar, and what is told of it.

mod commands;
mod lists;

pub use commands::{cancel_with_consultation, change, complete, create, saw_room};
pub use lists::{ListFilter, ListScope, Listed, list};

use outcome::{Failure, Trouble};
use table::Db;

use crate::Refusal;
use crate::model::{Appointment, AppointmentId};

type Result<T> = std::result::Result<T, Failure<Refusal>>;

/// An appointment as it is now. One call.
///
/// # Errors
///
/// The store's.
pub async fn load(db: &Db, id: AppointmentId) -> std::result::Result<Option<Appointment>, Trouble> {
    db.get(Appointment::key(id)).await
}
