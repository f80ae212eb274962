use std::collections::BTreeSet;

use ids::UserId;
use jiff::Timestamp;
use people::Person;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys, Versioned};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a profile makes of its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProfileRole {
    /// Books.
    Student,
    /// Is booked.
    Teacher,
}

/// A user's profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "fields of seed 001")]
pub struct Profile {
    pub user_id: UserId,
    pub role: ProfileRole,
    pub name: String,
    pub email: Option<String>,
    pub bio: Option<String>,
    #[serde(default)]
    pub topics: Vec<String>,
    pub photo_url: Option<String>,
    pub time_zone: Option<String>,
    #[serde(default)]
    pub rating_sum: u64,
    #[serde(default)]
    pub rating_count: u64,
    /// Once a booking names the profile, its role stands for good.
    #[serde(default)]
    pub has_bookings: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[serde(default)]
    pub version: u64,
}

impl Profile {
    /// Where a user's profile lives.
    pub fn key(user: &UserId) -> Key {
        Person::key(user)
    }

    /// The mean of its ratings in hundredths, rounded half up; `None` before
    /// the first.
    pub fn rating_hundredths(&self) -> Option<u64> {
        (self.rating_count > 0).then(|| (self.rating_sum * 200 / self.rating_count).div_ceil(2))
    }

    /// What search finds it by: one entry for each different word.
    pub fn topics_to_index(&self) -> Vec<TeacherTopic> {
        if self.role != ProfileRole::Teacher {
            return Vec::new();
        }
        let words: BTreeSet<String> = self
            .topics
            .iter()
            .flat_map(|topic| words_of(topic))
            .collect();
        let entry = |word: &String| TeacherTopic {
            word: word.clone(),
            words: words.iter().cloned().collect(),
            user_id: self.user_id.clone(),
            name: self.name.clone(),
            bio: self.bio.clone(),
            topics: self.topics.clone(),
            rating_hundredths: self.rating_hundredths(),
            rating_count: self.rating_count,
        };
        words.iter().map(entry).collect()
    }
}

impl Entity for Profile {
    fn keys(&self) -> Keys {
        Self::key(&self.user_id).into()
    }
}

impl Versioned for Profile {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

/// The words of a text as search compares them: without regard to case and
/// accents.
pub fn words_of(text: &str) -> BTreeSet<String> {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(folded)
        .collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A letter without its case. There and back, because some have two forms of
/// one case: ß is SS, and ς at the end of a word is Σ as σ is.
fn folded(letter: char) -> impl Iterator<Item = char> {
    letter
        .to_lowercase()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
}

/// A teacher, listed under one word of the topics: all that search answers
/// with, so that one query finds and shows a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "fields of seed 001")]
pub struct TeacherTopic {
    pub word: String,
    /// All words of the topics, for queries of several words.
    pub words: Vec<String>,
    pub user_id: UserId,
    pub name: String,
    pub bio: Option<String>,
    pub topics: Vec<String>,
    pub rating_hundredths: Option<u64>,
    pub rating_count: u64,
}

impl TeacherTopic {
    /// Where the words that begin like this one are listed.
    pub fn partition(word: &str) -> String {
        format!("TOPIC#{}", word.chars().next().unwrap_or_default())
    }
}

impl Entity for TeacherTopic {
    fn keys(&self) -> Keys {
        Key::new(
            Self::partition(&self.word),
            format!("{}#{}", self.word, self.user_id),
        )
        .into()
    }
}

/// Two people who have shared a booking: they see each other's e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquaintance {
    pair: (UserId, UserId),
}

impl Acquaintance {
    /// The two, in whatever order.
    pub fn new(one: &UserId, other: &UserId) -> Self {
        Self {
            pair: (one.min(other).clone(), one.max(other).clone()),
        }
    }

    /// Where it lives.
    pub fn key(one: &UserId, other: &UserId) -> Key {
        Self::new(one, other).keys().primary
    }
}

impl Entity for Acquaintance {
    fn keys(&self) -> Keys {
        Key::new(format!("PAIR#{}", self.pair.0), self.pair.1.as_str()).into()
    }
}
