use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue};

use super::Refusal;

const METHODS: &str = "PUT, GET, HEAD";

/// The origins whose pages may call, as `CORS_ALLOWED_ORIGINS` names them.
#[derive(Clone, Debug)]
pub(super) struct Origins(Vec<String>);

impl Origins {
    pub(super) fn parse(text: &str) -> Self {
        Self(
            text.split(',')
                .map(|origin| origin.trim().to_owned())
                .filter(|origin| !origin.is_empty())
                .collect(),
        )
    }

    /// What `Access-Control-Allow-Origin` is for the page that asks.
    fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        if self.0.iter().any(|allowed| allowed == "*") {
            return Some(HeaderValue::from_static("*"));
        }
        self.0
            .iter()
            .any(|allowed| allowed.as_bytes() == origin.as_bytes())
            .then(|| origin.clone())
    }

    /// Answers a browser that asks whether it may call.
    pub(super) fn preflight(&self, headers: &HeaderMap) -> Result<Response, Refusal> {
        let method = headers
            .get(ACCESS_CONTROL_REQUEST_METHOD)
            .and_then(|method| method.to_str().ok());
        let known =
            method.is_some_and(|method| METHODS.split(", ").any(|allowed| allowed == method));
        if !known || self.allowed(headers).is_none() {
            return Err(Refusal::new(
                403,
                "AccessForbidden",
                "CORSResponse: This CORS request is not allowed.",
            ));
        }
        let mut response = Response::new(Body::empty());
        let answer = response.headers_mut();
        answer.insert(
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static(METHODS),
        );
        answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3000"));
        if let Some(asked) = headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
            answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
        }
        Ok(response)
    }

    /// Lets the page that asked read the answer.
    pub(super) fn allow(&self, request: &HeaderMap, response: &mut Response) {
        let answer = response.headers_mut();
        answer.append(VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = self.allowed(request) {
            answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            answer.insert(
                ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static("ETag"),
            );
        }
    }
}
