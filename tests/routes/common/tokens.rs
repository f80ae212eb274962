use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tests::{Answer, App, claims, forge, hs256, real_now, unsigned, with, without};

/// Answers 404 to whoever is let in, as there is no such profile.
const PATH: &str = "/profiles?user_id=nobody-at-all";

pub(super) async fn with_claims(app: &App, claims: &Value) -> Answer {
    app.with_claims(claims).get(PATH).await
}

#[tokio::test]
async fn a_valid_one_is_taken() {
    let app = App::shared().await;
    let good = claims("somebody", "student");
    for claims in [
        good.clone(),
        with(&good, "sub", 12),
        with(&good, "sub", "auth0|5f7c8ec7c33c6c004bbafe82"),
        with(&good, "nbf", real_now().as_second() - 100),
        with(&good, "iat", real_now().as_second()),
        with(&good, "name", "Some Body"),
        with(&good, "email", "some@example.com"),
        with(&good, "iss", "anybody"),
        with(&good, "aud", vec!["a", "b"]),
        with(&without(&good, "role"), "roles", vec!["student"]),
        with(&good, "exp", real_now().as_second() as f64 + 100.5),
    ] {
        with_claims(&app, &claims).await.expect(404);
    }
}

#[tokio::test]
async fn the_scheme_is_read_without_regard_to_case() {
    let app = App::shared().await;
    let token = hs256(&claims("somebody", "student"), App::secret().as_bytes());
    for scheme in ["Bearer", "bearer", "BEARER"] {
        app.anonymous()
            .get(PATH)
            .header("authorization", &format!("{scheme} {token}"))
            .await
            .expect(404);
    }
}

#[tokio::test]
async fn none_or_another_scheme_is_refused() {
    let app = App::shared().await;
    let token = hs256(&claims("somebody", "student"), App::secret().as_bytes());
    app.anonymous().get(PATH).await.assert_refused(401);
    for value in [
        "",
        "Bearer",
        "Bearer ",
        &token,
        &format!("Basic {token}"),
        &format!("Bearer {token} {token}"),
        "Bearer \u{e9}",
    ] {
        app.anonymous()
            .get(PATH)
            .header("authorization", value)
            .await
            .assert_refused(401);
    }
    app.anonymous()
        .get(&format!("{PATH}&access_token={token}"))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn one_that_is_no_jwt_is_refused() {
    let app = App::shared().await;
    let token = hs256(&claims("somebody", "student"), App::secret().as_bytes());
    let parts: Vec<_> = token.split('.').collect();
    for token in [
        "nonsense",
        "a.b.c",
        "..",
        &format!("{}.{}", parts[0], parts[1]),
        &format!("{token}.{}", parts[2]),
        &format!("{}.{}.", parts[0], parts[1]),
        &format!("{}..{}", parts[0], parts[2]),
        &format!("{token}="),
        &"a".repeat(7_000),
    ] {
        app.with_token(token).get(PATH).await.assert_refused(401);
    }
}

#[tokio::test]
async fn a_forged_one_is_refused() {
    let app = App::shared().await;
    let good = claims("somebody", "student");
    let token = hs256(&good, App::secret().as_bytes());
    let admin = URL_SAFE_NO_PAD.encode(claims("somebody", "admin").to_string());
    let parts: Vec<_> = token.split('.').collect();
    let swapped = format!("{}.{admin}.{}", parts[0], parts[2]);
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    for token in [
        hs256(&good, b"another-secret-another-secret-another"),
        hs256(&good, b""),
        unsigned(&good),
        swapped,
        forge(&json!({ "alg": "None" }), &good, |_| Vec::new()),
        forge(&header, &good, |_| Vec::new()),
        forge(&header, &good, |_| vec![0; 32]),
    ] {
        app.with_token(&token).get(PATH).await.assert_refused(401);
    }
}

#[tokio::test]
async fn an_algorithm_that_the_key_is_not_for_is_refused() {
    let app = App::shared().await;
    let good = claims("somebody", "student");
    for algorithm in ["HS384", "HS512", "RS256", "ES256", "EdDSA", "hs256", ""] {
        let signed = hs256(&good, App::secret().as_bytes());
        let signature = URL_SAFE_NO_PAD
            .decode(signed.rsplit('.').next().expect("a part"))
            .expect("base64");
        let token = forge(&json!({ "alg": algorithm, "typ": "JWT" }), &good, |_| {
            signature
        });
        app.with_token(&token).get(PATH).await.assert_refused(401);
    }
}

#[tokio::test]
async fn the_local_ones_work() {
    let app = App::shared().await;
    let body =
        json!({ "sub": "somebody", "role": "admin", "name": "Some Body", "ttl_seconds": 60 });
    let token = app
        .anonymous()
        .post("/_local/tokens", body)
        .await
        .expect(200)
        .text("token");
    app.with_token(&token)
        .get("/bookings?student_id=another-student")
        .await
        .expect(200);
}
