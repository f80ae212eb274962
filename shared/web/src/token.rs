use ids::UserId;
use input::Field;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use outcome::Cause;
use runtime::{Base, Settings};
use serde::Deserialize;
use serde_json::Value;

use crate::identity::{Identity, Role};
use crate::jwks::Jwks;

/// Clocks of issuers may differ from ours by so many seconds.
const LEEWAY_SECONDS: u64 = 30;

/// Why a token is not taken.
#[derive(Debug)]
pub(crate) enum TokenError {
    /// It is not valid, whatever the reason: the client learns no more.
    Invalid,
    /// The issuer's keys cannot be reached, so nobody knows.
    KeysUnreachable(Cause),
}

/// Checks tokens against the keys that the settings name.
pub(crate) struct TokenVerifier {
    keys: Keys,
    rules: Validation,
}

enum Keys {
    Secret(DecodingKey),
    Jwks(Jwks),
    Missing,
}

impl TokenVerifier {
    pub(crate) fn new(base: &Base) -> Self {
        crypto::install();
        let settings = &*base.settings;
        let keys = match (&settings.jwt_jwks_url, &settings.jwt_secret) {
            (Some(url), _) => Keys::Jwks(Jwks::new(
                url.clone(),
                base.http.clone(),
                base.clock.clone(),
            )),
            (None, Some(secret)) => {
                Keys::Secret(DecodingKey::from_secret(secret.reveal().as_bytes()))
            }
            (None, None) => Keys::Missing,
        };
        Self {
            keys,
            rules: rules(settings),
        }
    }

    /// Who a token speaks for.
    pub(crate) async fn verify(&self, token: &str) -> Result<Identity, TokenError> {
        let claims = match &self.keys {
            Keys::Secret(key) => self.decode(token, key, Algorithm::HS256)?,
            Keys::Jwks(jwks) => {
                let (key, algorithm) = jwks.key_of(token).await?;
                self.decode(token, &key, algorithm)?
            }
            Keys::Missing => {
                let cause = "neither JWT_SECRET nor JWT_JWKS_URL is set";
                return Err(TokenError::KeysUnreachable(cause.into()));
            }
        };
        claims.identity().ok_or(TokenError::Invalid)
    }

    fn decode(
        &self,
        token: &str,
        key: &DecodingKey,
        algorithm: Algorithm,
    ) -> Result<Claims, TokenError> {
        let mut rules = self.rules.clone();
        rules.algorithms = vec![algorithm];
        decode::<Claims>(token, key, &rules)
            .map(|data| data.claims)
            .map_err(|_| TokenError::Invalid)
    }
}

fn rules(settings: &Settings) -> Validation {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.leeway = LEEWAY_SECONDS;
    rules.validate_nbf = true;
    rules.validate_aud = settings.jwt_audience.is_some();
    let mut required = vec!["exp"];
    if let Some(audience) = &settings.jwt_audience {
        rules.set_audience(&[audience]);
        required.push("aud");
    }
    if let Some(issuer) = &settings.jwt_issuer {
        rules.set_issuer(&[issuer]);
        required.push("iss");
    }
    rules.set_required_spec_claims(&required);
    rules
}

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    sub: Value,
    #[serde(default)]
    role: Value,
    #[serde(default)]
    roles: Value,
    #[serde(default)]
    email: Value,
}

impl Claims {
    fn identity(self) -> Option<Identity> {
        let words = self.role.as_str().into_iter().chain(
            self.roles
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str),
        );
        // Fields of requests are trimmed; who a token is for is taken as it is.
        let id = match &self.sub {
            Value::String(text) => text.parse().ok(),
            number => UserId::read(number).ok(),
        };
        let email = self.email.as_str().filter(|text| !text.is_empty());
        Some(Identity {
            id: id?,
            roles: words.filter_map(Role::parse).collect(),
            email: email.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests;
