//! Why a command did not succeed, said without HTTP: a context refuses, the
//! store or a provider fails, or nobody knows yet who won a race.

use std::error::Error;
use std::fmt;

/// The cause of a failure. It is logged once, at the boundary, and never shown.
pub type Cause = Box<dyn Error + Send + Sync>;

/// What kind of refusal it is; each API's renderer maps it to one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What was asked for breaks a rule on its own: 400, in seed 003 422.
    Invalid,
    /// The caller may not do this: 403.
    Forbidden,
    /// There is no such thing: 404.
    NotFound,
    /// It does not fit the present state: 409.
    Conflict,
}

/// A rule's "no". Each context has one enum of them.
///
/// `Display` is the sentence that the client reads.
pub trait Refusal: fmt::Display + fmt::Debug + Send + Sync + 'static {
    /// What kind of refusal it is.
    fn kind(&self) -> Kind;

    /// The request's field that broke the rule, where one did.
    fn field(&self) -> Option<&'static str> {
        None
    }
}

/// What goes wrong without any rule saying no.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The caller has used up this minute's requests; nothing was done.
    #[error("over the rate limit")]
    OverLimit,
    /// Others kept changing the same things: it is not known who won. 503.
    #[error("contended")]
    Contended,
    /// The store or a provider throttles or does not answer: 503.
    #[error("unavailable")]
    Unavailable(#[source] Cause),
    /// A provider answered with an error: 502.
    #[error("a provider failed")]
    Provider(#[source] Cause),
    /// Our own fault: 500.
    #[error("internal")]
    Internal(#[source] Cause),
}

/// Everything that can come of a command instead of its result.
#[derive(Debug, thiserror::Error)]
pub enum Failure<R: Refusal> {
    /// A rule said no.
    #[error("{0}")]
    Refused(R),
    /// Something went wrong.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl<R: Refusal> From<R> for Failure<R> {
    fn from(refusal: R) -> Self {
        Self::Refused(refusal)
    }
}
