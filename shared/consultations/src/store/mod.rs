//! Loads and commits. One command is one transaction: the consultation, what
//! lists show of it, the calendar, and the audit events, which are what is
//! published. Whoever loses a race is judged anew.

mod appointments;
mod availability;
mod commit;
mod create;
mod lists;
mod meetings;
mod trail;

pub use appointments::{book, cancel_appointment, reschedule};
pub use availability::*;
pub use commit::{Judged, cancel, change, commit};
pub use create::{create, of_appointment};
pub use lists::{ListFilter, ListScope, Listed, due, list};
pub use meetings::abandon_meeting;
pub use trail::{Trail, TrailFilter, load_trail};

use outcome::{Failure, Trouble};
use table::Db;

use crate::Refusal;
use crate::model::{Consultation, ConsultationId};

type Result<T> = std::result::Result<T, Failure<Refusal>>;

/// A consultation as it is now. One call.
///
/// # Errors
///
/// The store's.
pub async fn load(
    db: &Db,
    id: ConsultationId,
) -> std::result::Result<Option<Consultation>, Trouble> {
    db.get(Consultation::key(id)).await
}
