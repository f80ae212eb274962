use std::sync::atomic::{AtomicU64, Ordering};

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

/// Defines an identifier type that is a number, as [`Ids::number`] makes them:
/// unique, growing with time, below 2^53.
///
/// `Default` is 0, the id that nothing has.
#[macro_export]
macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            /// A new one.
            pub fn new(ids: &$crate::Ids) -> Self {
                Self(ids.number())
            }

            /// The number itself.
            pub fn number(self) -> u64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = &'static str;

            /// Reads exactly what `Display` writes.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let id = text.parse().map(Self).map_err(|_| "is no number")?;
                if id.to_string() == text { Ok(id) } else { Err("is no number") }
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

/// What numbers count milliseconds from: 2025-01-01T00:00:00Z.
const FIRST_MILLISECOND: i64 = 1_735_689_600_000;
/// How many bits of a number tell those of one millisecond apart.
const WITHIN_MILLISECOND: u32 = 10;

impl Ids {
    /// A number that grows with time and is unlike any other that this process
    /// has made: the milliseconds since 2025, and 10 bits by chance. It stays
    /// below 2^53 until 2303. Another process may make the same one, so what is
    /// stored under it is stored only where nothing is.
    pub fn number(&self) -> u64 {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let since = self.now.as_millisecond() - FIRST_MILLISECOND;
        let chance = u64::from(Uuid::new_v4().as_fields().1) >> (16 - WITHIN_MILLISECOND);
        let made = (u64::try_from(since).unwrap_or_default() << WITHIN_MILLISECOND) | chance;
        let next = |last: u64| made.max(last + 1);
        let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
            Some(next(last))
        });
        next(last.unwrap_or_else(|last| last))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    thing_id!(
        /// For the tests.
        CaseId,
        "case"
    );
    number_id!(
        /// For the tests.
        CaseNumber
    );

    proptest! {
        #[test]
        fn a_number_has_one_text(millisecond in FIRST_MILLISECOND..9_000_000_000_000) {
            let id = CaseNumber::new(&Ids::at(Timestamp::from_millisecond(millisecond).expect("a time")));
            prop_assert_eq!(id.to_string(), id.number().to_string());
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            for other in [format!("+{}", id), format!("0{}", id), format!(" {}", id)] {
                prop_assert!(other.parse::<CaseNumber>().is_err(), "{}", other);
            }
        }

        #[test]
        fn a_thing_has_one_text_and_that_is_safe_in_a_key(uuid in any::<u128>(), at in any::<prop::sample::Index>(), put in any::<char>()) {
            let id = CaseId::from_uuid(Uuid::from_u128(uuid));
            let text = id.to_string();
            prop_assert_eq!(text.parse(), Ok(id));
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
            let mut changed: Vec<char> = text.chars().collect();
            let at = at.index(changed.len());
            changed[at] = put;
            let changed: String = changed.into_iter().collect();
            prop_assert_eq!(changed.parse() == Ok(id), changed == text);
        }

        #[test]
        fn what_is_read_as_an_id_is_written_alike(text in "(case_)?[0-9a-fA-F#-]{0,40}|[0-9+ -]{0,20}|.*") {
            if let Ok(id) = text.parse::<CaseId>() {
                prop_assert_eq!(id.to_string(), text.as_str());
            }
            if let Ok(id) = text.parse::<CaseNumber>() {
                prop_assert_eq!(id.to_string(), text.as_str());
            }
        }
    }

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
    fn numbers_are_unique_and_grow_with_time() {
        let at = |millisecond| Ids::at(Timestamp::from_millisecond(millisecond).expect("a time"));
        let writer = move || {
            let made = (0..1_600).map(|n| at(1_800_000_000_000 + n / 40).number());
            made.collect::<Vec<u64>>()
        };
        let before = at(1_799_999_999_999).number();
        let threads: Vec<_> = (0..64).map(|_| std::thread::spawn(writer)).collect();
        let mut all = std::collections::HashSet::from([before]);
        for thread in threads {
            let made = thread.join().expect("a writer");
            assert!(made.is_sorted() && made[0] > before);
            all.extend(made);
        }
        assert_eq!(all.len(), 1 + 64 * 1_600);
        assert!(all.iter().all(|number| *number < 1 << 53));
    }

    #[test]
    fn sorts_by_the_time_it_was_made() {
        let early: CaseId = Ids::at(Timestamp::UNIX_EPOCH).next();
        let late: CaseId = Ids::at(Timestamp::from_second(1_700_000_000).expect("a time")).next();
        assert!(early < late && early.to_string() < late.to_string());
    }
}
