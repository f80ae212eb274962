use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::LINK;
use http::{HeaderValue, Uri};
use input::{Field, Wrong};
use serde::Serialize;
use serde_json::Value;

/// `limit`: 1 to 100, default 50; what is above is taken as 100.
#[derive(Clone, Copy, Debug)]
pub struct PageLimit(pub usize);

impl Default for PageLimit {
    fn default() -> Self {
        Self(50)
    }
}

impl Field for PageLimit {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let limit = PageNumber::read(value).map(|PageNumber(limit)| Self(limit.min(100)));
        limit.map_err(|_| Wrong::value("must be a whole number from 1 to 100"))
    }
}

/// A count of pages, or of what is on one: a whole number from 1 on.
#[derive(Clone, Copy, Debug)]
pub struct PageNumber(pub usize);

impl Field for PageNumber {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = value.as_str().unwrap_or_default();
        let all_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse() {
            Ok(number) if number > 0 => Ok(Self(number)),
            // More digits than a number holds is far past every end.
            Err(_) if all_digits => Ok(Self(usize::MAX)),
            _ => Err(Wrong::value("must be a whole number from 1 on")),
        }
    }
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
