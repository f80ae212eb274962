//! GET /api/appointments/video-token-refresh/{id}

use serde_json::{Value, json};
use tests::{App, on_the_day, second_of, twilio_token};

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

#[tokio::test]
async fn is_a_newer_token_for_the_same_room() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let visit = app.visit_at(&on_the_day("14:30")).await;
    for person in [&visit.psychologist, &visit.patient] {
        app.set_time("14:30:00").await;
        let first = visit.video(person, "token").await.expect(200).json();
        app.set_time("15:20:00").await;
        let answer = visit.video(person, "token-refresh").await;
        let second = answer.expect(200).json();
        let now = second_of(&json!(on_the_day("15:20")));
        let refreshed_at = second_of(&second["refreshed_at"]);
        assert!((now..=now + SLACK).contains(&refreshed_at), "{second}");

        let token = second["access_token"].as_str().expect("a token");
        let (_, claims) = twilio_token(token, "local-twilio-secret");
        assert_eq!(claims["iat"], refreshed_at);
        assert_eq!(claims["exp"], refreshed_at + 5_400);
        assert_eq!(second_of(&second["expires_at"]), refreshed_at + 5_400);
        let grants = json!({ "identity": person.id, "video": { "room": first["room_name"] } });
        assert_eq!(claims["grants"], grants);

        let fields = |value: &Value| -> Vec<String> {
            let fields = value.as_object().expect("an object");
            let is_kept = |name: &&String| name.as_str() != "refreshed_at";
            fields.keys().filter(is_kept).cloned().collect()
        };
        assert_eq!(fields(&first), fields(&second));
        assert_eq!(first.get("refreshed_at"), None);
        for field in [
            "room_name",
            "user_identity",
            "expires_in",
            "appointment_id",
            "appointment_duration_minutes",
            "token_valid_until",
        ] {
            assert_eq!(first[field], second[field], "{field}");
        }
    }
}

#[tokio::test]
async fn needs_no_token_before_it() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let answer = visit.video(&visit.patient, "token-refresh").await;
    assert_eq!(answer.expect(200).number("appointment_id"), visit.id);
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for slash in ["", "/"] {
        let path = format!(
            "{}video-token-refresh/{}{slash}",
            tests::APPOINTMENTS,
            visit.id
        );
        visit.patient.get(&path).await.expect(200);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        let refused = visit.video(&caller, "token-refresh").await;
        refused.assert_detailed(401);
    }
}

#[tokio::test]
async fn is_for_its_two_alone() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for role in ["psychologist", "doctor", "patient", "student", "admin"] {
        let refused = visit.video(&app.somebody(role), "token-refresh").await;
        refused.assert_detailed(403);
    }
}
