use ids::UserId;
use jiff::Timestamp;
use outcome::Trouble;
use table::{Db, Index, Item, Query};

use crate::model::{BookingType, Consultation, ConsultationId, Listing, SHARDS, Status};

/// Whose consultations.
#[derive(Clone, Debug)]
pub enum ListScope {
    /// Those that a user has a part in.
    Own(UserId),
    /// All.
    All,
}

/// Which of them.
#[derive(Clone, Debug)]
pub struct ListFilter {
    /// Only those that stand so.
    pub status: Option<Status>,
    /// Only those booked so.
    pub booking_type: Option<BookingType>,
    /// Only those that start at or after this.
    pub from: Option<Timestamp>,
    /// Only those that start at or before this.
    pub to: Option<Timestamp>,
}

/// One page, and how many match.
#[derive(Clone, Debug)]
pub struct Listed {
    /// How many match.
    pub total: usize,
    /// The page, newest scheduled start first.
    pub page: Vec<Listing>,
}

/// A page of consultations. The total reads all that lie in the time asked
/// for; one query for each of two sides, or for each shard, at once.
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
        ListScope::Own(user) => vec![
            (Index::First, Listing::doctor_partition(user)),
            (Index::Second, Listing::patient_partition(user)),
        ],
        ListScope::All => (0..SHARDS)
            .map(|shard| (Index::Second, Consultation::all_partition(shard)))
            .collect(),
    };
    // A start is whole seconds with `Z`, so its texts sort as the times do;
    // `~` stands behind every id.
    let first = filter.from.map_or(String::new(), |at| at.to_string());
    let last = filter.to.map_or("~".to_owned(), |at| format!("{at}~"));
    let between =
        |(index, partition)| Query::index(index, partition).between(first.clone(), last.clone());
    let queries: Vec<Query> = partitions.into_iter().map(between).collect();
    let mut matching = Vec::new();
    for item in db.query_all_of(&queries).await? {
        let listing = read(&item, scope)?;
        if filter.matches(&listing) {
            matching.push(listing);
        }
    }
    matching.sort_by(|a, b| {
        let place = |listing: &Listing| (listing.period.start, listing.consultation_id);
        place(b).cmp(&place(a))
    });
    Ok(Listed {
        total: matching.len(),
        page: matching.into_iter().skip(skip).take(limit).collect(),
    })
}

fn read(item: &Item, scope: &ListScope) -> Result<Listing, Trouble> {
    match scope {
        ListScope::Own(_) => item.read(),
        ListScope::All => item.read::<Consultation>().map(|whole| Listing::of(&whole)),
    }
}

impl ListFilter {
    fn matches(&self, listing: &Listing) -> bool {
        self.status.is_none_or(|status| status == listing.status)
            && self
                .booking_type
                .is_none_or(|booking_type| booking_type == listing.booking_type)
    }
}

/// How many of one shard a sweep takes on; the rest waits for the next one.
const DUE_AT_ONCE: usize = 100;

/// Consultations of which time alone makes something now, at most so many of
/// each shard, longest due first. One query for each shard, whatever is stored,
/// one after the other: nobody waits for a sweep, and each that is asked at
/// once costs a connection of its own.
///
/// # Errors
///
/// The store's.
pub async fn due(db: &Db, now: Timestamp) -> Result<Vec<ConsultationId>, Trouble> {
    let mut found = Vec::new();
    for shard in 0..SHARDS {
        let query = Query::index(Index::First, Consultation::due_partition(shard))
            .between("", format!("{now}~"))
            .limit(DUE_AT_ONCE);
        for item in db.query(&query, None).await?.items {
            found.push(item.read::<Consultation>()?.consultation_id);
        }
    }
    Ok(found)
}
