use jiff::Timestamp;
use uuid::{NoContext, Uuid};

/// Defines an identifier type: a prefix, an underscore and 32 hex digits of a
/// version 7 UUID, so that ids sort by the time they were made.
///
/// `Default` is the id that nothing has: a malformed id in a path becomes it,
/// because such an id is an unknown one.
#[macro_export]
macro_rules! thing_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(uuid::Uuid);

        impl $crate::ThingId for $name {
            const PREFIX: &'static str = $prefix;

            fn from_uuid(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }

            fn uuid(&self) -> uuid::Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}_{}", $prefix, self.0.simple())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = &'static str;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as $crate::ThingId>::parse(text).ok_or(concat!("is no id of the form ", $prefix, "_…"))
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

/// What all identifier types defined by [`thing_id!`] share.
pub trait ThingId: Copy {
    /// What stands before the underscore.
    const PREFIX: &'static str;

    /// The id around a UUID.
    fn from_uuid(uuid: Uuid) -> Self;

    /// The UUID inside.
    fn uuid(&self) -> Uuid;

    /// Reads exactly what `Display` writes, and nothing else.
    fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix(Self::PREFIX)?.strip_prefix('_')?;
        let canonical = hex.len() == 32
            && hex
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        canonical
            .then(|| Uuid::try_parse(hex).ok())
            .flatten()
            .map(Self::from_uuid)
    }
}

/// Makes the ids of one request. Rules take it as an argument, so that they
/// stay free of time and chance.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    now: Timestamp,
}

impl Ids {
    /// Ids made at this time.
    pub fn at(now: Timestamp) -> Self {
        Self { now }
    }

    /// A new id, unlike any other.
    pub fn next<T: ThingId>(&self) -> T {
        T::from_uuid(self.uuid())
    }

    /// A new version 7 UUID.
    pub fn uuid(&self) -> Uuid {
        let seconds = u64::try_from(self.now.as_second()).unwrap_or_default();
        let nanos = u32::try_from(self.now.subsec_nanosecond()).unwrap_or_default();
        Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    thing_id!(
        /// For the tests.
        CaseId,
        "case"
    );

    #[test]
    fn reads_only_what_it_writes() {
        let id: CaseId = Ids::at(Timestamp::UNIX_EPOCH).next();
        let text = id.to_string();
        assert_eq!(text.parse(), Ok(id));
        for wrong in [
            text.to_uppercase(),
            format!("{text}0"),
            text.replace("case", "cases"),
            String::new(),
        ] {
            assert!(wrong.parse::<CaseId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn sorts_by_the_time_it_was_made() {
        let early: CaseId = Ids::at(Timestamp::UNIX_EPOCH).next();
        let late: CaseId = Ids::at(Timestamp::from_second(1_700_000_000).expect("a time")).next();
        assert!(early < late && early.to_string() < late.to_string());
    }
}
