use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use ring::hmac;
use serde_json::json;

use super::*;
use crate::identity::Roles;

const SECRET: &str = "a-secret-that-only-the-tests-know-of";

/// After every test of this project.
const LATER: i64 = 4_000_000_000;

fn verifier() -> TokenVerifier {
    crypto::install();
    let settings = Settings::read(|_| None).expect("settings");
    TokenVerifier {
        keys: Keys::Secret(DecodingKey::from_secret(SECRET.as_bytes())),
        rules: rules(&settings),
    }
}

fn signed(algorithm: &str, claims: &Value) -> String {
    let hash = match algorithm {
        "HS384" => hmac::HMAC_SHA384,
        "HS512" => hmac::HMAC_SHA512,
        _ => hmac::HMAC_SHA256,
    };
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(json!({ "alg": algorithm, "typ": "JWT" }));
    let text = format!("{header}.{}", part(claims.clone()));
    let signature = hmac::sign(&hmac::Key::new(hash, SECRET.as_bytes()), text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn verify(verifier: &TokenVerifier, token: &str) -> Result<Identity, TokenError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(verifier.verify(token))
}

/// The id and roles that a token is good for.
fn told(token: &str) -> Option<(String, Roles)> {
    let identity = verify(&verifier(), token).ok()?;
    Some((identity.id.to_string(), identity.roles))
}

#[test]
fn only_hs256_is_taken_of_a_shared_secret() {
    let claims = json!({ "sub": "ada", "role": "admin", "exp": LATER });
    assert!(told(&signed("HS256", &claims)).is_some());
    for other in ["HS384", "HS512", "RS256", "none"] {
        assert_eq!(told(&signed(other, &claims)), None, "{other}");
    }
}

proptest! {
    #[test]
    fn a_token_says_what_was_signed(sub in "[A-Za-z0-9][A-Za-z0-9._:@|+-]{0,40}", roles in prop::collection::vec("student|teacher|Super Admin|guest|", 0..4)) {
        let claims = json!({ "sub": sub, "roles": roles, "exp": LATER });
        let roles: Roles = roles.iter().filter_map(|word| Role::parse(word)).collect();
        prop_assert_eq!(told(&signed("HS256", &claims)), Some((sub, roles)));
    }

    /// One character of the text is another, wherever it stands: also the last
    /// of a part, of which not all bits are used.
    #[test]
    fn a_changed_token_is_refused(at in any::<prop::sample::Index>(), put in "[A-Za-z0-9_.=-]") {
        let token = signed("HS256", &json!({ "sub": "ada", "role": "student", "exp": LATER }));
        let at = at.index(token.len());
        let changed = format!("{}{put}{}", &token[..at], &token[at + 1..]);
        prop_assert_eq!(told(&changed).is_some(), changed == token, "{}", changed);
    }

    #[test]
    fn parts_of_two_tokens_make_no_third(choice in prop::collection::vec(any::<bool>(), 3)) {
        let token = |sub: &str| signed("HS256", &json!({ "sub": sub, "role": "student", "exp": LATER }));
        let (one, other) = (token("ada"), signed("HS512", &json!({ "sub": "bob", "role": "admin", "exp": LATER })));
        let parts = one.split('.').zip(other.split('.')).zip(&choice);
        let mixed: Vec<&str> = parts.map(|((one, other), is_other)| if *is_other { other } else { one }).collect();
        let mixed = mixed.join(".");
        prop_assert_eq!(told(&mixed).is_some(), mixed == one);
    }

    #[test]
    fn no_text_and_no_claims_make_the_reader_panic(text in ".*", header in any::<Vec<u8>>(), sub in any::<f64>(), exp in any::<i64>()) {
        prop_assert_eq!(told(&text), None);
        let part = URL_SAFE_NO_PAD.encode(&header);
        prop_assert_eq!(told(&format!("{part}.{part}.{part}")), None);
        let odd = json!({ "sub": sub, "role": [[]], "roles": { "admin": true }, "exp": exp, "name": 1, "email": {} });
        if let Some((_, roles)) = told(&signed("HS256", &odd)) {
            prop_assert_eq!(roles, Roles::default());
        }
    }
}

#[test]
fn without_a_key_nobody_gets_in() {
    let token = signed(
        "HS256",
        &json!({ "sub": "ada", "role": "admin", "exp": LATER }),
    );
    let verifier = TokenVerifier {
        keys: Keys::Missing,
        ..verifier()
    };
    for token in [token.as_str(), "", "a.b.c"] {
        let verified = verify(&verifier, token);
        assert!(
            matches!(verified, Err(TokenError::KeysUnreachable(_))),
            "{token}"
        );
    }
}
