use std::collections::HashMap;

use jiff::Timestamp;
use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey, decode_header};
use runtime::{Clock, HttpClient};
use tokio::sync::Mutex;

use crate::token::TokenError;

/// An unknown `kid` may be a new key, but anybody can invent one: the issuer
/// is asked again at most once in so many seconds.
const REFETCH_SECONDS: i64 = 60;
/// After a fetch that failed the next one may come sooner.
const RETRY_SECONDS: i64 = 5;

/// The keys that an issuer publishes, kept until an unknown one is named.
pub(crate) struct Jwks {
    url: String,
    http: HttpClient,
    clock: Clock,
    cache: Mutex<Cache>,
}

#[derive(Default)]
struct Cache {
    keys: HashMap<String, (DecodingKey, Algorithm)>,
    fetched: bool,
    next_fetch: Option<Timestamp>,
}

impl Jwks {
    pub(crate) fn new(url: String, http: HttpClient, clock: Clock) -> Self {
        Self {
            url,
            http,
            clock,
            cache: Mutex::default(),
        }
    }

    /// The key that a token's header names, and the one algorithm it is for.
    pub(crate) async fn key_of(&self, token: &str) -> Result<(DecodingKey, Algorithm), TokenError> {
        let header = decode_header(token).map_err(|_| TokenError::Invalid)?;
        let kid = header.kid.ok_or(TokenError::Invalid)?;
        let mut cache = self.cache.lock().await;
        if let Some(known) = cache.keys.get(&kid) {
            return Ok(known.clone());
        }
        let now = self.clock.now();
        if cache.next_fetch.is_none_or(|next| next <= now) {
            let fetched = self.fetch().await;
            let wait = if fetched.is_ok() {
                REFETCH_SECONDS
            } else {
                RETRY_SECONDS
            };
            cache.next_fetch = Timestamp::from_second(now.as_second() + wait).ok();
            match fetched {
                Ok(keys) => {
                    cache.keys = keys;
                    cache.fetched = true;
                }
                Err(error) => return Err(error),
            }
        }
        match cache.keys.get(&kid) {
            Some(known) => Ok(known.clone()),
            None if cache.fetched => Err(TokenError::Invalid),
            None => Err(TokenError::KeysUnreachable(
                "the last fetch of the keys failed".into(),
            )),
        }
    }

    async fn fetch(&self) -> Result<HashMap<String, (DecodingKey, Algorithm)>, TokenError> {
        let body = self
            .http
            .get(&self.url)
            .await
            .map_err(|error| TokenError::KeysUnreachable(error.into()))?;
        let set: JwkSet = serde_json::from_slice(&body)
            .map_err(|error| TokenError::KeysUnreachable(error.into()))?;
        Ok(set.keys.iter().filter_map(usable).collect())
    }
}

/// A key with a name, for signatures of one of the three algorithms.
fn usable(jwk: &Jwk) -> Option<(String, (DecodingKey, Algorithm))> {
    let kid = jwk.common.key_id.clone()?;
    if jwk
        .common
        .public_key_use
        .as_ref()
        .is_some_and(|used| *used != PublicKeyUse::Signature)
    {
        return None;
    }
    let (algorithm, named) = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => (Algorithm::RS256, KeyAlgorithm::RS256),
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            (Algorithm::ES256, KeyAlgorithm::ES256)
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            (Algorithm::EdDSA, KeyAlgorithm::EdDSA)
        }
        _ => return None,
    };
    if jwk.common.key_algorithm.is_some_and(|given| given != named) {
        return None;
    }
    Some((kid, (DecodingKey::from_jwk(jwk).ok()?, algorithm)))
}
