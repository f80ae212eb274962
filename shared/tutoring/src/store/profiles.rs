use ids::UserId;
use jiff::Timestamp;
use outcome::Trouble;
use table::{Db, Entity, Transaction, Tries};

use crate::model::{Acquaintance, Profile};
use crate::rules::{self, ProfilePatch};
use crate::store::Result;

/// A user's profile.
///
/// # Errors
///
/// The store's.
pub async fn load_profile(db: &Db, user: &UserId) -> std::result::Result<Option<Profile>, Trouble> {
    db.get(Profile::key(user)).await
}

/// A user's profile, and whether the viewer has shared a booking with them.
///
/// # Errors
///
/// The store's.
pub async fn load_profile_for(
    db: &Db,
    user: &UserId,
    viewer: &UserId,
) -> std::result::Result<(Option<Profile>, bool), Trouble> {
    let (profile, shared) = (Profile::key(user), Acquaintance::key(user, viewer));
    let found = db.get_many(vec![profile.clone(), shared.clone()]).await?;
    Ok((found.read(&profile)?, found.has(&shared)))
}

/// Saves a profile with its topics; `true` when it is new.
///
/// # Errors
///
/// A refusal of [`rules::save_profile`], or the store's.
pub async fn save_profile(db: &Db, patch: &ProfilePatch, now: Timestamp) -> Result<bool> {
    let mut tries = Tries::new();
    loop {
        let current = load_profile(db, &patch.user_id).await?;
        let saved = rules::save_profile(current.as_ref(), patch, now)?;
        let mut transaction = Transaction::new();
        write_profile(&mut transaction, current.as_ref(), &saved);
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(current.is_none());
        }
    }
}

/// The writes that change a profile: itself, and its entries in the index of
/// topics as far as they differ.
pub(super) fn write_profile(
    transaction: &mut Transaction,
    before: Option<&Profile>,
    after: &Profile,
) {
    transaction.save(after);
    let old = before.map(Profile::topics_to_index).unwrap_or_default();
    let new = after.topics_to_index();
    for entry in new.iter().filter(|entry| !old.contains(entry)) {
        transaction.put(entry);
    }
    for gone in old
        .iter()
        .filter(|gone| new.iter().all(|entry| entry.word != gone.word))
    {
        transaction.delete(gone.keys().primary);
    }
}
