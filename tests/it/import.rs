//! Puts many items into the table of a platform that does not run.

use std::path::Path;

use dynoxide::types::AttributeValue;
use dynoxide::{Database, ImportOptions, Item};
use serde_json::json;

const NAME: &str = "sessions";

/// One transaction of an import.
const AT_ONCE: usize = 10_000;

/// The table in a platform's data folder.
pub(crate) struct Table(Database);

impl Table {
    pub(crate) fn open(folder: &Path) -> Self {
        let file = folder.join("dynamodb.sqlite");
        let database = Database::new(file.to_str().expect("UTF-8")).expect("the table");
        database.enable_bulk_loading().expect("a fast import");
        Self(database)
    }

    /// The item of a key.
    pub(crate) fn item(&self, pk: &str, sk: &str) -> Item {
        let get = json!({ "TableName": NAME, "Key": { "pk": { "S": pk }, "sk": { "S": sk } } });
        let get = serde_json::from_value(get).expect("a request");
        let found = self.0.get_item(get).expect("an answer");
        found.item.expect("its item")
    }

    pub(crate) fn import(&self, items: impl IntoIterator<Item = Item>) {
        let mut items = items.into_iter();
        loop {
            let some: Vec<Item> = items.by_ref().take(AT_ONCE).collect();
            let count = some.len();
            let imported = self.0.import_items(NAME, some, ImportOptions::default());
            assert_eq!(imported.expect("items").items_imported, count);
            if count < AT_ONCE {
                break;
            }
        }
    }
}

/// The item with another text wherever this one stands in it.
pub(crate) fn renamed(item: &Item, text: &str, other: &str) -> Item {
    let value = |value: &AttributeValue| match value {
        AttributeValue::S(value) => AttributeValue::S(value.replace(text, other)),
        value => value.clone(),
    };
    let attributes = item.iter();
    attributes
        .map(|(name, old)| (name.clone(), value(old)))
        .collect()
}
