//! What the endpoints' OpenAPI descriptions share.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::{IntoParams, IntoResponses, ToSchema};

/// The header of endpoints that store something new.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "it stands for its parameter only")]
pub struct KeyOfRequest {
    /// The same key gives the same answer for 24 hours.
    #[param(
        rename = "Idempotency-Key",
        nullable = false,
        pattern = "^[!-~]([ -~]*[!-~])?$",
        max_length = 255
    )]
    key: Option<String>,
}

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
    /// The first request with this `Idempotency-Key` is still running.
    #[response(status = 409)]
    StillRunning(TutoringError),
    /// The `Idempotency-Key` was used with another body.
    #[response(status = 422)]
    OtherBody(TutoringError),
}

/// An error of the consultations API (seed 003, "Error Responses").
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultationError {
    /// What is wrong.
    #[schema(example = "Video consultation session not found")]
    pub detail: String,
}

/// What is wrong with a request to the consultations API (seed 003, "Error
/// Responses", 422).
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultationInvalid {
    /// One entry for each wrong field.
    pub detail: Vec<InvalidField>,
}

/// A field of the consultations API that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvalidField {
    /// `body` or `query`, then the field's name; in a list the index, too.
    /// `body` alone where no field is to blame.
    #[schema(example = json!(["body", "consultation_duration_minutes"]))]
    pub loc: Vec<LocationPart>,
    /// What is wrong with it.
    #[schema(example = "ensure this value is greater than or equal to 15")]
    pub msg: String,
    /// Which kind of mistake it is.
    #[serde(rename = "type")]
    #[schema(example = "value_error.number.not_ge")]
    pub kind: String,
}

/// A name, or an index in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum LocationPart {
    /// A field's name.
    Name(String),
    /// The place in a list, from 0.
    Index(u32),
}

/// What any consultations endpoint that takes a token may answer.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum VideoRefused {
    /// No token, or one that is not valid.
    #[response(status = 401)]
    Unauthorized(ConsultationError),
    /// The caller may not do this.
    #[response(status = 403)]
    Forbidden(ConsultationError),
    /// A parameter or field is missing or wrong, or the body is no JSON.
    #[response(status = 422)]
    Invalid(ConsultationInvalid),
    /// More requests in this minute than allowed; see `Retry-After`.
    #[response(status = 429)]
    TooManyRequests(ConsultationError),
    /// Something failed here.
    #[response(status = 500)]
    Internal(ConsultationError),
    /// The store or Chime does not answer; see `Retry-After`.
    #[response(status = 503)]
    Unavailable(ConsultationError),
}

/// What a consultations endpoint that takes a JSON body may answer besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum VideoRefusedBody {
    /// The body is above 256 KiB.
    #[response(status = 413)]
    TooLarge(ConsultationError),
    /// The body is not `application/json`.
    #[response(status = 415)]
    NotJson(ConsultationError),
}

/// What a consultations endpoint that takes an `Idempotency-Key` may answer
/// besides. It stands after [`VideoRefused`], whose 422 it includes.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum VideoRefusedKey {
    /// The first request with this `Idempotency-Key` is still running.
    #[response(status = 409)]
    StillRunning(ConsultationError),
    /// A field is missing or wrong, or the `Idempotency-Key` was used with
    /// another body.
    #[response(status = 422)]
    OtherBody(ConsultationInvalid),
}

/// An error of the appointments API (seed 002).
#[derive(Debug, Serialize, ToSchema)]
pub struct AppointmentError {
    /// What is wrong.
    #[schema(example = "Appointment not found.")]
    pub detail: String,
}

/// What is wrong with a request to the appointments API: the names of the
/// fields or parameters, each with what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"appointment_date": ["must not be in the past"]}))]
pub struct AppointmentInvalid {
    /// By name.
    #[serde(flatten)]
    pub fields: BTreeMap<String, Vec<String>>,
}

/// What is wrong, by field where a field is to blame.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AppointmentBadRequest {
    /// These fields or parameters are wrong.
    Fields(AppointmentInvalid),
    /// The body, or a header.
    Whole(AppointmentError),
}

/// What any appointments endpoint may answer.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum PracticeRefused {
    /// A parameter or field is missing or wrong.
    #[response(status = 400)]
    Invalid(AppointmentBadRequest),
    /// No token, or one that is not valid.
    #[response(status = 401)]
    Unauthorized(AppointmentError),
    /// The caller may not do this.
    #[response(status = 403)]
    Forbidden(AppointmentError),
    /// More requests in this minute than allowed; see `Retry-After`.
    #[response(status = 429)]
    TooManyRequests(AppointmentError),
    /// Something failed here.
    #[response(status = 500)]
    Internal(AppointmentError),
    /// The store or Twilio does not answer; see `Retry-After`.
    #[response(status = 503)]
    Unavailable(AppointmentError),
}

