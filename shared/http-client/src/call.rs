use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::body::SdkBody;

use crate::NoAnswer;

/// One HTTP call. It has no `Debug`: it may carry credentials.
pub struct Call<'a> {
    method: &'static str,
    url: &'a str,
    authorization: Option<&'a str>,
    body: Option<(&'static str, &'a [u8])>,
}

/// An answer, read to its end. It has no `Debug`: it may carry credentials.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    pub(crate) headers: Headers,
}

impl<'a> Call<'a> {
    /// A call with neither credentials nor a body.
    pub fn new(method: &'static str, url: &'a str) -> Self {
        Self {
            method,
            url,
            authorization: None,
            body: None,
        }
    }

    /// With the value of its `Authorization` header.
    #[must_use]
    pub fn authorization(mut self, value: &'a str) -> Self {
        self.authorization = Some(value);
        self
    }

    /// With a body and its content type.
    #[must_use]
    pub fn body(mut self, content_type: &'static str, body: &'a [u8]) -> Self {
        self.body = Some((content_type, body));
        self
    }

    /// The request as the connector takes it. Its errors repeat nothing of
    /// what was given: a header may be a credential.
    pub(crate) fn request(&self) -> Result<HttpRequest, NoAnswer> {
        let body = self
            .body
            .map_or_else(SdkBody::empty, |(_, body)| SdkBody::from(body.to_vec()));
        let mut request = HttpRequest::new(body);
        request
            .set_method(self.method)
            .map_err(|_| NoAnswer::NoRequest("the method is none"))?;
        request
            .set_uri(self.url)
            .map_err(|_| NoAnswer::NoRequest("the URL is none"))?;
        let content_type = self.body.map(|(content_type, _)| content_type);
        let headers = [
            ("authorization", self.authorization),
            ("content-type", content_type),
        ];
        for (name, value) in headers {
            if let Some(value) = value {
                request
                    .headers_mut()
                    .try_insert(name, value.to_owned())
                    .map_err(|_| NoAnswer::NoRequest("a header's value is none"))?;
            }
        }
        Ok(request)
    }
}

impl Answer {
    /// The value of a header, where it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.try_get(name).and_then(|value| value.ok())
    }
}
