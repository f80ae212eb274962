use ids::UserId;
use outcome::Trouble;
use table::{Db, Index, Item, Query};

use crate::model::{Appointment, AppointmentStatus, Listing, SHARDS};
use crate::rules::Span;

/// Whose appointments.
#[derive(Clone, Debug)]
pub enum ListScope {
    /// A psychologist's.
    Psychologist(UserId),
    /// Those that a user has a part in, on either side.
    Own(UserId),
    /// All.
    All,
}

/// Which of them.
#[derive(Clone, Copy, Debug)]
pub struct ListFilter {
    /// Only those that stand so.
    pub status: Option<AppointmentStatus>,
    /// Only those that start in it.
    pub span: Span,
}

/// One page, and how many match.
#[derive(Clone, Debug)]
pub struct Listed {
    /// How many match.
    pub count: usize,
    /// The page, soonest first.
    pub page: Vec<Listing>,
}

/// A page of appointments. The count reads all that lie in the time asked for;
/// one query, or one for each side or shard at once.
///
/// # Errors
///
/// The store's.
pub async fn list(
    db: &Db,
    scope: &ListScope,
    filter: &ListFilter,
    skip: usize,
    limit: usize,
) -> Result<Listed, Trouble> {
    let partitions: Vec<(Index, String)> = match scope {
        ListScope::Psychologist(user) => {
            vec![(Index::First, Listing::psychologist_partition(user))]
        }
        ListScope::Own(user) => vec![
            (Index::First, Listing::psychologist_partition(user)),
            (Index::Second, Listing::patient_partition(user)),
        ],
        ListScope::All => (0..SHARDS)
            .map(|shard| (Index::Second, Appointment::all_partition(shard)))
            .collect(),
    };
    // A start is whole seconds with `Z`, so its texts sort as the times do, and
    // a bare time stands before all that start at it.
    let first = filter.span.from.map_or(String::new(), |at| at.to_string());
    let before = filter.span.before;
    let last = before.map_or("~".to_owned(), |at| at.to_string());
    let between =
        |(index, partition)| Query::index(index, partition).between(first.clone(), last.clone());
    let queries: Vec<Query> = partitions.into_iter().map(between).collect();
    let mut matching = Vec::new();
    for item in db.query_all_of(&queries).await? {
        let listing = read(&item, scope)?;
        if filter.status.is_none_or(|status| status == listing.status) {
            matching.push(listing);
        }
    }
    matching.sort_by_key(|listing| (listing.period.start, listing.appointment_id));
    Ok(Listed {
        count: matching.len(),
        page: matching.into_iter().skip(skip).take(limit).collect(),
    })
}

fn read(item: &Item, scope: &ListScope) -> Result<Listing, Trouble> {
    match scope {
        ListScope::All => item.read::<Appointment>().map(|whole| Listing::of(&whole)),
        _ => item.read(),
    }
}
