use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use outcome::{Failure, Refusal, Trouble};

/// Why a transaction was not committed. Nothing of it is stored.
#[derive(Debug)]
pub enum Lost<R> {
    /// Something it was decided on has changed meanwhile: judge anew.
    Anew,
    /// A condition said no for good.
    Refused(R),
    /// The store failed.
    Trouble(Trouble),
}

impl<R> From<Trouble> for Lost<R> {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl<R: Refusal> From<Lost<R>> for Failure<R> {
    fn from(lost: Lost<R>) -> Self {
        match lost {
            Lost::Anew => Trouble::Contended.into(),
            Lost::Refused(refusal) => Self::Refused(refusal),
            Lost::Trouble(trouble) => trouble.into(),
        }
    }
}

/// What an SDK error means: our own fault when DynamoDB calls the request
/// wrong, else that the table is not there for us now.
pub(crate) fn trouble<E>(error: SdkError<E>) -> Trouble
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    const OURS: [&str; 5] = [
        "ValidationException",
        "AccessDeniedException",
        "ResourceNotFoundException",
        "SerializationException",
        "UnrecognizedClientException",
    ];
    let ours = match &error {
        SdkError::ConstructionFailure(_) => true,
        SdkError::ServiceError(service) => service
            .err()
            .code()
            .is_some_and(|code| OURS.contains(&code)),
        _ => false,
    };
    if ours {
        Trouble::Internal(error.into())
    } else {
        Trouble::Unavailable(error.into())
    }
}
