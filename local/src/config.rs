use std::path::PathBuf;
use std::str::FromStr;

/// What the platform is started with. [`Config::default`] is a platform in
/// memory on port 9000.
#[derive(Clone, Debug)]
pub struct Config {
    /// `PORT`: where the gateway listens on loopback; 0 = any free one.
    pub port: u16,
    /// `DATA_DIR`: the folder that keeps everything; none = in memory.
    pub data_dir: Option<PathBuf>,
    /// `JWT_SECRET`: the HS256 key of tokens.
    pub jwt_secret: String,
    /// `RATE_LIMIT_PER_MINUTE`: requests of one user in a minute; 0 = off.
    pub rate_limit_per_minute: u32,
    /// `JWT_JWKS_URL`: where the issuer publishes its keys.
    pub jwt_jwks_url: Option<String>,
    /// `JWT_ISSUER`: the only `iss` that is taken.
    pub jwt_issuer: Option<String>,
    /// `JWT_AUDIENCE`: one that `aud` must name.
    pub jwt_audience: Option<String>,
    /// `CORS_ALLOWED_ORIGINS`: comma-separated.
    pub cors_allowed_origins: String,
    /// `FILES_BASE_URL`: where uploaded files are read; none = the platform.
    pub files_base_url: Option<String>,
    /// `MEETING_BASE_URL`: where people meet; none = the platform.
    pub meeting_base_url: Option<String>,
    /// `TWILIO_ACCOUNT_SID`: the account that tokens are made for.
    pub twilio_account_sid: String,
    /// `TWILIO_API_KEY_SID`: the key that tokens are signed with.
    pub twilio_key_sid: String,
    /// `TWILIO_API_KEY_SECRET`: its secret.
    pub twilio_key_secret: String,
    /// `DAILY_API_KEY`: what Daily is called with, and signs its tokens with.
    pub daily_key: String,
    /// `LOG_LEVEL`: `info` for a line of every request, `error` for those that
    /// failed.
    pub log_level: String,
}

/// A setting that is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{name} must be {expected}")]
pub struct ConfigError {
    name: &'static str,
    expected: &'static str,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 9000,
            data_dir: None,
            jwt_secret: "local-only-secret-local-only-secret".to_owned(),
            rate_limit_per_minute: 100,
            jwt_jwks_url: None,
            jwt_issuer: None,
            jwt_audience: None,
            cors_allowed_origins: "*".to_owned(),
            files_base_url: None,
            meeting_base_url: None,
            twilio_account_sid: format!("AC{:032}", 0),
            twilio_key_sid: format!("SK{:032}", 0),
            twilio_key_secret: "local-twilio-secret".to_owned(),
            daily_key: "local-daily-key".to_owned(),
            log_level: "info".to_owned(),
        }
    }
}

impl Config {
    /// The settings that `get` knows by their names. An empty one is none.
    ///
    /// # Errors
    ///
    /// A number that is none.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let default = Self::default();
        Ok(Self {
            port: number(&get, "PORT", "a port, 0 to 65535")?.unwrap_or(default.port),
            data_dir: get("DATA_DIR").map(PathBuf::from),
            jwt_secret: get("JWT_SECRET").unwrap_or(default.jwt_secret),
            rate_limit_per_minute: number(&get, "RATE_LIMIT_PER_MINUTE", "a whole number")?
                .unwrap_or(default.rate_limit_per_minute),
            jwt_jwks_url: get("JWT_JWKS_URL"),
            jwt_issuer: get("JWT_ISSUER"),
            jwt_audience: get("JWT_AUDIENCE"),
            cors_allowed_origins: get("CORS_ALLOWED_ORIGINS")
                .unwrap_or(default.cors_allowed_origins),
            files_base_url: get("FILES_BASE_URL"),
            meeting_base_url: get("MEETING_BASE_URL"),
            twilio_account_sid: get("TWILIO_ACCOUNT_SID").unwrap_or(default.twilio_account_sid),
            twilio_key_sid: get("TWILIO_API_KEY_SID").unwrap_or(default.twilio_key_sid),
            twilio_key_secret: get("TWILIO_API_KEY_SECRET").unwrap_or(default.twilio_key_secret),
            daily_key: get("DAILY_API_KEY").unwrap_or(default.daily_key),
            log_level: get("LOG_LEVEL").unwrap_or(default.log_level),
        })
    }
}

fn number<T: FromStr>(
    get: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    expected: &'static str,
) -> Result<Option<T>, ConfigError> {
    get(name)
        .map(|text| {
            text.trim()
                .parse()
                .map_err(|_| ConfigError { name, expected })
        })
        .transpose()
}
