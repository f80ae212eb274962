//! What every function starts with: settings, the clock, the AWS clients, log
//! lines, and the loop that takes requests from Lambda.

mod afterwards;
mod aws;
mod clock;
mod events;
pub mod log;
mod providers;
mod settings;

use std::sync::Arc;
use std::time::Duration;

pub use afterwards::afterwards;
pub use aws::{chime_client, eventbridge, s3};
pub use clock::Clock;
pub use events::{EventHandler, Invocation, serve_events};
pub use http_client::HttpClient;
pub use providers::{chime, daily, twilio};
pub use settings::{Settings, SettingsError};
use table::Table;

/// Init may take 10 seconds, and goes on without a connection.
const LONGEST_CONNECT: Duration = Duration::from_secs(3);

/// What a function needs before it can answer anything, made once for the
/// process.
#[derive(Clone)]
pub struct Base {
    /// Settings, from the environment.
    pub settings: Arc<Settings>,
    /// The time.
    pub clock: Clock,
    /// The one connection pool that all clients of the process share.
    pub http: HttpClient,
    /// The table.
    pub table: Arc<Table>,
}

impl Base {
    /// The base around settings.
    pub fn new(settings: Settings, clock: Clock) -> Self {
        let http = HttpClient::trusting(settings.aws_trust.clone());
        let table = Arc::new(Table::new(
            aws::dynamodb(&settings, &http),
            settings.table_name.clone(),
        ));
        Self {
            settings: Arc::new(settings),
            clock,
            http,
            table,
        }
    }

    /// The base that a function's environment describes.
    ///
    /// # Errors
    ///
    /// A setting that is missing or wrong.
    pub fn from_env() -> Result<Self, SettingsError> {
        Ok(Self::new(Settings::from_env()?, Clock::system()))
    }

    /// The same, with the connections to the table open that a request needs at
    /// once: its own, and that of the rate limit's counter. Lambda gives a whole
    /// CPU until a function asks for its first event, and little after it.
    ///
    /// # Errors
    ///
    /// A setting that is missing or wrong. That the table cannot be reached is
    /// told to those who ask for something.
    pub async fn connected() -> Result<Self, SettingsError> {
        let base = Self::from_env()?;
        let connecting = async {
            base.table.connect().await;
            if base.settings.rate_limit_per_minute > 0 {
                base.table.connect_twice().await;
            }
        };
        let _ = tokio::time::timeout(LONGEST_CONNECT, connecting).await;
        Ok(base)
    }
}

/// Answers Lambda's invocations with a router, for ever.
///
/// # Errors
///
/// The Runtime API cannot be reached.
pub async fn serve(router: axum::Router) -> Result<(), lambda_http::Error> {
    lambda_http::run(router).await
}

/// Why a function's `main` ends.
pub type Error = lambda_http::Error;
