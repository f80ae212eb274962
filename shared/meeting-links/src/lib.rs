//! Meeting links of doctors (seed 000): Meet, WhatsApp, Zoom, Teams and others.

mod link;
mod model;
mod refusal;
mod store;

pub use link::{Link, LinkType, MeetingUrl};
pub use model::{MeetingLink, MeetingLinkId};
pub use refusal::Refusal;
pub use store::{Changes, Listed, Scope, create, delete, list, load_for, may_act, toggle, update};
