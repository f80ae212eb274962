use std::fmt;

use jiff::tz;
use serde_json::Value;
use url::Url;

use crate::value::{Field, Wrong, string};

/// Trims, bounds and checks a text for control characters other than line
/// feed and tab.
fn text(value: &Value, longest: usize) -> Result<String, Wrong> {
    let text = string(value)?.trim();
    if text.chars().count() > longest {
        return Err(Wrong {
            message: format!("must have at most {longest} characters"),
            kind: "value_error.any_str.max_length",
        });
    }
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(Wrong::value(
            "must have no control characters but line feeds and tabs",
        ));
    }
    Ok(text.to_owned())
}

fn filled(value: &Value, longest: usize) -> Result<String, Wrong> {
    let text = text(value, longest)?;
    if text.is_empty() {
        return Err(Wrong {
            message: "must not be empty".to_owned(),
            kind: "value_error.any_str.min_length",
        });
    }
    Ok(text)
}

/// Defines a checked text. `filled` ones may not be empty.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $read:ident, $longest:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl Field for $name {
            fn read(value: &Value) -> Result<Self, Wrong> {
                $read(value, $longest).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_type!(
    /// The name of a person or file: 1 to 200 characters.
    Name,
    filled,
    200
);
text_type!(
    /// A title: 1 to 200 characters.
    Title,
    filled,
    200
);
text_type!(
    /// A short label, such as a topic: 1 to 60 characters.
    Label,
    filled,
    60
);
text_type!(
    /// A note of a session: 1 to 4,000 characters.
    Note,
    filled,
    4_000
);
text_type!(
    /// Why something was done, which may be left empty: at most 2,000 characters.
    Reason,
    text,
    2_000
);
text_type!(
    /// A long text that may be empty: at most 10,000 characters.
    LongText,
    text,
    10_000
);

/// An e-mail address, checked as far as its form goes: at most 254 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

impl Field for EmailAddress {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = text(value, 254)?;
        let wrong = || Wrong {
            message: "must be an e-mail address".to_owned(),
            kind: "value_error.email",
        };
        let (local, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
        let local_fits = (1..=64).contains(&local.len())
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local
                .chars()
                .all(|c| c.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c));
        let label_fits = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let domain_fits = domain.contains('.') && domain.split('.').all(label_fits);
        if local_fits && domain_fits {
            Ok(Self(text))
        } else {
            Err(wrong())
        }
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}

/// An https URL of at most 2,048 characters, without user name or password.
/// On loopback, where the local platform serves uploads, http will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpsUrl(String);

impl Field for HttpsUrl {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = text(value, 2_048)?;
        // An empty user name is none to the parser, but is one to the eye.
        let (_, rest) = text.split_once(':').unwrap_or_default();
        let rest = rest.trim_start_matches(['/', '\\']);
        let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        let plain = |url: &Url| {
            (url.scheme() == "https" || url.scheme() == "http" && is_loopback(url, authority))
                && url.host().is_some()
                && !authority.contains('@')
        };
        match Url::parse(&text) {
            Ok(url) if plain(&url) && !text.contains(char::is_whitespace) => Ok(Self(text)),
            _ => Err(Wrong {
                message: "must be an https URL".to_owned(),
                kind: "value_error.url",
            }),
        }
    }
}

