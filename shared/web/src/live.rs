use http::{Method, StatusCode};

use crate::error::Told;

/// An error as seed 004 has it: an endpoint that fails, whatever the reason,
/// answers 500 with its own sentence. Where no endpoint was reached yet, since
/// the issuer's keys are not, it stays what it is.
pub(crate) fn told(told: Told, method: &Method, route: &str) -> Told {
    let fails = told.status.is_some_and(|status| status.is_server_error());
    if !fails || told.is_before_endpoint {
        return told;
    }
    Told {
        status: Some(StatusCode::INTERNAL_SERVER_ERROR),
        message: sentence(method, route).to_owned(),
        retry_after: None,
        ..told
    }
}

/// What an endpoint of seed 004 says when it fails. The document has no
/// sentence for those that get a session or its recording.
fn sentence(method: &Method, route: &str) -> &'static str {
    let path = route.strip_prefix("/live").unwrap_or(route);
    match (method.as_str(), path) {
        ("POST", "/sessions") => "Failed to create session room",
        ("DELETE", "/sessions/{name}") => "Failed to delete session",
        ("POST", "/sessions/{name}/start-recording") => "Failed to start session recording",
        ("POST", "/sessions/{name}/stop-recording") => "Failed to stop session recording",
        ("POST", "/sessions/{name}/token") => "Failed to get session token",
        ("POST", "/scheduled-sessions") => "Failed to create scheduled session",
        ("GET", "/scheduled-sessions") => "Failed to fetch scheduled sessions",
        ("GET", "/scheduled-sessions/{id}") => "Failed to fetch scheduled session",
        ("PATCH", "/scheduled-sessions/{id}/status") => "Failed to update scheduled session status",
        ("PUT", "/scheduled-sessions/{id}") => "Failed to update scheduled session",
        ("DELETE", "/scheduled-sessions/{id}") => "Failed to delete scheduled session",
        _ => "Internal server error",
    }
}
