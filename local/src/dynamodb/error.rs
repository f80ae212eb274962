use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

const NAMESPACE: &str = "com.amazonaws.dynamodb.v20120810";

/// An error as DynamoDB answers it.
pub(crate) fn error(status: u16, name: &str, message: &str) -> Response {
    error_with(status, name, json!({ "message": message }))
}

/// An error that says more than a message.
pub(crate) fn error_with(status: u16, name: &str, mut said: Value) -> Response {
    said["__type"] = format!("{NAMESPACE}#{name}").into();
    let mut response = Response::new(Body::from(said.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = HeaderValue::from_static("application/x-amz-json-1.0");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
