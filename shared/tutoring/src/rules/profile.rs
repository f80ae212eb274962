use std::collections::BTreeSet;

use ids::UserId;
use input::{EmailAddress, HttpsUrl, Label, LongText, Name, TimeZone};
use jiff::Timestamp;

use crate::Refusal;
use crate::model::{Profile, ProfileRole, words_of};

/// The most different words in the topics of one profile.
const WORDS_AT_MOST: usize = 40;

/// What a request says of a profile: left out, cleared with `null`, or given.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "fields of seed 001")]
pub struct ProfilePatch {
    pub user_id: UserId,
    pub role: ProfileRole,
    pub name: Option<Option<Name>>,
    pub email: Option<Option<EmailAddress>>,
    pub bio: Option<Option<LongText>>,
    pub topics: Option<Option<Vec<Label>>>,
    pub photo_url: Option<Option<HttpsUrl>>,
    pub time_zone: Option<Option<TimeZone>>,
}

/// The profile after a request, made new where there is none.
///
/// # Errors
///
/// A new one without a name, one whose name is cleared, a role that bookings
/// hold on to, too many words in the topics.
pub fn save_profile(
    current: Option<&Profile>,
    patch: &ProfilePatch,
    now: Timestamp,
) -> Result<Profile, Refusal> {
    let named = match (&patch.name, current) {
        (Some(Some(name)), _) => name.to_string(),
        (None, Some(profile)) => profile.name.clone(),
        (Some(None), _) | (None, None) => return Err(Refusal::NameRequired),
    };
    let mut profile = current.cloned().unwrap_or_else(|| blank(patch, now));
    if profile.role != patch.role && profile.has_bookings {
        return Err(Refusal::RoleFixed);
    }
    profile.role = patch.role;
    profile.name = named;
    set(&mut profile.email, &patch.email);
    set(&mut profile.bio, &patch.bio);
    set(&mut profile.photo_url, &patch.photo_url);
    set(&mut profile.time_zone, &patch.time_zone);
    if let Some(topics) = &patch.topics {
        profile.topics = distinct(topics.as_deref().unwrap_or_default());
    }
    let words: BTreeSet<String> = profile
        .topics
        .iter()
        .flat_map(|topic| words_of(topic))
        .collect();
    if words.len() > WORDS_AT_MOST {
        return Err(Refusal::TooManyWords);
    }
    profile.updated_at = now;
    Ok(profile)
}

fn blank(patch: &ProfilePatch, now: Timestamp) -> Profile {
    Profile {
        user_id: patch.user_id.clone(),
        role: patch.role,
        name: String::new(),
        email: None,
        bio: None,
        topics: Vec::new(),
        photo_url: None,
        time_zone: None,
        rating_sum: 0,
        rating_count: 0,
        has_bookings: false,
        created_at: now,
        updated_at: now,
        version: 0,
    }
}

fn set<T: Clone + Into<String>>(field: &mut Option<String>, patch: &Option<Option<T>>) {
    if let Some(value) = patch {
        *field = value.clone().map(Into::into);
    }
}

/// The topics in their order, each once.
fn distinct(topics: &[Label]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(topics.len());
    for topic in topics.iter().map(Label::to_string) {
        if !kept.contains(&topic) {
            kept.push(topic);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
