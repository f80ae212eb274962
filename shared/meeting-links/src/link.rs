use input::{Field, Wrong};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::Refusal;

/// The longest link, in characters.
const LONGEST: usize = 2_048;

/// Whose meetings a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "words of seed 000")]
pub enum LinkType {
    GoogleMeet,
    Whatsapp,
    Zoom,
    Teams,
    Other,
}

impl LinkType {
    /// Whether a host, in small letters, is one of this type's.
    fn has(self, host: &str) -> bool {
        let under = |domain: &str| {
            host.strip_suffix(domain)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        match self {
            Self::GoogleMeet => host == "meet.google.com",
            Self::Whatsapp => host == "wa.me" || under("whatsapp.com"),
            Self::Zoom => under("zoom.us") || under("zoom.com"),
            Self::Teams => matches!(host, "teams.microsoft.com" | "teams.live.com"),
            Self::Other => true,
        }
    }
}

impl Field for LinkType {
    fn read(value: &Value) -> Result<Self, Wrong> {
        match value.as_str() {
            Some("google_meet") => Ok(Self::GoogleMeet),
            Some("whatsapp") => Ok(Self::Whatsapp),
            Some("zoom") => Ok(Self::Zoom),
            Some("teams") => Ok(Self::Teams),
            Some("other") => Ok(Self::Other),
            _ => Err(Wrong::value(
                "must be google_meet, whatsapp, zoom, teams or other",
            )),
        }
    }
}

/// An https URL that every client reads alike, at most 2,048 characters. It is
/// kept as it was given, so what one client would read in another way than the
/// next — a user name, a port, a backslash, an encoded host — is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MeetingUrl(String);

impl MeetingUrl {
    /// The URL as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, in small letters.
    fn host(&self) -> Option<String> {
        plain_host(&self.0)
    }
}

impl Field for MeetingUrl {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = value
            .as_str()
            .ok_or_else(|| Wrong::type_error("must be a string"))?;
        let text = text.trim();
        if text.chars().count() > LONGEST {
            return Err(Wrong::value("must have at most 2048 characters"));
        }
        let wrong = || {
            Wrong::value("must be an https URL without a user name, password, port or trailing dot")
        };
        plain_host(text).ok_or_else(wrong)?;
        Ok(Self(text.to_owned()))
    }
}

/// The host of an https URL in which nothing is hidden, in small letters.
fn plain_host(text: &str) -> Option<String> {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || c == '\\';
    if text.chars().any(is_odd) {
        return None;
    }
    let (scheme, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?.to_owned();
    let plain = scheme.eq_ignore_ascii_case("https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && host.split('.').all(|label| !label.is_empty());
    // A name of other letters is written in its ASCII form by the parser; what
    // only looks like other letters, such as full-width ones, is not taken.
    let given = authority.strip_suffix(":443").unwrap_or(authority);
    let is_foreign = !given.is_ascii() && !given.contains(['@', '%']) && host.contains("xn--");
    let is_same = given.eq_ignore_ascii_case(&host) || is_foreign;
    (plain && is_same).then_some(host)
}

/// A link of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The URL.
    pub link: MeetingUrl,
    /// Whose meetings it leads to.
    pub link_type: LinkType,
}

impl Link {
    /// The two together.
    ///
    /// # Errors
    ///
    /// The URL's host is none of the type's.
    pub fn new(link: MeetingUrl, link_type: LinkType) -> Result<Self, Refusal> {
        let host = link.host().ok_or(Refusal::WrongHost)?;
        if link_type.has(&host) {
            Ok(Self { link, link_type })
        } else {
            Err(Refusal::WrongHost)
        }
    }
}

#[cfg(test)]
mod tests;
