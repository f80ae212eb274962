//! The video providers, each with the calls that the contexts need and no
//! more. They differ too much to share a trait.

mod chime;
pub mod daily;
mod rest;
pub mod twilio;

pub use chime::{Attendee, Chime, MediaPlacement, Meeting};
pub use daily::Daily;
pub use rest::BadBaseUrl;
pub use twilio::Twilio;
