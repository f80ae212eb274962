use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use ids::UserId;
use serde::{Deserialize, Serialize};

use crate::model::TeacherTopic;

/// A teacher's place in a list: best rating first, unrated last; then who has
/// more ratings, then by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place(Reverse<Option<u64>>, Reverse<u64>, UserId);

impl Place {
    fn of(teacher: &TeacherTopic) -> Self {
        Self(
            Reverse(teacher.rating_hundredths),
            Reverse(teacher.rating_count),
            teacher.user_id.clone(),
        )
    }
}

/// A page of teachers.
#[derive(Clone, Debug)]
pub struct Found {
    /// The page.
    pub teachers: Vec<TeacherTopic>,
    /// Where it ends, when there are more.
    pub next: Option<Place>,
}

/// Of the teachers listed under words that begin like one of the wanted, those
/// who match all: each wanted word is a word of their topics, or begins one.
pub fn find_teachers(
    listed: Vec<TeacherTopic>,
    wanted: &BTreeSet<String>,
    after: Option<&Place>,
    limit: usize,
) -> Found {
    let mut seen = HashSet::new();
    let mut matching: Vec<TeacherTopic> = listed
        .into_iter()
        .filter(|teacher| {
            wanted.iter().all(|word| {
                teacher
                    .words
                    .iter()
                    .any(|has| has.starts_with(word.as_str()))
            })
        })
        .filter(|teacher| after.is_none_or(|place| Place::of(teacher) > *place))
        .filter(|teacher| seen.insert(teacher.user_id.clone()))
        .collect();
    matching.sort_by_cached_key(Place::of);
    let more = matching.len() > limit;
    matching.truncate(limit);
    let next = matching.last().filter(|_| more).map(Place::of);
    Found {
        teachers: matching,
        next,
    }
}

#[cfg(test)]
mod tests;
