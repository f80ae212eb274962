use std::collections::HashMap;

use outcome::Trouble;

use crate::{Entity, Item, Key};

/// The items that were there, by key.
#[derive(Debug, Default)]
pub struct Found(HashMap<Key, Item>);

impl Found {
    /// The item of this key as the entity it is.
    ///
    /// # Errors
    ///
    /// An item that does not have the entity's form.
    pub fn read<E: Entity>(&self, key: &Key) -> Result<Option<E>, Trouble> {
        self.0.get(key).map(Item::read).transpose()
    }

    /// These items and others that were read after them.
    pub fn and(mut self, later: Self) -> Self {
        self.0.extend(later.0);
        self
    }

    /// Whether there is an item of this key.
    pub fn has(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }
}

impl FromIterator<Item> for Found {
    fn from_iter<I: IntoIterator<Item = Item>>(items: I) -> Self {
        Self(items.into_iter().map(|item| (item.key(), item)).collect())
    }
}
