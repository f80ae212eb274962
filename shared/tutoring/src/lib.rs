//! Tutoring (seed 001): profiles, offered slots, bookings, their sessions and
//! meetings, search. Rules decide and touch nothing; the store loads and
//! commits.

pub mod model;
mod refusal;
pub mod rules;
pub mod store;

pub use refusal::Refusal;
