mod check;
mod secret;

use check::{is_https_or_loopback, log_all, number, origins, trust};
use http_client::Trust;
pub use secret::{AwsKeys, Secret};

const TWILIO_URL: &str = "https://video.twilio.com";
const DAILY_URL: &str = "https://api.daily.co/v1";

/// A function's settings. Names are those of its environment variables; what
/// AWS names (`AWS_REGION`, `AWS_ENDPOINT_URL_…`, credentials) is read as AWS
/// documents it.
pub struct Settings {
    /// `TABLE_NAME`, default `sessions`.
    pub table_name: String,
    /// `AWS_REGION`, default `us-east-1`.
    pub region: String,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
    pub credentials: Option<AwsKeys>,
    /// `AWS_CA_BUNDLE`: a file with the roots that AWS is called with; without it
    /// Amazon's own, or the system's where an endpoint is set.
    pub aws_trust: Trust,
    /// `AWS_ENDPOINT_URL_DYNAMODB`, else `AWS_ENDPOINT_URL`, else AWS's own.
    pub dynamodb_url: Option<String>,
    /// `AWS_ENDPOINT_URL_S3`, likewise.
    pub s3_url: Option<String>,
    /// `AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS`, likewise.
    pub chime_url: Option<String>,
    /// `AWS_ENDPOINT_URL_EVENTBRIDGE`, likewise.
    pub eventbridge_url: Option<String>,
    /// `EVENT_BUS_NAME`: the bus that events are published on, default `sessions`.
    pub event_bus_name: String,
    /// `CHIME_MEDIA_REGION`: where meetings are hosted; default the region.
    pub chime_media_region: String,
    /// `JWT_SECRET`: the HS256 key of tokens. A function that looks at no token
    /// has none.
    pub jwt_secret: Option<Secret>,
    /// `JWT_JWKS_URL`: where the issuer publishes its keys. When set, only it counts.
    pub jwt_jwks_url: Option<String>,
    /// `JWT_ISSUER`: the only `iss` that is taken.
    pub jwt_issuer: Option<String>,
    /// `JWT_AUDIENCE`: one that `aud` must name.
    pub jwt_audience: Option<String>,
    /// `RATE_LIMIT_PER_MINUTE`: requests of one user in a minute, default 100, 0 = off.
    pub rate_limit_per_minute: u32,
    /// `CORS_ALLOWED_ORIGINS`: comma-separated, default `*`.
    pub cors_allowed_origins: String,
    /// `LOG_LEVEL`: `info`, the default, for a line and metrics of every request;
    /// `error` for those that failed.
    pub log_all: bool,
    /// `FILES_BUCKET`: the bucket of uploads.
    pub files_bucket: String,
    /// `FILES_BASE_URL`: where uploaded files are read.
    pub files_base_url: String,
    /// `MEETING_BASE_URL`: what the page that people meet on begins with, without
    /// a slash at the end. Only who names such pages has one.
    pub meeting_base_url: Option<String>,
    /// `TWILIO_API_BASE_URL`, default Twilio's own.
    pub twilio_url: String,
    /// `TWILIO_ACCOUNT_SID`. Only who calls Twilio has these three.
    pub twilio_account_sid: Option<String>,
    /// `TWILIO_API_KEY_SID`.
    pub twilio_key_sid: Option<String>,
    /// `TWILIO_API_KEY_SECRET`.
    pub twilio_key_secret: Option<Secret>,
    /// `DAILY_API_BASE_URL`, default Daily's own.
    pub daily_url: String,
    /// `DAILY_API_KEY`. Only who calls Daily has one.
    pub daily_key: Option<Secret>,
}

/// A setting that is missing or wrong.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("{name} {problem}")]
pub struct SettingsError {
    name: &'static str,
    problem: &'static str,
}

impl SettingsError {
    /// A setting that only some functions need, and this one has not.
    pub(crate) fn missing(name: &'static str) -> Self {
        Self {
            name,
            problem: "is not set",
        }
    }

    /// A setting that should have been an address.
    pub(crate) fn no_url(name: &'static str) -> Self {
        Self {
            name,
            problem: "must be an https URL",
        }
    }
}

