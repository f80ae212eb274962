//! Live sessions of instructors, their recordings, and scheduled sessions
//! (seed 004). Rules decide and touch nothing; the store loads and commits.

pub mod model;
mod refusal;
pub mod rules;
pub mod store;

pub use refusal::Refusal;
