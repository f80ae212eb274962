use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use input::{Wrong, WrongField};
use outcome::{Cause, Failure, Kind, Refusal, Trouble};
use table::InvalidCursor;

/// How many seconds a client is asked to wait after a 503.
const RETRY_AFTER: u64 = 2;

/// An error on its way to the client. The boundary gives it the shape of its
/// API and logs the cause; handlers only say what it is.
#[derive(Debug)]
pub struct ApiError {
    /// Ends the request early with an answer that is none of the errors.
    answer: Option<Box<Response>>,
    told: Box<Told>,
}

/// What the boundary needs to render and log an error.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// `None` for what is invalid: its status depends on the API.
    pub status: Option<StatusCode>,
    pub message: String,
    pub fields: Vec<WrongField>,
    pub retry_after: Option<u64>,
    pub cause: Option<Arc<Cause>>,
    /// It was not asked yet whose request it is.
    pub is_before_endpoint: bool,
}

impl ApiError {
    /// An error with this status, and the sentence that the client reads.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self::of(Some(status), message.into(), Vec::new())
    }

    /// 400, or 422 in seed 003: these fields are wrong.
    pub fn invalid(fields: Vec<WrongField>) -> Self {
        Self::of(None, String::new(), fields)
    }

    /// 400, or 422 in seed 003, where no field is to blame.
    pub fn malformed(message: &str) -> Self {
        Self::of(None, message.to_owned(), Vec::new())
    }

    /// 400, or 422 in seed 003: this field of the query is wrong.
    pub fn query(name: &str, message: impl Into<String>) -> Self {
        let wrong = Wrong::value(message);
        Self::invalid(vec![WrongField {
            place: input::Place::Query,
            path: vec![name.to_owned()],
            wrong,
        }])
    }

    /// 400, or 422 in seed 003: this field of the body is missing.
    pub fn missing(name: &str) -> Self {
        Self::invalid(vec![WrongField {
            place: input::Place::Body,
            path: vec![name.to_owned()],
            wrong: Wrong::missing(),
        }])
    }

    /// 503, with the cause for the log.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Trouble::Unavailable(cause.into()).into()
    }

    /// 503, since nobody can tell whose token it is.
    pub(crate) fn keys_unreachable(cause: Cause) -> Self {
        let mut error = Self::unavailable(cause);
        error.told.is_before_endpoint = true;
        error
    }

    /// 500, with the cause for the log.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Trouble::Internal(cause.into()).into()
    }

    /// Ends the request early with an answer that is no error.
    pub(crate) fn answered(response: Response) -> Self {
        Self {
            answer: Some(Box::new(response)),
            ..Self::new(StatusCode::OK, "")
        }
    }

    fn of(status: Option<StatusCode>, message: String, fields: Vec<WrongField>) -> Self {
        Self {
            answer: None,
            told: Box::new(Told {
                status,
                message,
                fields,
                retry_after: None,
                cause: None,
                is_before_endpoint: false,
            }),
        }
    }

    fn trouble(status: StatusCode, message: &str, cause: Option<Cause>) -> Self {
        let mut error = Self::new(status, message);
        error.told.cause = cause.map(Arc::new);
        error.told.retry_after = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER);
        error
    }
}

impl From<Trouble> for ApiError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            // The boundary replaces it by the whole answer, with its headers.
            Trouble::OverLimit => Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
            Trouble::Contended => Self::trouble(
                StatusCode::SERVICE_UNAVAILABLE,
                UNAVAILABLE,
                Some("contended".into()),
            ),
            Trouble::Unavailable(cause) => {
                Self::trouble(StatusCode::SERVICE_UNAVAILABLE, UNAVAILABLE, Some(cause))
            }
            Trouble::Provider(cause) => Self::trouble(
                StatusCode::BAD_GATEWAY,
                "The video provider failed; try again",
                Some(cause),
            ),
            Trouble::Internal(cause) => Self::trouble(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Internal server error",
                Some(cause),
            ),
        }
    }
}

const UNAVAILABLE: &str = "The service is not available right now; try again";

impl<R: Refusal> From<Failure<R>> for ApiError {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => refused(&refusal),
            Failure::Trouble(trouble) => trouble.into(),
        }
    }
}

/// The error of a rule's no, where no store was asked.
pub fn refuse(refusal: impl Refusal) -> ApiError {
    refused(&refusal)
}

/// The one table from refusals to statuses.
fn refused(refusal: &impl Refusal) -> ApiError {
    let status = match refusal.kind() {
        Kind::Invalid => {
            return match refusal.field() {
                Some(field) => ApiError::invalid(vec![WrongField {
                    place: input::Place::Body,
                    path: vec![field.to_owned()],
                    wrong: Wrong::value(refusal.to_string()),
                }]),
                None => ApiError::malformed(&refusal.to_string()),
            };
        }
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
    };
    ApiError::new(status, refusal.to_string())
}

impl From<InvalidCursor> for ApiError {
    fn from(error: InvalidCursor) -> Self {
        Self::query("cursor", error.to_string())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Some(answer) = self.answer {
            return *answer;
        }
        let mut response = self
            .told
            .status
            .unwrap_or(StatusCode::BAD_REQUEST)
            .into_response();
        response.extensions_mut().insert(*self.told);
        response
    }
}
