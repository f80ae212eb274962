//! The events of consultations: each entry of the audit trail, published under
//! a detail-type of its own. Seed 003, "Event Publishing".

mod audit;
mod completed;
mod words;

pub use audit::Audit;
pub use completed::Completed;
pub use words::{EventType, Status};

/// The bus's `source` of all of them.
pub const SOURCE: &str = "sessions.consultations";
