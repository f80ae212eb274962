//! Who may act on a link, and what a change makes of it.

use ids::{Actor, UserId};
use jiff::Timestamp;

use crate::{Link, LinkType, MeetingLink, MeetingUrl, Refusal};

/// Whether the caller may do something with a doctor's links.
///
/// # Errors
///
/// The caller may not.
pub fn may_act(actor: &Actor, doctor: &UserId) -> Result<(), Refusal> {
    if actor.may_act_for(doctor) {
        Ok(())
    } else {
        Err(Refusal::NotYours)
    }
}

/// What is to be changed of a link; either alone, or both.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Another URL.
    pub link: Option<MeetingUrl>,
    /// Another type.
    pub link_type: Option<LinkType>,
}

/// What changes make of a link.
///
/// # Errors
///
/// The URL is then not one of the type.
pub fn update(
    before: MeetingLink,
    changes: &Changes,
    now: Timestamp,
) -> Result<MeetingLink, Refusal> {
    let Link { link, link_type } = before.link;
    let link = changes.link.clone().unwrap_or(link);
    Ok(MeetingLink {
        link: Link::new(link, changes.link_type.unwrap_or(link_type))?,
        updated_at: now.max(before.updated_at),
        ..before
    })
}

/// The link in use, if it was out of it; or out of it.
pub fn toggle(before: MeetingLink, now: Timestamp) -> MeetingLink {
    MeetingLink {
        is_active: !before.is_active,
        updated_at: now.max(before.updated_at),
        ..before
    }
}
