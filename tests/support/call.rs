use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::Answer;

/// No answer may take longer, even with a thousand callers at once in a
/// debug build.
const LONGEST: Duration = Duration::from_secs(120);

pub(crate) type Http = Client<HttpConnector, Full<Bytes>>;

pub(crate) fn http() -> Http {
    Client::builder(TokioExecutor::new()).build(HttpConnector::new())
}

/// A client that keeps no connection, for a server that may be killed.
pub(crate) fn http_without_pool() -> Http {
    let mut builder = Client::builder(TokioExecutor::new());
    builder.pool_max_idle_per_host(0);
    builder.build(HttpConnector::new())
}

/// Somebody who calls the platform, with a token or without.
#[derive(Clone)]
pub struct Caller {
    pub(crate) http: Http,
    pub(crate) base_url: String,
    pub(crate) token: Option<String>,
}

impl Caller {
    /// A GET of a path, or of a whole URL.
    pub fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path)
    }

    /// A POST of JSON.
    pub fn post(&self, path: &str, body: Value) -> Call {
        self.call(Method::POST, path).json(&body)
    }

    /// A PUT of JSON.
    pub fn put(&self, path: &str, body: Value) -> Call {
        self.call(Method::PUT, path).json(&body)
    }

    /// A PATCH of JSON.
    pub fn patch(&self, path: &str, body: Value) -> Call {
        self.call(Method::PATCH, path).json(&body)
    }

    /// A DELETE without a body.
    pub fn delete(&self, path: &str) -> Call {
        self.call(Method::DELETE, path)
    }

    /// A call with this method and nothing else yet.
    pub fn call(&self, method: Method, path: &str) -> Call {
        let url = if path.starts_with('/') {
            format!("{}{path}", self.base_url)
        } else {
            path.to_owned()
        };
        let mut request = Request::new(Full::default());
        *request.method_mut() = method;
        *request.uri_mut() = url.parse().unwrap_or_else(|error| panic!("{url}: {error}"));
        let call = Call {
            http: self.http.clone(),
            request,
        };
        match &self.token {
            Some(token) => call.header(AUTHORIZATION.as_str(), &format!("Bearer {token}")),
            None => call,
        }
    }
}

/// One call; awaiting it sends it.
#[derive(Clone)]
pub struct Call {
    http: Http,
    request: Request<Full<Bytes>>,
}

impl Call {
    /// With this header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header name");
        self.request.headers_mut().insert(
            name,
            HeaderValue::from_bytes(value.as_bytes()).expect("a header value"),
        );
        self
    }

    /// With this JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// With this body, whatever it is.
    pub fn body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        *self.request.body_mut() = Full::new(body.into());
        self.header(CONTENT_TYPE.as_str(), content_type)
    }

    async fn send(self) -> Answer {
        let asked = format!("{} {}", self.request.method(), self.request.uri());
        let exchange = async {
            let response = self
                .http
                .request(self.request)
                .await
                .unwrap_or_else(|error| panic!("{asked}: {error:?}"));
            let (head, body) = response.into_parts();
            let body = body
                .collect()
                .await
                .unwrap_or_else(|error| panic!("{asked}: {error}"))
                .to_bytes();
            Answer {
                asked: asked.clone(),
                status: head.status,
                headers: head.headers,
                body,
            }
        };
        tokio::time::timeout(LONGEST, exchange)
            .await
            .unwrap_or_else(|_| panic!("{asked}: no answer"))
    }
}

impl IntoFuture for Call {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
