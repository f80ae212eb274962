use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The id of a user: the `sub` of a token.
///
/// 1 to 128 characters of `[A-Za-z0-9._:@|+-]`, the first a letter or digit.
/// It never holds a `#`, so it can stand inside a table key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct UserId(String);

/// The text is no user id.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidUserId;

impl fmt::Display for InvalidUserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "must be a user id: 1 to 128 characters of A-Z a-z 0-9 . _ : @ | + -, the first a letter or digit",
        )
    }
}

impl std::error::Error for InvalidUserId {}

impl UserId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for UserId {
    type Err = InvalidUserId;

    fn from_str(text: &str) -> Result<Self, InvalidUserId> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._:@|+-".contains(&b);
        let first_is_plain = text
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_alphanumeric);
        if first_is_plain && text.len() <= 128 && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidUserId)
        }
    }
}

impl TryFrom<String> for UserId {
    type Error = InvalidUserId;

    fn try_from(text: String) -> Result<Self, InvalidUserId> {
        text.parse()
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_identity_providers_issue() {
        for id in [
            "1",
            "doc_123",
            "auth0|5f7c8ec7c33c6c004bbafe82",
            "a@b.co",
            "urn:user:7",
        ] {
            assert_eq!(
                id.parse::<UserId>().map(|id| id.to_string()),
                Ok(id.to_owned())
            );
        }
    }

    #[test]
    fn refuses_what_would_not_fit_a_key() {
        let long = "a".repeat(129);
        for id in ["", "#1", "a#b", "_a", "a b", "ä", "a/b", long.as_str()] {
            assert_eq!(id.parse::<UserId>(), Err(InvalidUserId), "{id}");
        }
    }

    proptest::proptest! {
        /// A `#` would let an id reach into the key of another thing.
        #[test]
        fn whatever_is_taken_is_kept_as_it_is_and_safe_in_a_key(text in "[A-Za-z0-9._:@|+#/ -]{0,140}|.*") {
            if let Ok(id) = text.parse::<UserId>() {
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._:@|+-".contains(&byte);
                proptest::prop_assert_eq!(id.as_str(), text.as_str());
                proptest::prop_assert!((1..=128).contains(&text.len()) && text.bytes().all(plain));
                proptest::prop_assert!(text.as_bytes()[0].is_ascii_alphanumeric());
            }
        }
    }
}
