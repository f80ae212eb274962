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
/// A key that the issuer has withdrawn is taken for at most so many seconds
/// more.
const KEPT_SECONDS: i64 = 15 * 60;
/// After a fetch that failed the next one may come sooner.
const RETRY_SECONDS: i64 = 5;

/// The keys that an issuer publishes, kept until an unknown one is named, or
/// for a quarter of an hour.
pub(crate) struct Jwks {
    url: String,
    http: HttpClient,
    clock: Clock,
    cache: Mutex<Cache>,
}

#[derive(Default)]
struct Cache {
    keys: HashMap<String, (DecodingKey, Algorithm)>,
    kept_until: Option<Timestamp>,
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
        let now = self.clock.now();
        let later = |seconds| Timestamp::from_second(now.as_second() + seconds).ok();
        let is_fresh = cache.kept_until.is_some_and(|until| now < until);
        let known = cache.keys.get(&kid).cloned();
        if let (Some(known), true) = (&known, is_fresh) {
            return Ok(known.clone());
        }
        if cache.next_fetch.is_none_or(|next| next <= now) {
            let fetched = self.fetch().await;
            cache.next_fetch = match (&fetched, &known) {
                (Err(_), None) => later(RETRY_SECONDS),
                _ => later(REFETCH_SECONDS),
            };
            match (fetched, known) {
                (Ok(keys), _) => {
                    cache.keys = keys;
                    cache.kept_until = later(KEPT_SECONDS);
                }
                // That the issuer is away is no reason to turn away those it
                // has vouched for.
                (Err(_), Some(known)) => return Ok(known),
                (Err(error), None) => return Err(error),
            }
        }
        match cache.keys.get(&kid) {
            Some(known) => Ok(known.clone()),
            None if cache.kept_until.is_some() => Err(TokenError::Invalid),
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
