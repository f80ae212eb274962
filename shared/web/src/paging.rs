use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::LINK;
use http::{HeaderValue, Uri};
use input::{Field, Wrong};
use serde::Serialize;
use serde_json::Value;

/// `limit`: from 1 to the most that a list gives; what is above is taken as
/// the most.
#[derive(Clone, Copy, Debug)]
pub struct PageLimit<const MOST: usize = 100>(pub usize);

impl Default for PageLimit {
    fn default() -> Self {
        Self(50)
    }
}

impl<const MOST: usize> Field for PageLimit<MOST> {
    fn read(value: &Value) -> Result<Self, Wrong> {
        match count(value) {
            Some(limit) => Ok(Self(limit.min(MOST))),
            None => Err(Wrong::value(format!(
                "must be a whole number from 1 to {MOST}"
            ))),
        }
    }
}

/// `page`: a whole number from 1 on.
#[derive(Clone, Copy, Debug)]
pub struct PageNumber(pub usize);

impl PageNumber {
    /// The greatest that every JSON parser reads exactly.
    pub(crate) const MOST: usize = (1 << 53) - 1;
}

impl Field for PageNumber {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let number = count(value).filter(|number| *number <= Self::MOST);
        let wrong = || Wrong::value(format!("must be a whole number from 1 to {}", Self::MOST));
        number.map(Self).ok_or_else(wrong)
    }
}

/// `skip`: a whole number from 0 on. However many are passed over, the answer
/// is what comes after them.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageSkip(pub usize);

impl Field for PageSkip {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let wrong = || Wrong::value("must be a whole number from 0 on");
        whole(value).map(Self).ok_or_else(wrong)
    }
}

/// A whole number from 1 on.
fn count(value: &Value) -> Option<usize> {
    whole(value).filter(|number| *number > 0)
}

/// A whole number; the greatest there is for one that has more digits.
fn whole(value: &Value) -> Option<usize> {
    let text = value.as_str()?;
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(usize::MAX))
}

/// One page of a list as a bare array; the next one stands in a `Link` header.
pub struct Paged<T> {
    /// The page.
    pub items: Vec<T>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

impl<T: Serialize> Paged<T> {
    /// The answer to a request with this URI.
    pub fn answer(self, uri: &Uri) -> Response {
        let mut response = Json(self.items).into_response();
        if let Some(link) = self.next.and_then(|cursor| link(uri, &cursor)) {
            response.headers_mut().insert(LINK, link);
        }
        response
    }
}

fn link(uri: &Uri, cursor: &str) -> Option<HeaderValue> {
    let kept = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .filter(|(name, _)| name != "cursor");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("cursor", cursor)
        .finish();
    HeaderValue::from_str(&format!("<{}?{query}>; rel=\"next\"", uri.path())).ok()
}