/// Whether a URL stays on the machine, and looks like it.
fn is_loopback(url: &Url, authority: &str) -> bool {
    let host = url.host_str().unwrap_or_default();
    let after = authority.strip_prefix(host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
        && after.is_some_and(|after| after.is_empty() || after.starts_with(':'))
}

impl From<HttpsUrl> for String {
    fn from(url: HttpsUrl) -> String {
        url.0
    }
}

/// The name of an IANA time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(tz::TimeZone);

impl TimeZone {
    /// The zone itself.
    pub fn zone(&self) -> &tz::TimeZone {
        &self.0
    }
}

impl Default for TimeZone {
    fn default() -> Self {
        Self(tz::TimeZone::UTC)
    }
}

impl Field for TimeZone {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let wrong = || Wrong::value("must be the name of an IANA time zone, like Europe/Berlin");
        let zone = tz::TimeZone::get(string(value)?.trim()).map_err(|_| wrong())?;
        zone.iana_name().ok_or_else(wrong)?;
        Ok(Self(zone))
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> String {
        zone.0.iana_name().unwrap_or("UTC").to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_trimmed_and_bounded_in_characters() {
        assert_eq!(
            Name::read(&json!("  Ann  ")).map(String::from),
            Ok("Ann".to_owned())
        );
        assert!(Name::read(&json!("ü".repeat(200))).is_ok());
        assert!(Name::read(&json!("ü".repeat(201))).is_err());
        assert!(Name::read(&json!("   ")).is_err());
        assert!(LongText::read(&json!("a\nb\tc")).is_ok());
        for control in ["a\u{0}b", "a\rb", "a\u{1b}b", "a\u{7f}b", "a\u{85}b"] {
            assert!(LongText::read(&json!(control)).is_err(), "{control:?}");
        }
    }

    #[test]
    fn e_mail_addresses() {
        for right in ["ann@example.com", "a.b+c@sub.example.co", "jörg@müller.de"] {
            assert!(EmailAddress::read(&json!(right)).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "ann",
            "@example.com",
            "ann@",
            "ann@example",
            "a b@example.com",
            "ann@-a.com",
            "a..b@example.com",
        ] {
            assert!(EmailAddress::read(&json!(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn https_urls() {
        assert!(HttpsUrl::read(&json!("https://files.test/a.pdf")).is_ok());
        assert!(HttpsUrl::read(&json!("http://127.0.0.1:9000/files/a.pdf")).is_ok());
        for wrong in [
            "http://files.test/a",
            "http://localhost.files.test/a",
            "http://@localhost",
            "https://@files.test/a",
            "https:/\\@files.test/a",
            "https://",
            "https://a:b@files.test/",
            "javascript:alert(1)",
            "files.test/a",
            "https://a b",
        ] {
            assert!(HttpsUrl::read(&json!(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn time_zones() {
        assert_eq!(
            TimeZone::read(&json!("Europe/Berlin")).map(String::from),
            Ok("Europe/Berlin".to_owned())
        );
        assert!(TimeZone::read(&json!("UTC")).is_ok());
        for wrong in ["Mars/Olympus", "+02:00", "", "../etc/passwd"] {
            assert!(TimeZone::read(&json!(wrong)).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_reader_panic(text in ".*") {
            let value = json!(text);
            let _ = (Name::read(&value), EmailAddress::read(&value), HttpsUrl::read(&value), TimeZone::read(&value));
        }

        /// A zone's name is looked up among files: no path gets through, and
        /// what is kept leads to the same zone again.
        #[test]
        fn a_time_zone_is_a_name_and_comes_back(text in "[A-Za-z]{2,10}(/[A-Za-z_]{2,12}){0,2}|(\\.\\./|/){0,3}[A-Za-z/]{0,20}|(Europe/(Berlin|paris)|ETC/gmt[+-][0-9]|utc)") {
            if let Ok(zone) = TimeZone::read(&json!(text)) {
                prop_assert!(!text.starts_with('/') && !text.contains(".."), "{text}");
                let name = String::from(zone.clone());
                prop_assert_eq!(TimeZone::read(&json!(name)), Ok(zone));
            }
        }

        /// `http` is for loopback alone, whatever surrounds the host.
        #[test]
        fn a_url_is_https_or_stays_on_the_machine(pieces in prop::collection::vec(prop::sample::select(vec![
            "http://", "https://", "localhost", "127.0.0.1", "[::1]", "evil.test", "@", ":", "/", "\\", "#", "?", ".", "80", "%40", "a",
        ]), 0..8)) {
            let text = pieces.concat();
            if HttpsUrl::read(&json!(text)).is_ok() && !text.starts_with("https:") {
                let rest = text.strip_prefix("http:").unwrap_or_default();
                let host = rest.trim_start_matches(['/', '\\']);
                let is_loopback = ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| host.strip_prefix(own).is_some_and(|after| {
                    after.is_empty() || after.starts_with(['/', '\\', '#', '?', ':'])
                }));
                prop_assert!(is_loopback, "{text}");
            }
        }
    }
}