impl Settings {
    /// The settings in this process's environment.
    ///
    /// # Errors
    ///
    /// A setting that is missing or wrong.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the environment is read"
    )]
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// The settings that `get` knows by their names. An empty one is none.
    ///
    /// # Errors
    ///
    /// A setting that is missing or wrong.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let endpoint = |name: &str| get(name).or_else(|| get("AWS_ENDPOINT_URL"));
        let region = get("AWS_REGION").unwrap_or_else(|| "us-east-1".to_owned());
        let endpoints = [
            endpoint("AWS_ENDPOINT_URL_DYNAMODB"),
            endpoint("AWS_ENDPOINT_URL_S3"),
            endpoint("AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS"),
            endpoint("AWS_ENDPOINT_URL_EVENTBRIDGE"),
        ];
        let aws_trust = trust(get("AWS_CA_BUNDLE"), endpoints.iter().any(Option::is_some))?;
        let [dynamodb_url, s3_url, chime_url, eventbridge_url] = endpoints;
        let settings = Self {
            table_name: get("TABLE_NAME").unwrap_or_else(|| "sessions".to_owned()),
            credentials: get("AWS_ACCESS_KEY_ID")
                .zip(get("AWS_SECRET_ACCESS_KEY"))
                .map(|(access_key_id, secret_access_key)| AwsKeys {
                    access_key_id,
                    secret_access_key,
                    session_token: get("AWS_SESSION_TOKEN"),
                }),
            aws_trust,
            dynamodb_url,
            s3_url,
            chime_url,
            eventbridge_url,
            event_bus_name: get("EVENT_BUS_NAME").unwrap_or_else(|| "sessions".to_owned()),
            chime_media_region: get("CHIME_MEDIA_REGION").unwrap_or_else(|| region.clone()),
            region,
            jwt_secret: get("JWT_SECRET").map(Secret::new),
            jwt_jwks_url: get("JWT_JWKS_URL"),
            jwt_issuer: get("JWT_ISSUER"),
            jwt_audience: get("JWT_AUDIENCE"),
            rate_limit_per_minute: number(&get, "RATE_LIMIT_PER_MINUTE", 100)?,
            cors_allowed_origins: origins(get("CORS_ALLOWED_ORIGINS"))?,
            log_all: log_all(&get)?,
            files_bucket: get("FILES_BUCKET").unwrap_or_else(|| "sessions-files".to_owned()),
            files_base_url: get("FILES_BASE_URL").unwrap_or_default(),
            meeting_base_url: get("MEETING_BASE_URL")
                .map(|url| url.trim_end_matches('/').to_owned()),
            twilio_url: get("TWILIO_API_BASE_URL").unwrap_or_else(|| TWILIO_URL.to_owned()),
            twilio_account_sid: get("TWILIO_ACCOUNT_SID"),
            twilio_key_sid: get("TWILIO_API_KEY_SID"),
            twilio_key_secret: get("TWILIO_API_KEY_SECRET").map(Secret::new),
            daily_url: get("DAILY_API_BASE_URL").unwrap_or_else(|| DAILY_URL.to_owned()),
            daily_key: get("DAILY_API_KEY").map(Secret::new),
        };
        settings.check()
    }

    fn check(self) -> Result<Self, SettingsError> {
        if let (Some(secret), None) = (&self.jwt_secret, &self.jwt_jwks_url)
            && secret.reveal().len() < 32
        {
            return Err(SettingsError {
                name: "JWT_SECRET",
                problem: "must have at least 32 bytes, as HS256 asks for",
            });
        }
        let urls = [
            ("JWT_JWKS_URL", self.jwt_jwks_url.as_deref()),
            ("MEETING_BASE_URL", self.meeting_base_url.as_deref()),
            ("TWILIO_API_BASE_URL", Some(self.twilio_url.as_str())),
            ("DAILY_API_BASE_URL", Some(self.daily_url.as_str())),
        ];
        for (name, url) in urls {
            if url.is_some_and(|url| !is_https_or_loopback(url)) {
                return Err(SettingsError::no_url(name));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests;
