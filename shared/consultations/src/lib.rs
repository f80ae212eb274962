//! Consultations (seed 003): doctor and patient meet over Chime. Rules decide
//! and touch nothing; the store loads and commits. A state never changes
//! without its audit event, and the audit event is what is published.

#[cfg(test)]
mod fixtures;
pub mod model;
mod refusal;
pub mod rules;
pub mod store;

pub use refusal::Refusal;
