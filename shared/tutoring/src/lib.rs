//! Tutoring (seed 001): profiles, offered slots, bookings, their sessions and
//! meetings, search. Rules decide and touch nothing; the store loads and
//! commits.

#[cfg(test)]
mod fixtures;
pub mod model;
mod refusal;
pub mod rules;
pub mod store;

pub use refusal::Refusal;
