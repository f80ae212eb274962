//! What the endpoints' OpenAPI descriptions share.

use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// An error of the tutoring API (seed 001, "Error Responses").
#[derive(Debug, Serialize, ToSchema)]
pub struct TutoringError {
    /// The reason phrase of the status.
    #[schema(example = "Bad Request")]
    pub error: String,
    /// What is wrong, naming the field where there is one.
    #[schema(example = "start_time is required")]
    pub message: String,
    /// The status.
    #[schema(example = 400)]
    pub status_code: u16,
}

/// What any tutoring endpoint that takes a token may answer.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum Refused {
    /// A parameter or field is missing or wrong.
    #[response(status = 400)]
    BadRequest(TutoringError),
    /// No token, or one that is not valid.
    #[response(status = 401)]
    Unauthorized(TutoringError),
    /// The caller may not do this.
    #[response(status = 403)]
    Forbidden(TutoringError),
    /// More requests in this minute than allowed; see `Retry-After`.
    #[response(status = 429)]
    TooManyRequests(TutoringError),
    /// Something failed here.
    #[response(status = 500)]
    Internal(TutoringError),
    /// The store or a provider does not answer; see `Retry-After`.
    #[response(status = 503)]
    Unavailable(TutoringError),
}

/// What an endpoint that takes a JSON body may answer besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum RefusedBody {
    /// The body is above 256 KiB.
    #[response(status = 413)]
    TooLarge(TutoringError),
    /// The body is not `application/json`.
    #[response(status = 415)]
    NotJson(TutoringError),
}

/// What an endpoint that takes an `Idempotency-Key` may answer besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum RefusedKey {
    /// The `Idempotency-Key` was used with another body.
    #[response(status = 422)]
    OtherBody(TutoringError),
}
