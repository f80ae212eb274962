use std::error::Error;

use aws_smithy_runtime_api::client::result::ConnectorError;

/// No whole answer came. It never holds what was sent.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The call cannot be made into a request.
    #[error("not sent: {0}")]
    NoRequest(&'static str),
    /// There was no connection: nothing was sent.
    #[error("no connection")]
    NotConnected(#[source] ConnectorError),
    /// No answer in time; it may have been carried out.
    #[error("no answer in time")]
    TimedOut,
    /// The connection ended before the answer did; it may have been carried out.
    #[error("the connection broke")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
    /// An answer above 1 MiB.
    #[error("answered with more than 1 MiB")]
    TooLong,
}

/// An answer did not come, or was not what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No whole answer.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    /// An answer with another status than 200.
    #[error("answered {0}")]
    Status(u16),
}

/// Whether a call that failed was sent decides whether it may be sent again.
pub(crate) fn failed(error: ConnectorError) -> NoAnswer {
    let is_connect = |error: &(dyn Error + 'static)| {
        error
            .downcast_ref::<hyper_util::client::legacy::Error>()
            .is_some_and(hyper_util::client::legacy::Error::is_connect)
    };
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(current) = cause {
        if is_connect(current) {
            return NoAnswer::NotConnected(error);
        }
        cause = current.source();
    }
    if error.is_timeout() {
        NoAnswer::TimedOut
    } else {
        NoAnswer::Broken(error.into())
    }
}
