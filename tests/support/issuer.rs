use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::forge;

/// A private key that signs tokens, with the name it is published under.
pub struct SigningKey {
    kid: String,
    pair: Pair,
}

enum Pair {
    Rs256(RsaKeyPair),
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl SigningKey {
    /// The RSA key of `tests/fixtures`: `ring` makes none.
    pub fn rs256(kid: &str) -> Self {
        let der = include_bytes!("../fixtures/rsa_test_key.der");
        Self {
            kid: kid.to_owned(),
            pair: Pair::Rs256(RsaKeyPair::from_der(der).expect("an RSA key")),
        }
    }

    /// A new P-256 key.
    pub fn es256(kid: &str) -> Self {
        let random = SystemRandom::new();
        let der =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.as_ref(), &random);
        Self {
            kid: kid.to_owned(),
            pair: Pair::Es256(pair.expect("a P-256 key")),
        }
    }

    /// A new Ed25519 key.
    pub fn eddsa(kid: &str) -> Self {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let pair = Ed25519KeyPair::from_pkcs8(der.as_ref()).expect("an Ed25519 key");
        Self {
            kid: kid.to_owned(),
            pair: Pair::EdDsa(pair),
        }
    }

    /// A token signed with it.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(self.algorithm(), claims)
    }

    /// A token signed with it under another algorithm's name.
    pub fn sign_as(&self, algorithm: &str, claims: &Value) -> String {
        let header = json!({ "alg": algorithm, "typ": "JWT", "kid": self.kid });
        forge(&header, claims, |text| self.signature(text))
    }

    /// The public key as it is published.
    pub fn jwk(&self) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut jwk = match &self.pair {
            Pair::Rs256(pair) => {
                let public = PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "kty": "RSA", "n": text(&public.n), "e": text(&public.e) })
            }
            Pair::Es256(pair) => {
                let point = &pair.public_key().as_ref()[1..];
                json!({ "kty": "EC", "crv": "P-256", "x": text(&point[..32]), "y": text(&point[32..]) })
            }
            Pair::EdDsa(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "x": text(pair.public_key().as_ref()) })
            }
        };
        jwk["kid"] = self.kid.as_str().into();
        jwk["alg"] = self.algorithm().into();
        jwk["use"] = "sig".into();
        jwk
    }

    /// The public key's bytes, which a confused verifier takes for a secret.
    pub fn public_bytes(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Rs256(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Es256(pair) => pair.public_key().as_ref().to_vec(),
            Pair::EdDsa(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    fn algorithm(&self) -> &'static str {
        match self.pair {
            Pair::Rs256(_) => "RS256",
            Pair::Es256(_) => "ES256",
            Pair::EdDsa(_) => "EdDSA",
        }
    }

    fn signature(&self, text: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature)
                    .expect("a signature");
                signature
            }
            Pair::Es256(pair) => pair
                .sign(&random, text)
                .expect("a signature")
                .as_ref()
                .to_vec(),
            Pair::EdDsa(pair) => pair.sign(text).as_ref().to_vec(),
        }
    }
}

/// An identity provider's key set on loopback, which counts who asks for it.
pub struct Issuer {
    url: String,
    keys: Arc<Mutex<Vec<Value>>>,
    fetches: Arc<AtomicUsize>,
    is_down: Arc<AtomicBool>,
}

impl Issuer {
    /// Publishes these keys.
    pub async fn publish(keys: &[&SigningKey]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!(
            "http://{}/jwks.json",
            listener.local_addr().expect("an address")
        );
        let keys = Arc::new(Mutex::new(
            keys.iter().map(|key| key.jwk()).collect::<Vec<_>>(),
        ));
        let fetches = Arc::new(AtomicUsize::new(0));
        let is_down = Arc::new(AtomicBool::new(false));
        let issuer = Self {
            url,
            keys,
            fetches,
            is_down,
        };
        let (keys, fetches) = (issuer.keys.clone(), issuer.fetches.clone());
        tokio::spawn(serve(listener, keys, fetches, issuer.is_down.clone()));
        issuer
    }

    /// Where the key set is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Publishes one more key.
    pub fn add(&self, key: &SigningKey) {
        self.keys
            .lock()
            .expect("nobody panics with it")
            .push(key.jwk());
    }

    /// Publishes no key any more.
    pub fn withdraw_all(&self) {
        self.keys.lock().expect("nobody panics with it").clear();
    }

    /// Answers nothing that could be understood from now on.
    pub fn break_down(&self) {
        self.is_down.store(true, Ordering::SeqCst);
    }

    /// How often the key set was fetched.
    pub fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }
}

async fn serve(
    listener: TcpListener,
    keys: Arc<Mutex<Vec<Value>>>,
    fetches: Arc<AtomicUsize>,
    is_down: Arc<AtomicBool>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let mut body = json!({ "keys": *keys.lock().expect("nobody panics with it") }).to_string();
        if is_down.load(Ordering::SeqCst) {
            body = "down for maintenance".to_owned();
        }
        fetches.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(answer(stream, body));
    }
}

async fn answer(mut stream: TcpStream, body: String) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => request.push(byte),
            Err(_) => return,
        }
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len(),
    );
    let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
}
