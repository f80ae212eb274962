use std::collections::BTreeSet;

use outcome::Trouble;
use table::{Db, Query};

use crate::model::TeacherTopic;
use crate::rules::{Found, Place, find_teachers};

/// A page of the teachers who match all wanted words. What is listed under the
/// longest word, the rarest as a rule, is read; the order by rating needs all
/// of it.
///
/// # Errors
///
/// The store's.
pub async fn search_teachers(
    db: &Db,
    wanted: &BTreeSet<String>,
    after: Option<&Place>,
    limit: usize,
) -> Result<Found, Trouble> {
    let longest = wanted.iter().max_by_key(|word| word.chars().count());
    let Some(word) = longest else {
        return Ok(Found {
            teachers: Vec::new(),
            next: None,
        });
    };
    let query = Query::partition(TeacherTopic::partition(word)).beginning(word);
    let listed = db
        .query_all(&query)
        .await?
        .iter()
        .map(|item| item.read())
        .collect::<Result<_, _>>()?;
    Ok(find_teachers(listed, wanted, after, limit))
}
