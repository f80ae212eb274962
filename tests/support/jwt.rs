use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};

use crate::real_now;

/// Claims of a token that is good for an hour.
pub fn claims(sub: &str, role: &str) -> Value {
    json!({ "sub": sub, "role": role, "exp": real_now().as_second() + 3_600 })
}

/// A token signed with a shared secret.
pub fn hs256(claims: &Value, secret: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    forge(&json!({ "alg": "HS256", "typ": "JWT" }), claims, |text| {
        hmac::sign(&key, text).as_ref().to_vec()
    })
}

/// A token with `alg: none`.
pub fn unsigned(claims: &Value) -> String {
    forge(&json!({ "alg": "none", "typ": "JWT" }), claims, |_| {
        Vec::new()
    })
}

/// A token with any header and any signature.
pub fn forge(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(text.as_bytes()));
    format!("{text}.{signature}")
}
