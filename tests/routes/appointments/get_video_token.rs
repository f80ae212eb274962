//! GET /api/appointments/video-token/{id}

use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, App, Visit, on_the_day, second_of, tomorrow_at, twilio_token, visit, with,
};

/// The local platform's, when not told otherwise.
const KEY: &str = "SK00000000000000000000000000000000";
const ACCOUNT: &str = "AC00000000000000000000000000000000";
const SECRET: &str = "local-twilio-secret";

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

/// Sarah and Jane, whose ids are numbers, with an hour from 14:30 on.
async fn of_sarah_and_jane(app: &App) -> Visit {
    let psychologist = app.numbered("psychologist", "sarah@example.com");
    let patient = app.numbered("patient", "jane@example.com");
    let body = visit(&psychologist.id, &patient.id, &on_the_day("14:30"));
    app.visit_of(&psychologist, &patient, &body).await
}

#[tokio::test]
async fn is_what_twilio_takes() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let visit = of_sarah_and_jane(&app).await;
    let room = visit.text("video_room_id").await;
    for (person, email) in [
        (&visit.psychologist, "sarah@example.com"),
        (&visit.patient, "jane@example.com"),
    ] {
        app.set_time("14:20:00").await;
        let answer = visit.video(person, "token").await.expect(200);
        let shown = answer.json();
        let identity = format!("{}-{email}", person.id);
        let expected = json!({
            "access_token": shown["access_token"],
            "room_name": room,
            "user_identity": identity,
            "expires_in": 5_400,
            "expires_at": shown["expires_at"],
            "appointment_id": visit.id,
            "appointment_duration_minutes": 60,
            "token_valid_until": "90 minutes (1 hours)",
        });
        assert_eq!(shown, expected);

        let token = shown["access_token"].as_str().expect("a token");
        let (header, claims) = twilio_token(token, SECRET);
        let expected = json!({ "typ": "JWT", "alg": "HS256", "cty": "twilio-fpa;v=1" });
        assert_eq!(header, expected);
        let issued_at = claims["iat"].as_i64().expect("a number");
        let now = second_of(&json!(on_the_day("14:20")));
        assert!((now..=now + SLACK).contains(&issued_at), "{claims}");
        let expected = json!({
            "jti": format!("{KEY}-{issued_at}"),
            "iss": KEY,
            "sub": ACCOUNT,
            "iat": issued_at,
            "exp": issued_at + 5_400,
            "grants": { "identity": identity, "video": { "room": room } },
        });
        assert_eq!(claims, expected);
        assert_eq!(second_of(&shown["expires_at"]), issued_at + 5_400);
    }
}

#[tokio::test]
async fn is_signed_as_the_settings_say() {
    let (account, key) = (format!("AC{:0>32}", "7"), format!("SK{:0>32}", "8"));
    let settings = [
        ("RATE_LIMIT_PER_MINUTE", "0"),
        ("TWILIO_ACCOUNT_SID", account.as_str()),
        ("TWILIO_API_KEY_SID", key.as_str()),
        ("TWILIO_API_KEY_SECRET", "another secret"),
    ];
    let app = App::start_with(&settings).await;
    let visit = app.visit().await;
    let answer = visit.video(&visit.patient, "token").await.expect(200);
    let (_, claims) = twilio_token(&answer.text("access_token"), "another secret");
    assert_eq!(claims["sub"], account);
    assert_eq!(claims["iss"], key);
    let jti = claims["jti"].as_str().expect("a text");
    assert!(jti.starts_with(&format!("{key}-")), "{jti}");
}

#[tokio::test]
async fn without_an_email_the_identity_is_the_id() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for person in [&visit.psychologist, &visit.patient] {
        let answer = visit.video(person, "token").await.expect(200);
        assert_eq!(answer.text("user_identity"), person.id);
        let (_, claims) = twilio_token(&answer.text("access_token"), SECRET);
        assert_eq!(claims["grants"]["identity"], person.id);
    }
}

#[tokio::test]
async fn is_good_for_the_duration_and_half_an_hour() {
    let app = App::shared().await;
    for (minutes, valid) in [
        (15, "45 minutes (0 hours)"),
        (30, "60 minutes (1 hours)"),
        (45, "75 minutes (1 hours)"),
        (60, "90 minutes (1 hours)"),
        (90, "120 minutes (2 hours)"),
        (149, "179 minutes (2 hours)"),
        (240, "270 minutes (4 hours)"),
    ] {
        let (psychologist, patient) = (app.psychologist(), app.patient());
        let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
        let body = with(&body, "duration_minutes", minutes);
        let visit = app.visit_of(&psychologist, &patient, &body).await;
        let answer = visit.video(&patient, "token").await.expect(200);
        assert_eq!(answer.text("token_valid_until"), valid);
        assert_eq!(answer.number("expires_in"), (minutes + 30) * 60);
        assert_eq!(answer.number("appointment_duration_minutes"), minutes);
        let (_, claims) = twilio_token(&answer.text("access_token"), SECRET);
        let lives = claims["exp"].as_u64().zip(claims["iat"].as_u64());
        let lives = lives.map(|(exp, iat)| exp - iat);
        assert_eq!(lives, Some((minutes + 30) * 60));
    }
}

