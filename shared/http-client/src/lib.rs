//! The HTTP client of the AWS SDK, for the SDK and for everything else: one
//! TLS stack in the binary. It knows neither providers nor settings.

mod call;
mod error;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::{
    HttpConnector as _, HttpConnectorSettings, SharedHttpClient,
};
use aws_smithy_types::byte_stream::ByteStream;

pub use call::{Answer, Call};
pub use error::{FetchError, NoAnswer};

/// The longest answer that is read from outside AWS, in bytes.
const LONGEST_ANSWER: usize = 1024 * 1024;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// The certificate authorities of Amazon Trust Services, which all AWS
/// endpoints have their certificates from: <https://www.amazontrust.com/repository/>.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");

/// Whose certificates are taken when AWS is called. Everything else is called
/// with the roots of the system.
#[derive(Clone, Debug)]
pub enum Trust {
    /// Amazon's own. The roots of the system are ten times as much to read.
    Amazon,
    /// Those of the system, for endpoints that are not AWS's own.
    System,
    /// Those of a bundle in PEM.
    Bundle(Vec<u8>),
}

/// The one connection pool that all clients of a process share; clones share it.
#[derive(Clone, Debug)]
pub struct HttpClient {
    sdk: SharedHttpClient,
    outside: Arc<OnceLock<Connector>>,
}

impl Default for HttpClient {
    fn default() -> Self {
        Self::new()
    }
}

impl HttpClient {
    /// A client without any connection yet, with the roots of the system.
    pub fn new() -> Self {
        Self::trusting(Trust::System)
    }

    /// A client without any connection yet, that calls AWS with these roots.
    pub fn trusting(trust: Trust) -> Self {
        let roots = match trust {
            Trust::Amazon => TrustStore::empty().with_pem_certificate(AMAZON_ROOTS),
            Trust::System => TrustStore::default(),
            Trust::Bundle(pem) => TrustStore::empty().with_pem_certificate(pem),
        };
        // It is built without any check, and so without any error.
        let tls = TlsContext::builder().with_trust_store(roots).build();
        let sdk = Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .tls_context(tls.unwrap_or_default())
            .build_https();
        Self {
            sdk,
            outside: Arc::default(),
        }
    }

    /// The client as the AWS SDK takes it.
    pub fn sdk(&self) -> SharedHttpClient {
        self.sdk.clone()
    }

    /// The body of a 200 answer to a GET; at most 3 seconds and 1 MiB.
    ///
    /// # Errors
    ///
    /// Everything that is not a whole 200 answer.
    pub async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let answer = self.send(&Call::new("GET", url)).await?;
        match answer.status {
            200 => Ok(answer.body),
            status => Err(FetchError::Status(status)),
        }
    }

    /// The answer to a call, whatever its status; it is tried once, and is at
    /// most 3 seconds and 1 MiB away. Redirects are not followed, so that what
    /// authorizes a call reaches the URL's own host alone.
    ///
    /// # Errors
    ///
    /// Everything that is not a whole answer.
    pub async fn send(&self, call: &Call<'_>) -> Result<Answer, NoAnswer> {
        match tokio::time::timeout(ANSWER_TIMEOUT, self.exchange(call)).await {
            Ok(exchanged) => exchanged,
            Err(_) => Err(NoAnswer::TimedOut),
        }
    }

    async fn exchange(&self, call: &Call<'_>) -> Result<Answer, NoAnswer> {
        let request = call.request()?;
        let response = self.outside().call(request).await.map_err(error::failed)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let mut stream = ByteStream::new(response.into_body());
        let mut body = Vec::new();
        while let Some(chunk) = stream
            .try_next()
            .await
            .map_err(|error| NoAnswer::Broken(error.into()))?
        {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(NoAnswer::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            body,
            headers,
        })
    }

    /// Most functions never call anything outside AWS, so this connector is
    /// made by the first who does.
    fn outside(&self) -> &Connector {
        self.outside.get_or_init(|| {
            Connector::builder()
                .tls_provider(Provider::Rustls(CryptoMode::Ring))
                .sleep_impl(TokioSleep::new())
                .connector_settings(
                    HttpConnectorSettings::builder()
                        .connect_timeout(CONNECT_TIMEOUT)
                        .read_timeout(ANSWER_TIMEOUT)
                        .build(),
                )
                .build()
        })
    }
}

#[cfg(test)]
mod tests;
