//! A stand-in for S3, as far as browsers use it: presigned requests for
//! objects of one bucket, with CORS.
//!
//! Signature, signed headers, key and expiry are checked as S3 does, but by
//! the platform's clock, which no S3 server for tests can follow.

mod canonical;
mod checksum;
mod cors;
mod files;
mod object;
mod presigned;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use uuid::Uuid;

pub(crate) use files::files;
pub(crate) use object::{Bucket, router};
pub(crate) use presigned::Signer;

/// Why S3 refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: u16,
    code: &'static str,
    message: String,
}

impl Refusal {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    fn denied(message: impl Into<String>) -> Self {
        Self::new(403, "AccessDenied", message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        error(self.status, self.code, &self.message)
    }
}

/// An error as S3 answers it.
pub(crate) fn error(status: u16, code: &str, message: &str) -> Response {
    let id = Uuid::new_v4().simple().to_string();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>\
         <Message>{}</Message><RequestId>{id}</RequestId></Error>",
        escaped(message)
    );
    let mut response = Response::new(Body::from(xml));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert("x-amz-request-id", id);
    }
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
