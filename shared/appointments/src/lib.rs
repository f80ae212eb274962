//! Appointments of psychologists and patients (seed 002). Rules decide and
//! touch nothing; the store loads and commits.

pub mod model;
mod refusal;
pub mod rules;
pub mod store;

pub use refusal::Refusal;
