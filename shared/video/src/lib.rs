//! The video providers, each with the calls that the contexts need and no
//! more. They differ too much to share a trait.

mod chime;

pub use chime::{Attendee, Chime, MediaPlacement, Meeting};
