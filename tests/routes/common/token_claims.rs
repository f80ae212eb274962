use serde_json::{Value, json};
use tests::{App, claims, real_now, with, without};

use super::tokens::with_claims;

#[tokio::test]
async fn times_are_kept_with_30_seconds_of_leeway() {
    let app = App::shared().await;
    let now = real_now().as_second();
    let good = claims("somebody", "student");
    with_claims(&app, &with(&good, "exp", now - 15))
        .await
        .expect(404);
    with_claims(&app, &with(&good, "nbf", now + 20))
        .await
        .expect(404);
    for bad in [
        without(&good, "exp"),
        with(&good, "exp", now - 60),
        with(&good, "exp", 0),
        with(&good, "exp", -1),
        with(&good, "exp", "tomorrow"),
        with(&good, "exp", Value::Null),
        with(&good, "nbf", now + 60),
        with(&good, "nbf", "later"),
    ] {
        with_claims(&app, &bad).await.assert_refused(401);
    }
}

#[tokio::test]
async fn times_are_the_real_ones_whatever_the_clock_says() {
    let app = App::start().await;
    app.advance(7 * 86_400).await;
    with_claims(&app, &claims("somebody", "student"))
        .await
        .expect(404);
    app.set_clock("2020-01-01T00:00:00Z").await;
    with_claims(&app, &claims("somebody", "student"))
        .await
        .expect(404);
}

#[tokio::test]
async fn a_sub_that_is_missing_or_no_id_is_refused() {
    let app = App::shared().await;
    let good = claims("somebody", "student");
    with_claims(&app, &without(&good, "sub"))
        .await
        .assert_refused(401);
    for sub in [
        json!(null),
        json!(""),
        json!("a b"),
        json!(" somebody "),
        json!("-a"),
        json!("a#b"),
        json!("a\u{0}"),
        json!("ä"),
        json!("a".repeat(129)),
        json!(true),
        json!(["a"]),
        json!({ "id": 1 }),
        json!(-1),
    ] {
        with_claims(&app, &with(&good, "sub", sub))
            .await
            .assert_refused(401);
    }
    with_claims(&app, &with(&good, "sub", "a".repeat(128)))
        .await
        .expect(404);
}

#[tokio::test]
async fn a_number_is_the_same_user_as_its_digits() {
    let app = App::shared().await;
    let id = fastrand::u64(1_000_000_000..1 << 53);
    let number = app.with_claims(&with(&claims("x", "student"), "sub", id));
    let body = json!({ "user_id": id.to_string(), "role": "student", "profile_data": { "name": "Num Ber" } });
    number.post("/profiles", body).await.expect(201);
    let text = app
        .as_student(&id.to_string())
        .get(&format!("/profiles?user_id={id}"))
        .await
        .expect(200);
    assert_eq!(text.json()["profile"]["user_id"], id.to_string());
}

/// Only an admin may see another's bookings.
#[tokio::test]
async fn roles_are_read_however_they_are_spelled() {
    let app = App::shared().await;
    let path = "/bookings?student_id=another-student";
    let none = without(&claims("somebody", "x"), "role");
    for role in [
        "admin",
        "Admin",
        "ADMIN",
        "super_admin",
        "Super Admin",
        "super-admin",
        "superAdmin",
        "SUPER__ADMIN",
    ] {
        app.as_user("somebody", role).get(path).await.expect(200);
        app.with_claims(&with(&none, "roles", vec!["student", role]))
            .get(path)
            .await
            .expect(200);
    }
    let both = with(&claims("somebody", "student"), "roles", vec!["admin"]);
    app.with_claims(&both).get(path).await.expect(200);
    for role in ["student", "adm in x", "administrator", "", "root"] {
        app.as_user("somebody", role)
            .get(path)
            .await
            .assert_refused(403);
    }
    app.with_claims(&none).get(path).await.assert_refused(403);
    app.with_claims(&with(&none, "roles", Vec::<String>::new()))
        .get(path)
        .await
        .assert_refused(403);
}

#[tokio::test]
async fn both_roles_together_do_what_either_may() {
    let app = App::shared().await;
    let id = tests::unique_id("both");
    let both = app.with_claims(&with(&claims(&id, "student"), "roles", vec!["Teacher"]));
    let profile = json!({ "user_id": id, "role": "teacher", "profile_data": { "name": "Bo Th" } });
    both.post("/profiles", profile).await.expect(201);
    let slot = json!({
        "teacher_id": id,
        "start_time": tests::tomorrow_at("10:00"),
        "end_time": tests::tomorrow_at("11:00"),
    });
    both.post("/availability", slot).await.expect_success();
}

#[tokio::test]
async fn issuer_and_audience_are_checked_when_set() {
    let app = App::start_with(&[
        ("JWT_ISSUER", "https://issuer.test/"),
        ("JWT_AUDIENCE", "sessions"),
    ])
    .await;
    let good = with(
        &with(
            &claims("somebody", "student"),
            "iss",
            "https://issuer.test/",
        ),
        "aud",
        "sessions",
    );
    with_claims(&app, &good).await.expect(404);
    with_claims(&app, &with(&good, "aud", vec!["other", "sessions"]))
        .await
        .expect(404);
    for bad in [
        without(&good, "iss"),
        without(&good, "aud"),
        with(&good, "iss", "https://issuer.test"),
        with(&good, "iss", 1),
        with(&good, "aud", "session"),
        with(&good, "aud", vec!["other"]),
        with(&good, "aud", Vec::<String>::new()),
    ] {
        with_claims(&app, &bad).await.assert_refused(401);
    }
}