#[tokio::test]
async fn may_be_fetched_until_the_end() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let visit = app.visit_at(&on_the_day("14:30")).await;
    for (time, status) in [
        ("08:00:10", 200),
        ("14:14:00", 200),
        ("14:30:00", 200),
        ("15:29:30", 200),
        ("15:30:00", 409),
        ("23:00:00", 409),
    ] {
        app.set_time(time).await;
        for what in ["token", "token-refresh"] {
            for person in [&visit.psychologist, &visit.patient] {
                let answer = visit.video(person, what).await;
                assert_eq!(answer.status(), status, "{time}: {answer}");
                if status != 200 {
                    answer.assert_detailed(status);
                }
            }
        }
    }
    // Whose it is comes before its time.
    let stranger = app.patient();
    visit.video(&stranger, "token").await.assert_detailed(403);
}

#[tokio::test]
async fn a_move_moves_the_time_that_it_may_be_fetched() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let visit = app.visit_at(&on_the_day("14:30")).await;
    let room = visit.text("video_room_id").await;
    let later = json!({ "appointment_date": on_the_day("18:00"), "duration_minutes": 120 });
    visit.change(&visit.patient, later).await.expect(200);
    app.set_time("19:50:00").await;
    let answer = visit.video(&visit.patient, "token").await.expect(200);
    assert_eq!(answer.text("room_name"), room);
    assert_eq!(answer.number("expires_in"), 150 * 60);
    app.set_time("20:00:00").await;
    visit
        .video(&visit.patient, "token")
        .await
        .assert_detailed(409);
}

#[tokio::test]
async fn only_while_it_is_scheduled_or_confirmed() {
    let app = App::shared().await;
    for (status, expected) in [
        ("scheduled", 200),
        ("confirmed", 200),
        ("completed", 409),
        ("cancelled", 409),
    ] {
        let visit = app.visit_in_status(status).await;
        for what in ["token", "token-refresh"] {
            for person in [&visit.psychologist, &visit.patient] {
                let answer = visit.video(person, what).await;
                assert_eq!(answer.status(), expected, "{status}: {answer}");
                if expected == 409 {
                    answer.assert_detailed(409);
                }
            }
            let stranger = visit.video(&app.psychologist(), what).await;
            stranger.assert_detailed(403);
        }
    }
}

#[tokio::test]
async fn who_meets_in_person_gets_none() {
    let app = App::shared().await;
    let visit = app.visit_in_person().await;
    for what in ["token", "token-refresh"] {
        for person in [&visit.psychologist, &visit.patient] {
            visit.video(person, what).await.assert_detailed(409);
        }
        let stranger = visit.video(&app.patient(), what).await;
        stranger.assert_detailed(403);
    }
}

#[tokio::test]
async fn is_not_to_be_stored() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for what in ["token", "token-refresh"] {
        let answer = visit.video(&visit.patient, what).await.expect(200);
        let kept = answer.words("cache-control");
        assert!(kept.contains(&"no-store".to_owned()), "{answer}");
    }
}

#[tokio::test]
async fn works_while_twilio_does_not() {
    let app = App::start().await;
    let visit = app.visit().await;
    for kind in ["error", "throttle", "timeout"] {
        app.fault("twilio", "*", kind, 1_000).await;
        for what in ["token", "token-refresh"] {
            visit.video(&visit.patient, what).await.expect(200);
        }
        app.clear_faults().await;
    }
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for slash in ["", "/"] {
        let path = format!("{APPOINTMENTS}video-token/{}{slash}", visit.id);
        let answer = visit.patient.get(&path).await.expect(200);
        assert_eq!(answer.number("appointment_id"), visit.id);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        visit.video(&caller, "token").await.assert_detailed(401);
    }
}

#[tokio::test]
async fn is_for_its_two_alone() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for role in [
        "psychologist",
        "doctor",
        "patient",
        "student",
        "teacher",
        "admin",
        "super_admin",
    ] {
        let stranger = app.somebody(role);
        visit.video(&stranger, "token").await.assert_detailed(403);
    }
}

#[tokio::test]
async fn who_one_is_goes_by_the_id_and_not_by_the_role() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let treated = app.as_user(&visit.patient.id, "psychologist");
    let answer = visit.video(&treated, "token").await.expect(200);
    assert_eq!(answer.text("user_identity"), visit.patient.id);
    let doctor = app.as_user(&visit.psychologist.id, "doctor");
    visit.video(&doctor, "token").await.expect(200);
}

#[tokio::test]
async fn an_unknown_appointment_is_not_found() {
    let app = App::shared().await;
    for id in ["1", "0", "x", "%00", "9007199254740993", "-1"] {
        for what in ["token", "token-refresh", "status"] {
            let path = format!("{APPOINTMENTS}video-{what}/{id}/");
            app.patient().get(&path).await.assert_detailed(404);
        }
    }
}

#[tokio::test]
async fn two_tokens_open_one_room() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let mut rooms = Vec::new();
    for person in [&visit.psychologist, &visit.patient] {
        let answer = visit.video(person, "token").await.expect(200);
        let (_, claims) = twilio_token(&answer.text("access_token"), SECRET);
        rooms.push(claims["grants"]["video"]["room"].clone());
    }
    rooms.dedup();
    assert_eq!(rooms, [visit.shown().await["video_room_id"].clone()]);
    assert_ne!(rooms[0], Value::Null);
}
