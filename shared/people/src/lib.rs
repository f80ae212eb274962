//! What every context may know of a user: the name and the e-mail address of
//! the profile. Tutoring owns the profile and writes it; nobody else does.

use ids::UserId;
use outcome::Trouble;
use serde::{Deserialize, Serialize};
use table::{Entity, Found, Key, Keys};

/// A user, as far as the profile tells everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The user.
    pub user_id: UserId,
    /// What the user is called.
    pub name: Option<String>,
    /// Where the user is written to.
    pub email: Option<String>,
}

impl Person {
    /// Where a user's profile lives.
    pub fn key(user: &UserId) -> Key {
        Key::new(format!("USER#{user}"), "PROFILE")
    }

    /// A user among items that were read.
    ///
    /// # Errors
    ///
    /// An item that is no profile: a fault of ours.
    pub fn among(found: &Found, user: &UserId) -> Result<Option<Self>, Trouble> {
        found.read(&Self::key(user))
    }
}

impl Entity for Person {
    fn keys(&self) -> Keys {
        Self::key(&self.user_id).into()
    }
}
