use std::fmt;
use std::str::FromStr;

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
}

/// An AWS access key. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct AwsKeys {
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: String,
    /// The session token of temporary credentials.
    pub session_token: Option<String>,
}

/// A secret that does not show itself in `Debug`.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A setting that is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{name} {problem}")]
pub struct SettingsError {
    name: &'static str,
    problem: &'static str,
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
        let settings = Self {
            table_name: get("TABLE_NAME").unwrap_or_else(|| "sessions".to_owned()),
            credentials: get("AWS_ACCESS_KEY_ID")
                .zip(get("AWS_SECRET_ACCESS_KEY"))
                .map(|(access_key_id, secret_access_key)| AwsKeys {
                    access_key_id,
                    secret_access_key,
                    session_token: get("AWS_SESSION_TOKEN"),
                }),
            dynamodb_url: endpoint("AWS_ENDPOINT_URL_DYNAMODB"),
            s3_url: endpoint("AWS_ENDPOINT_URL_S3"),
            chime_url: endpoint("AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS"),
            eventbridge_url: endpoint("AWS_ENDPOINT_URL_EVENTBRIDGE"),
            event_bus_name: get("EVENT_BUS_NAME").unwrap_or_else(|| "sessions".to_owned()),
            chime_media_region: get("CHIME_MEDIA_REGION").unwrap_or_else(|| region.clone()),
            region,
            jwt_secret: get("JWT_SECRET").map(Secret),
            jwt_jwks_url: get("JWT_JWKS_URL"),
            jwt_issuer: get("JWT_ISSUER"),
            jwt_audience: get("JWT_AUDIENCE"),
            rate_limit_per_minute: number(&get, "RATE_LIMIT_PER_MINUTE", 100)?,
            cors_allowed_origins: get("CORS_ALLOWED_ORIGINS").unwrap_or_else(|| "*".to_owned()),
            log_all: log_all(&get)?,
            files_bucket: get("FILES_BUCKET").unwrap_or_else(|| "sessions-files".to_owned()),
            files_base_url: get("FILES_BASE_URL").unwrap_or_default(),
        };
        settings.check()
    }

    fn check(self) -> Result<Self, SettingsError> {
        let wrong = |name, problem| Err(SettingsError { name, problem });
        match (&self.jwt_secret, &self.jwt_jwks_url) {
            (Some(secret), None) if secret.reveal().len() < 32 => wrong(
                "JWT_SECRET",
                "must have at least 32 bytes, as HS256 asks for",
            ),
            (_, Some(url)) if !is_https_or_loopback(url) => {
                wrong("JWT_JWKS_URL", "must be an https URL")
            }
            _ => Ok(self),
        }
    }
}

fn number<T: FromStr>(
    get: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    default: T,
) -> Result<T, SettingsError> {
    match get(name) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| SettingsError {
            name,
            problem: "must be a whole number",
        }),
    }
}

fn log_all(get: &impl Fn(&str) -> Option<String>) -> Result<bool, SettingsError> {
    match get("LOG_LEVEL").as_deref() {
        None | Some("info") => Ok(true),
        Some("error") => Ok(false),
        Some(_) => Err(SettingsError {
            name: "LOG_LEVEL",
            problem: "must be info or error",
        }),
    }
}

fn is_https_or_loopback(url: &str) -> bool {
    url.parse::<http::Uri>()
        .is_ok_and(|uri| match (uri.scheme_str(), uri.host()) {
            (Some("https"), Some(_)) => true,
            (Some("http"), Some(host)) => matches!(host, "127.0.0.1" | "localhost" | "[::1]"),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        Settings::read(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_key_for_tokens_is_long_enough_and_comes_safely() {
        assert!(read(&[("JWT_SECRET", "short")]).is_err());
        assert!(read(&[("JWT_SECRET", "0123456789abcdef0123456789abcdef")]).is_ok());
        assert!(read(&[("JWT_JWKS_URL", "http://keys.test/jwks")]).is_err());
        assert!(read(&[("JWT_JWKS_URL", "https://keys.test/jwks")]).is_ok());
        assert!(read(&[("JWT_JWKS_URL", "http://127.0.0.1:9/jwks")]).is_ok());
    }

    #[test]
    fn numbers_are_numbers() {
        assert!(read(&[("RATE_LIMIT_PER_MINUTE", "many")]).is_err());
        assert_eq!(read(&[]).map(|s| s.rate_limit_per_minute).ok(), Some(100));
    }
}
