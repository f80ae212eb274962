use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::{
    HttpConnector as _, HttpConnectorSettings, SharedHttpClient,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::byte_stream::ByteStream;

/// The longest answer that is read from outside AWS, in bytes.
const LONGEST_ANSWER: usize = 1024 * 1024;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const READ_TIMEOUT: Duration = Duration::from_secs(3);

/// The HTTP client of the AWS SDK, for the SDK and for everything else: one
/// TLS stack in the binary.
#[derive(Clone, Debug)]
pub struct HttpClient {
    pub(crate) sdk: SharedHttpClient,
    outside: Arc<OnceLock<Connector>>,
}

/// An answer did not come, or was not what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No connection, no answer in time, or one cut short.
    #[error("no answer: {0}")]
    NoAnswer(Box<dyn std::error::Error + Send + Sync>),
    /// An answer with another status than 200.
    #[error("answered {0}")]
    Status(u16),
    /// An answer above 1 MiB.
    #[error("answered with more than 1 MiB")]
    TooLong,
}

impl HttpClient {
    pub(crate) fn new() -> Self {
        let sdk = Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        Self {
            sdk,
            outside: Arc::default(),
        }
    }

    /// The body of a 200 answer to a GET; at most 3 seconds and 1 MiB.
    ///
    /// # Errors
    ///
    /// Everything that is not a whole 200 answer.
    pub async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let request = HttpRequest::get(url).map_err(|error| FetchError::NoAnswer(error.into()))?;
        let response = self
            .outside()
            .call(request)
            .await
            .map_err(|error| FetchError::NoAnswer(error.into()))?;
        if response.status().as_u16() != 200 {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        let mut body = ByteStream::new(response.into_body());
        let mut answer = Vec::new();
        while let Some(chunk) = body
            .try_next()
            .await
            .map_err(|error| FetchError::NoAnswer(error.into()))?
        {
            if answer.len() + chunk.len() > LONGEST_ANSWER {
                return Err(FetchError::TooLong);
            }
            answer.extend_from_slice(&chunk);
        }
        Ok(answer)
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
                        .read_timeout(READ_TIMEOUT)
                        .build(),
                )
                .build()
        })
    }
}
