use appointments::store::Listed;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::response::Response;
use http::StatusCode;
use http::header::HOST;
use http::request::Parts;
use serde::Serialize;
use utoipa::ToSchema;
use web::{ApiError, PageLimit, PageNumber, ok};

use crate::view::{AppointmentRow, Shown};

/// How long a page is wanted; above 200 entries it has 200.
pub(crate) type PageSize = PageLimit<200>;

/// Which page.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    number: usize,
    size: usize,
}

impl Page {
    /// The page asked for.
    pub(crate) fn new(number: Option<PageNumber>, size: Option<PageSize>, default: usize) -> Self {
        Self {
            number: number.map_or(1, |PageNumber(number)| number),
            size: size.map_or(default, |PageLimit(size)| size),
        }
    }

    pub(crate) fn skip(self) -> usize {
        (self.number - 1).saturating_mul(self.size)
    }

    pub(crate) fn size(self) -> usize {
        self.size
    }
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct Pages {
    /// How many match, over all pages.
    count: usize,
    /// Where the next page is.
    next: Option<String>,
    /// Where the page before is.
    previous: Option<String>,
    results: Vec<AppointmentRow>,
}

/// Answers a page; one past the end is not found.
pub(crate) fn answer(
    asked: &Asked,
    page: Page,
    listed: Listed,
    shown: Shown<'_>,
) -> Result<Response, ApiError> {
    let Page { number, .. } = page;
    if number > 1 && page.skip() >= listed.count {
        return Err(ApiError::new(StatusCode::NOT_FOUND, "Invalid page."));
    }
    let has_more = page.skip() + listed.page.len() < listed.count;
    Ok(ok(Pages {
        count: listed.count,
        next: has_more.then(|| asked.page(number + 1)),
        previous: (number > 1).then(|| asked.page(number - 1)),
        results: listed.page.into_iter().map(|row| shown.row(row)).collect(),
    }))
}

/// Where the client has asked, as it sees it.
pub struct Asked {
    origin: String,
    path: String,
    query: String,
}

impl Asked {
    /// The same list's page of this number.
    fn page(&self, number: usize) -> String {
        let kept =
            url::form_urlencoded::parse(self.query.as_bytes()).filter(|(name, _)| name != "page");
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept);
        if number > 1 {
            query.append_pair("page", &number.to_string());
        }
        let Self { origin, path, .. } = self;
        match query.finish() {
            query if query.is_empty() => format!("{origin}{path}/"),
            query => format!("{origin}{path}/?{query}"),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, state).await?;
        let header = |name: &str| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let host = header(HOST.as_str()).unwrap_or("localhost");
        // API Gateway says so; a gateway that says nothing is the local one.
        let scheme = header("x-forwarded-proto").unwrap_or("http");
        Ok(Self {
            origin: format!("{scheme}://{host}"),
            path: uri.path().trim_end_matches('/').to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
        })
    }
}