/// What an appointments endpoint that takes a JSON body may answer besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum PracticeRefusedBody {
    /// The body is above 256 KiB.
    #[response(status = 413)]
    TooLarge(AppointmentError),
    /// The body is not `application/json`.
    #[response(status = 415)]
    NotJson(AppointmentError),
}

/// What an appointments endpoint that takes an `Idempotency-Key` may answer
/// besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum PracticeRefusedKey {
    /// The first request with this `Idempotency-Key` is still running.
    #[response(status = 409)]
    StillRunning(AppointmentError),
    /// The `Idempotency-Key` was used with another body.
    #[response(status = 422)]
    OtherBody(AppointmentError),
}

/// An error of the meeting links API (seed 000).
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkError {
    /// Always false.
    #[schema(example = false)]
    pub success: bool,
    /// What is wrong, naming the field where there is one.
    #[schema(example = "link is required")]
    pub message: String,
    /// Always null.
    #[schema(value_type = Option<Object>)]
    pub data: (),
}

/// What any meeting links endpoint may answer.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum LinkRefused {
    /// A parameter or field is missing or wrong.
    #[response(status = 400)]
    BadRequest(LinkError),
    /// No token, or one that is not valid.
    #[response(status = 401)]
    Unauthorized(LinkError),
    /// The caller may not do this.
    #[response(status = 403)]
    Forbidden(LinkError),
    /// More requests in this minute than allowed; see `Retry-After`.
    #[response(status = 429)]
    TooManyRequests(LinkError),
    /// Something failed here.
    #[response(status = 500)]
    Internal(LinkError),
    /// The store does not answer; see `Retry-After`.
    #[response(status = 503)]
    Unavailable(LinkError),
}

/// What a meeting links endpoint that takes a JSON body may answer besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum LinkRefusedBody {
    /// The body is above 256 KiB.
    #[response(status = 413)]
    TooLarge(LinkError),
    /// The body is not `application/json`.
    #[response(status = 415)]
    NotJson(LinkError),
}

/// What a meeting links endpoint that takes an `Idempotency-Key` may answer
/// besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum LinkRefusedKey {
    /// The first request with this `Idempotency-Key` is still running.
    #[response(status = 409)]
    StillRunning(LinkError),
    /// The `Idempotency-Key` was used with another body.
    #[response(status = 422)]
    OtherBody(LinkError),
}

/// An error of the live API (seed 004) that the client can mend.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveError {
    /// What is wrong, naming the field where there is one.
    #[schema(example = "Session not found")]
    pub message: String,
}

/// A failure of the live API (seed 004).
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveFailure {
    /// What did not succeed.
    #[schema(example = "Failed to create session room")]
    pub error: String,
}

/// What any live endpoint may answer.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum LiveRefused {
    /// No token where one is needed, or one that is not valid.
    #[response(status = 401)]
    Unauthorized(LiveError),
    /// More requests in this minute than allowed; see `Retry-After`.
    #[response(status = 429)]
    TooManyRequests(LiveError),
    /// It failed, here, in the store or at Daily.
    #[response(status = 500)]
    Failed(LiveFailure),
    /// The keys of tokens cannot be reached; see `Retry-After`.
    #[response(status = 503)]
    Unavailable(LiveFailure),
}

/// What a live endpoint that takes a JSON body may answer besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum LiveRefusedBody {
    /// A field is missing or wrong, or the body is no JSON.
    #[response(status = 400)]
    BadRequest(LiveError),
    /// The body is above 256 KiB.
    #[response(status = 413)]
    TooLarge(LiveError),
    /// The body is not `application/json`.
    #[response(status = 415)]
    NotJson(LiveError),
}

/// What a live endpoint that takes an `Idempotency-Key` may answer besides.
#[derive(Debug, IntoResponses)]
#[allow(dead_code, reason = "it stands for its responses only")]
pub enum LiveRefusedKey {
    /// The first request with this `Idempotency-Key` is still running.
    #[response(status = 409)]
    StillRunning(LiveError),
    /// The `Idempotency-Key` was used with another body.
    #[response(status = 422)]
    OtherBody(LiveError),
}
