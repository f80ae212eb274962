use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use outcome::Trouble;

/// Why a transaction was not committed. With [`Lost::Anew`] nothing of it is
/// stored; after [`Trouble::Unavailable`] that is not known.
#[derive(Debug)]
pub enum Lost {
    /// Something it was decided on has changed meanwhile: judge anew.
    Anew,
    /// The store failed.
    Trouble(Trouble),
}

impl From<Trouble> for Lost {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<Lost> for Trouble {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Anew => Self::Contended,
            Lost::Trouble(trouble) => trouble,
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
