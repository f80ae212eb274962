//! Meeting links of doctors (seed 000): Meet, WhatsApp, Zoom, Teams and others.

mod link;
mod model;
mod refusal;
pub mod rules;
mod store;

pub use link::{Link, LinkType, MeetingUrl};
pub use model::{MeetingLink, MeetingLinkId};
pub use refusal::Refusal;
pub use store::{Listed, Scope, create, delete, list, load_for, toggle, update};
