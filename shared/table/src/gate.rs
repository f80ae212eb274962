use std::error::Error;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use outcome::Trouble;

/// What the rate limit says of a request.
#[derive(Clone, Debug)]
pub enum Admission {
    /// It may pass; so many are left in this minute.
    Granted {
        /// Requests left in this minute.
        remaining: u32,
    },
    /// It is over the limit.
    OverLimit,
    /// The counter could not be asked, and why.
    Unknown(Arc<dyn Error + Send + Sync>),
}

/// The rate limit's answer, on its way while the request's reads are on theirs.
/// Writes wait for it: a caller over the limit changes nothing.
#[derive(Clone)]
pub struct Gate(Option<Shared<BoxFuture<'static, Admission>>>);

impl Gate {
    /// A gate that nobody closes: the limit is off, or nobody is calling.
    pub fn open() -> Self {
        Self(None)
    }

    /// A gate that the counter opens or closes.
    pub fn on(counter: impl Future<Output = Admission> + Send + 'static) -> Self {
        Self(Some(counter.boxed().shared()))
    }

    /// What the counter says; `None` where nothing is counted.
    pub async fn admission(&self) -> Option<Admission> {
        match &self.0 {
            Some(counter) => Some(counter.clone().await),
            None => None,
        }
    }

    /// Returns once the request may change things.
    ///
    /// # Errors
    ///
    /// It may not, or that is not known.
    pub async fn admitted(&self) -> Result<(), Trouble> {
        match self.admission().await {
            None | Some(Admission::Granted { .. }) => Ok(()),
            Some(Admission::OverLimit) => Err(Trouble::OverLimit),
            Some(Admission::Unknown(cause)) => Err(Trouble::Unavailable(Box::new(cause))),
        }
    }
}

#[cfg(test)]
mod tests;
