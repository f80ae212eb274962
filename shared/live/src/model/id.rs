use std::fmt;
use std::str::FromStr;

use ids::Ids;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Defines an id that is a plain UUID, as seed 004 has them. `Default` is the
/// one that nothing has.
macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// A new one.
            pub fn new(ids: &Ids) -> Self {
                Self(ids.uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = &'static str;

            /// Reads exactly what `Display` writes.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let id = Uuid::try_parse(text).map(Self).map_err(|_| "is no UUID")?;
                if id.to_string() == text {
                    Ok(id)
                } else {
                    Err("is no UUID")
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

uuid_id!(
    /// The id of a live session.
    LiveSessionId
);
uuid_id!(
    /// The id of a scheduled session.
    ScheduledSessionId
);

impl ScheduledSessionId {
    /// One of so many shards.
    pub(crate) fn shard(self, of: u8) -> u8 {
        // The last byte is by chance.
        self.0.as_bytes()[15] % of
    }
}
