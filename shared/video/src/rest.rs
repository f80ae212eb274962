//! How Twilio and Daily are called: one `Authorization` for all calls, short
//! timeouts, one bounded retry, and errors that repeat nothing of a body.

mod error;
mod retry;

use std::fmt;
use std::time::Duration;

use http_client::{Answer, Call, HttpClient};
use outcome::Trouble;
use serde::de::DeserializeOwned;
use url::Url;

use error::Failed;

/// A call and its retry take no longer than this: two of them, one after the
/// other, leave a handler time for the store and its answer within 12 seconds.
pub(crate) const CALL: Duration = Duration::from_secs(5);

/// A base URL that is none.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the base URL is no URL")]
pub struct BadBaseUrl;

/// A provider's REST API.
#[derive(Clone)]
pub(crate) struct Rest {
    provider: &'static str,
    http: HttpClient,
    base: Url,
    authorization: String,
}

/// One call of it.
pub(crate) struct Request {
    /// The provider's name of the operation, for logs.
    pub(crate) operation: &'static str,
    pub(crate) method: &'static str,
    pub(crate) url: Url,
    pub(crate) body: Option<Vec<u8>>,
    /// Whether it may be sent again when it is not known what became of it.
    pub(crate) is_repeatable: bool,
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest")
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

impl Rest {
    pub(crate) fn new(
        provider: &'static str,
        http: HttpClient,
        base_url: &str,
        authorization: String,
    ) -> Result<Self, BadBaseUrl> {
        let base = Url::parse(base_url).map_err(|_| BadBaseUrl)?;
        if base.cannot_be_a_base() {
            return Err(BadBaseUrl);
        }
        Ok(Self {
            provider,
            http,
            base,
            authorization,
        })
    }

    /// The URL of a path; whatever is in a segment stays in it.
    pub(crate) fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        // It only fails for bases that `new` has refused.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// A URL that the provider named; only its own may be sent credentials.
    pub(crate) fn own_url(&self, operation: &'static str, text: &str) -> Result<Url, Trouble> {
        let url = Url::parse(text).ok();
        url.filter(|url| url.origin() == self.base.origin())
            .ok_or_else(|| self.nonsense(operation))
    }

    /// The answer to a call, unless the provider throttles, fails or does not
    /// answer. 4xx is an answer: what it means depends on the operation.
    pub(crate) async fn call(&self, request: &Request) -> Result<Answer, Trouble> {
        let tried = tokio::time::timeout(CALL, self.try_twice(request)).await;
        let failed = match tried {
            Ok(Ok(answer)) if !retry::is_failure(answer.status) => return Ok(answer),
            Ok(Ok(answer)) => return Err(self.refused(request.operation, &answer)),
            Ok(Err(no_answer)) => Failed::no_answer(no_answer),
            Err(_) => Failed::no_answer(http_client::NoAnswer::TimedOut),
        };
        Err(failed.trouble(self.provider, request.operation))
    }

    async fn try_twice(&self, request: &Request) -> Result<Answer, http_client::NoAnswer> {
        let mut call = Call::new(request.method, request.url.as_str());
        call = call.authorization(&self.authorization);
        if let Some(body) = &request.body {
            call = call.body("application/json", body);
        }
        let first = self.http.send(&call).await;
        match retry::pause(&first, request.is_repeatable) {
            None => first,
            Some(pause) => {
                tokio::time::sleep(pause).await;
                self.http.send(&call).await
            }
        }
    }

    /// An answer's body as what it should be.
    pub(crate) fn read<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        answer: &Answer,
    ) -> Result<T, Trouble> {
        // serde's own message would quote the body.
        serde_json::from_slice(&answer.body).map_err(|_| self.nonsense(operation))
    }

    /// The trouble of an answer that is neither what was asked for nor a
    /// refusal that the operation knows.
    pub(crate) fn refused(&self, operation: &'static str, answer: &Answer) -> Trouble {
        Failed::status(answer).trouble(self.provider, operation)
    }

    /// The trouble of an answer that says nothing.
    pub(crate) fn nonsense(&self, operation: &'static str) -> Trouble {
        Failed::Nonsense.trouble(self.provider, operation)
    }
}

#[cfg(test)]
pub(crate) mod tests;
