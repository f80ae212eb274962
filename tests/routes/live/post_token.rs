//! POST /live/sessions/{name}/token

use http::Method;
use serde_json::json;
use tests::{
    App, LIVE_SESSIONS, NO_LIVE_SESSION, daily_claims, on_the_day, second_of, twilio_token,
};

/// How long one lives.
const LIVES_SECONDS: i64 = 3 * 3_600;

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

#[tokio::test]
async fn is_what_daily_takes() {
    let app = App::start().await;
    let session = app.live_session().await;
    let student = app.somebody("student");
    for (time, person, name, is_owner) in [
        ("14:30", &session.instructor, "Ines Tructor", true),
        ("15:30", &student, "Stu Dent", false),
    ] {
        app.set_time(time).await;
        let answer = session.token(person, name).await.expect(200);
        let token = answer.text("token");
        assert_eq!(answer.json(), json!({ "token": token }));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let claims = daily_claims(&token);
        let expected = json!({
            "r": session.name,
            "d": claims["d"],
            "u": name,
            "ud": person.id,
            "o": is_owner,
            "exp": claims["exp"],
        });
        assert_eq!(claims, expected);
        let exp = claims["exp"].as_i64().expect("a number");
        let left = exp - second_of(&json!(on_the_day(time)));
        let lives = LIVES_SECONDS..=LIVES_SECONDS + SLACK;
        assert!(lives.contains(&left), "{left}");
    }
}

#[tokio::test]
async fn any_valid_token_will_do() {
    let app = App::shared().await;
    let session = app.live_session().await;
    for role in [
        "student",
        "instructor",
        "teacher",
        "doctor",
        "patient",
        "admin",
        "super_admin",
        "nothing",
    ] {
        let person = app.somebody(role);
        let answer = session.token(&person, "Somebody").await.expect(200);
        let claims = daily_claims(&answer.text("token"));
        assert_eq!(claims["o"], false, "{role}");
        assert_eq!(claims["ud"], person.id);
    }
    // Who one is in a session is decided by the id, not by the role.
    let same = app.as_student(&session.instructor.id);
    let answer = session.token(&same, "Ines").await.expect(200);
    assert_eq!(daily_claims(&answer.text("token"))["o"], true);
}

#[tokio::test]
async fn opens_no_other_room() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let other = app.live_session_of(&session.instructor).await;
    for session in [&session, &other] {
        let answer = session.token(&session.instructor, "Ines").await;
        let claims = daily_claims(&answer.expect(200).text("token"));
        assert_eq!(claims["r"], session.name);
    }
}

#[tokio::test]
async fn is_signed_as_the_settings_say() {
    let settings = [
        ("RATE_LIMIT_PER_MINUTE", "0"),
        ("DAILY_API_KEY", "another key"),
    ];
    let app = App::start_with(&settings).await;
    let session = app.live_session().await;
    let answer = session.token(&session.instructor, "Ines").await;
    let (_, claims) = twilio_token(&answer.expect(200).text("token"), "another key");
    assert_eq!(claims["r"], session.name);
}

#[tokio::test]
async fn names_are_trimmed_and_otherwise_kept() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let longest = "é".repeat(200);
    for (given, kept) in [
        ("  Stu  Dent ", "Stu  Dent"),
        ("José \"Pepe\" 🎉", "José \"Pepe\" 🎉"),
        (longest.as_str(), longest.as_str()),
    ] {
        let answer = session.token(&session.instructor, given).await;
        let claims = daily_claims(&answer.expect(200).text("token"));
        assert_eq!(claims["u"], kept);
    }
}

#[tokio::test]
async fn what_callers_must_not_set_is_ignored() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let student = app.somebody("student");
    let body = json!({
        "userName": "Stu",
        "is_owner": true,
        "isOwner": true,
        "user_id": "root",
        "userId": "root",
        "room_name": "other",
        "exp": 9_999_999_999_u64,
    });
    let path = format!("{}/token/", session.path());
    let answer = student.post(&path, body).await.expect(200);
    let claims = daily_claims(&answer.text("token"));
    assert_eq!(claims["o"], false);
    assert_eq!(claims["ud"], student.id);
    assert_eq!(claims["r"], session.name);
    assert_ne!(claims["exp"], 9_999_999_999_u64);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let session = app.live_session().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        let answer = session.token(&caller, "Stu").await;
        answer.assert_live_error(401, "");
    }
}

#[tokio::test]
async fn a_name_is_required() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let path = format!("{}/token", session.path());
    let student = app.somebody("student");
    for body in [json!({}), json!({ "user_name": "Stu" })] {
        let answer = student.post(&path, body).await;
        answer.assert_live_message(400, "userName is required");
    }
    for name in [
        json!(""),
        json!("  "),
        json!(5),
        json!({}),
        json!("a\u{0}b"),
        json!("a".repeat(201)),
    ] {
        let answer = student.post(&path, json!({ "userName": name })).await;
        answer.assert_live_error(400, "userName");
    }
    let broken = student.call(Method::POST, &path);
    let broken = broken.body("application/json", "{").await;
    broken.assert_live_error(400, "");
    let text = student.call(Method::POST, &path);
    let text = text.body("text/plain", "x").await;
    text.assert_live_error(415, "");
}

#[tokio::test]
async fn of_an_unknown_session_is_not_found() {
    let app = App::shared().await;
    let body = json!({ "userName": "Stu" });
    for name in ["nothing-abc123", "%20"] {
        let path = format!("{LIVE_SESSIONS}/{name}/token");
        let answer = app.somebody("student").post(&path, body.clone()).await;
        answer.assert_live_message(404, NO_LIVE_SESSION);
    }
}
