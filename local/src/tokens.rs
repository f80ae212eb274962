use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Map, Value, json};

use crate::clock::MovableClock;
use crate::config::Config;

/// The roles that a token is made for at the start, each for one user.
pub(crate) const ROLES: [&str; 8] = [
    "student",
    "teacher",
    "doctor",
    "patient",
    "psychologist",
    "instructor",
    "admin",
    "super_admin",
];

/// How long a token lives that says nothing else: 30 days.
pub(crate) const DEFAULT_TTL_SECONDS: i64 = 30 * 24 * 60 * 60;

/// Signs tokens as the issuer of this platform would.
#[derive(Clone)]
pub(crate) struct Tokens {
    key: hmac::Key,
    issuer: Option<String>,
    audience: Option<String>,
    clock: MovableClock,
}

impl Tokens {
    pub(crate) fn new(config: &Config, clock: MovableClock) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, config.jwt_secret.as_bytes()),
            issuer: config.jwt_issuer.clone(),
            audience: config.jwt_audience.clone(),
            clock,
        }
    }

    /// A token with these claims, the issuer's own, and an `exp` in real time.
    pub(crate) fn sign(&self, mut claims: Map<String, Value>, ttl_seconds: i64) -> String {
        let now = self.clock.real_now().as_second();
        claims.insert("iat".to_owned(), now.into());
        claims.insert("exp".to_owned(), now.saturating_add(ttl_seconds).into());
        for (claim, value) in [("iss", &self.issuer), ("aud", &self.audience)] {
            if let Some(value) = value {
                claims.insert(claim.to_owned(), value.clone().into());
            }
        }
        let encode = |part: Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let header = encode(json!({ "alg": "HS256", "typ": "JWT" }));
        let signed = format!("{header}.{}", encode(Value::Object(claims)));
        let signature = hmac::sign(&self.key, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// A token for the one ready user of a role.
    pub(crate) fn ready(&self, role: &str) -> String {
        let mut claims = Map::new();
        claims.insert("sub".to_owned(), ready_user(role).into());
        claims.insert("role".to_owned(), role.into());
        claims.insert("name".to_owned(), role.replace('_', " ").into());
        self.sign(claims, DEFAULT_TTL_SECONDS)
    }
}

/// The id of the one ready user of a role.
pub(crate) fn ready_user(role: &str) -> String {
    format!("{}-1", role.replace('_', "-"))
}
