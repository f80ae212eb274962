use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The id of the domain, which every token names.
const DOMAIN_ID: &str = "00000000-0000-4000-8000-000000000000";

/// What `POST /meeting-tokens` is asked with.
#[derive(Deserialize)]
pub(super) struct CreateToken {
    #[serde(default)]
    properties: Properties,
}

#[derive(Default, Deserialize)]
struct Properties {
    room_name: Option<String>,
    exp: Option<i64>,
    nbf: Option<i64>,
    is_owner: Option<bool>,
    user_name: Option<String>,
    user_id: Option<String>,
}

impl CreateToken {
    /// The token in Daily's self-signed form: HS256 with the API key, and the
    /// short names of what was asked for. See "Self-signing tokens" in
    /// <https://docs.daily.co/reference/rest-api/meeting-tokens>.
    pub(super) fn sign(self, api_key: &str) -> String {
        let asked = self.properties;
        let claims = [
            ("r", json!(asked.room_name)),
            ("d", json!(DOMAIN_ID)),
            ("u", json!(asked.user_name)),
            ("ud", json!(asked.user_id)),
            ("o", json!(asked.is_owner)),
            ("exp", json!(asked.exp)),
            ("nbf", json!(asked.nbf)),
        ];
        let claims: Map<String, Value> = claims
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let encode = |part: Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let header = encode(json!({ "alg": "HS256", "typ": "JWT" }));
        let signed = format!("{header}.{}", encode(Value::Object(claims)));
        let key = hmac::Key::new(hmac::HMAC_SHA256, api_key.as_bytes());
        let signature = hmac::sign(&key, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}
