use serde_json::json;
use tests::{App, Issuer, SigningKey, claims, forge, hs256, unsigned};

const PATH: &str = "/profiles?user_id=nobody-at-all";

async fn app_of(issuer: &Issuer) -> App {
    App::start_with(&[
        ("JWT_JWKS_URL", issuer.url()),
        ("RATE_LIMIT_PER_MINUTE", "0"),
    ])
    .await
}

#[tokio::test]
async fn keys_of_each_kind_are_taken() {
    let keys = [
        SigningKey::rs256("r"),
        SigningKey::es256("e"),
        SigningKey::eddsa("d"),
    ];
    let issuer = Issuer::publish(&keys.each_ref()).await;
    let app = app_of(&issuer).await;
    for key in &keys {
        app.with_token(&key.sign(&claims("somebody", "student")))
            .get(PATH)
            .await
            .expect(404);
    }
    assert_eq!(issuer.fetches(), 1, "keys are cached");
}

#[tokio::test]
async fn only_they_count() {
    let keys = [
        SigningKey::rs256("r"),
        SigningKey::es256("e"),
        SigningKey::eddsa("d"),
    ];
    let issuer = Issuer::publish(&keys.each_ref()).await;
    let app = app_of(&issuer).await;
    let claims = claims("somebody", "student");
    let mut bad = vec![hs256(&claims, App::secret().as_bytes()), unsigned(&claims)];
    for key in &keys {
        let public = key.public_bytes();
        bad.push(hs256(&claims, &public));
        let kid = key.jwk()["kid"].clone();
        let header = json!({ "alg": "HS256", "typ": "JWT", "kid": kid });
        bad.push(forge(&header, &claims, |text| {
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &public);
            ring::hmac::sign(&key, text).as_ref().to_vec()
        }));
        for algorithm in ["RS256", "ES256", "EdDSA", "PS256", "none"] {
            if key.jwk()["alg"] != algorithm {
                bad.push(key.sign_as(algorithm, &claims));
            }
        }
    }
    bad.push(SigningKey::es256("e").sign(&claims));
    bad.push(SigningKey::eddsa("e").sign(&claims));
    for token in bad {
        app.with_token(&token).get(PATH).await.assert_refused(401);
    }
}

#[tokio::test]
async fn claims_are_checked_all_the_same() {
    let key = SigningKey::es256("e");
    let issuer = Issuer::publish(&[&key]).await;
    let app = app_of(&issuer).await;
    let mut expired = claims("somebody", "student");
    expired["exp"] = json!(tests::real_now().as_second() - 60);
    app.with_token(&key.sign(&expired))
        .get(PATH)
        .await
        .assert_refused(401);
    let nobody = tests::without(&claims("somebody", "student"), "sub");
    app.with_token(&key.sign(&nobody))
        .get(PATH)
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn a_new_key_is_fetched_at_most_once_a_minute() {
    let (old, new) = (SigningKey::es256("old"), SigningKey::eddsa("new"));
    let issuer = Issuer::publish(&[&old]).await;
    let app = app_of(&issuer).await;
    let claims = claims("somebody", "student");
    app.with_token(&old.sign(&claims))
        .get(PATH)
        .await
        .expect(404);
    assert_eq!(issuer.fetches(), 1);

    issuer.add(&new);
    app.advance(61).await;
    app.with_token(&new.sign(&claims))
        .get(PATH)
        .await
        .expect(404);
    assert_eq!(issuer.fetches(), 2);

    for n in 0..20 {
        let unknown = SigningKey::eddsa(&format!("unknown-{n}"));
        app.with_token(&unknown.sign(&claims))
            .get(PATH)
            .await
            .assert_refused(401);
    }
    assert_eq!(issuer.fetches(), 2);
    app.with_token(&old.sign(&claims))
        .get(PATH)
        .await
        .expect(404);

    app.advance(61).await;
    app.with_token(&SigningKey::eddsa("unknown").sign(&claims))
        .get(PATH)
        .await
        .assert_refused(401);
    assert_eq!(issuer.fetches(), 3);
}

#[tokio::test]
async fn keys_that_cannot_be_reached_are_503() {
    let app = App::start_with(&[("JWT_JWKS_URL", "http://127.0.0.1:9/jwks.json")]).await;
    let key = SigningKey::es256("e");
    app.with_token(&key.sign(&claims("somebody", "student")))
        .get(PATH)
        .await
        .assert_refused(503);
    app.anonymous().get(PATH).await.assert_refused(401);
    app.anonymous().get("/health").await.expect(200);
}

#[tokio::test]
async fn a_withdrawn_key_is_refused_after_a_quarter_of_an_hour() {
    let (old, new) = (SigningKey::es256("old"), SigningKey::eddsa("new"));
    let issuer = Issuer::publish(&[&old]).await;
    let app = app_of(&issuer).await;
    let claims = claims("somebody", "student");
    let (old_token, new_token) = (old.sign(&claims), new.sign(&claims));
    app.with_token(&old_token).get(PATH).await.expect(404);
    issuer.withdraw_all();
    issuer.add(&new);
    app.advance(14 * 60).await;
    app.with_token(&old_token).get(PATH).await.expect(404);
    assert_eq!(issuer.fetches(), 1);
    app.advance(61).await;
    app.with_token(&old_token)
        .get(PATH)
        .await
        .assert_refused(401);
    app.with_token(&new_token).get(PATH).await.expect(404);
    assert_eq!(issuer.fetches(), 2);
}

#[tokio::test]
async fn known_keys_outlive_their_issuer() {
    let (known, unknown) = (SigningKey::es256("known"), SigningKey::eddsa("unknown"));
    let issuer = Issuer::publish(&[&known]).await;
    let app = app_of(&issuer).await;
    let claims = claims("somebody", "student");
    let token = known.sign(&claims);
    app.with_token(&token).get(PATH).await.expect(404);
    issuer.break_down();
    app.advance(24 * 60 * 60).await;
    for _ in 0..3 {
        app.with_token(&token).get(PATH).await.expect(404);
    }
    assert_eq!(issuer.fetches(), 2);
    app.with_token(&unknown.sign(&claims))
        .get(PATH)
        .await
        .assert_refused(401);
}
