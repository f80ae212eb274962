use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use outcome::Trouble;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A primary key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Partition key.
    pub pk: String,
    /// Sort key.
    pub sk: String,
}

impl Key {
    /// A key of its two halves.
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self {
            pk: pk.into(),
            sk: sk.into(),
        }
    }

    pub(crate) fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            ("pk".to_owned(), AttributeValue::S(self.pk.clone())),
            ("sk".to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }
}

/// One of the two sparse secondary indexes, each a partition and a sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// `gsi1`
    First,
    /// `gsi2`
    Second,
}

impl Index {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::First => "gsi1",
            Self::Second => "gsi2",
        }
    }
}

/// All keys of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Where it lives.
    pub primary: Key,
    /// Where the first index lists it.
    pub first: Option<Key>,
    /// Where the second index lists it.
    pub second: Option<Key>,
    /// When DynamoDB may delete it, in seconds since 1970.
    pub expires_at: Option<i64>,
}

impl From<Key> for Keys {
    fn from(primary: Key) -> Self {
        Self {
            primary,
            first: None,
            second: None,
            expires_at: None,
        }
    }
}

/// Something that is one item. It alone knows its keys.
pub trait Entity: Serialize + DeserializeOwned + Send {
    /// All its keys.
    fn keys(&self) -> Keys;
}

/// An entity that is only written when it is still as it was read.
pub trait Versioned: Entity {
    /// The version as it was read; 0 when there is none in the table yet.
    fn version(&self) -> u64;

    /// The same with this version, as it will be stored.
    fn set_version(&mut self, version: u64);
}

/// An item as the table gives it.
#[derive(Clone, Debug)]
pub struct Item(pub(crate) HashMap<String, AttributeValue>);

impl Item {
    /// The item as the entity it is.
    ///
    /// # Errors
    ///
    /// An item that does not have the entity's form: a fault of ours.
    pub fn read<E: Entity>(&self) -> Result<E, Trouble> {
        self.clone().into_entity()
    }

    /// The same, of an item that nobody needs any more.
    pub(crate) fn into_entity<E: Entity>(self) -> Result<E, Trouble> {
        serde_dynamo::from_item(self.0).map_err(|error| Trouble::Internal(error.into()))
    }

    /// Its primary key.
    pub fn key(&self) -> Key {
        Key::new(self.text("pk"), self.text("sk"))
    }

    fn text(&self, name: &str) -> &str {
        self.0
            .get(name)
            .and_then(|value| value.as_s().ok())
            .map_or("", String::as_str)
    }

    pub(crate) fn write<E: Entity>(entity: &E) -> Result<Self, Trouble> {
        let mut attributes: HashMap<String, AttributeValue> =
            serde_dynamo::to_item(entity).map_err(|error| Trouble::Internal(error.into()))?;
        let keys = entity.keys();
        let mut put = |names: [&str; 2], key: Key| {
            attributes.insert(names[0].to_owned(), AttributeValue::S(key.pk));
            attributes.insert(names[1].to_owned(), AttributeValue::S(key.sk));
        };
        put(["pk", "sk"], keys.primary);
        if let Some(key) = keys.first {
            put(["gsi1pk", "gsi1sk"], key);
        }
        if let Some(key) = keys.second {
            put(["gsi2pk", "gsi2sk"], key);
        }
        if let Some(at) = keys.expires_at {
            attributes.insert("expires_at".to_owned(), AttributeValue::N(at.to_string()));
        }
        Ok(Self(attributes))
    }
}
