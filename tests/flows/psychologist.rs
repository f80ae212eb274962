//! The five steps of the document, with the clock moved from the day's
//! beginning to its end.

use jiff::Timestamp;
use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, App, SCHEDULE, Visit, on_the_day, second_of, twilio_token, until, visit, with,
};

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

/// Sarah sees Jane from 08:00 to 09:00.
async fn confirmed(app: &App) -> Visit {
    let psychologist = app.numbered("psychologist", "sarah@example.com");
    let patient = app.numbered("patient", "jane@example.com");
    let body = visit(&psychologist.id, &patient.id, &on_the_day("08:00"));
    let body = with(&body, "patient_name", "Jane Doe");
    let visit = app.visit_of(&psychologist, &patient, &body).await;
    let step = visit.step(&psychologist, "confirmed");
    step.await.expect(200);
    visit
}

/// Step 1: the appointment in the schedule, and what it says of joining.
async fn scheduled(visit: &Visit, time: &str, session_status: &str, can_join: bool) -> Value {
    visit.app.set_time(time).await;
    let path = format!("{SCHEDULE}?status=confirmed");
    let schedule = visit.psychologist.get(&path).await.expect(200);
    assert_eq!(schedule.ids(), [visit.id]);
    let shown = schedule.results()[0].clone();
    assert_eq!(shown["session_status"], session_status, "{time}");
    assert_eq!(shown["can_join_session"], can_join, "{time}");
    shown
}

#[track_caller]
fn assert_seconds(value: &Value, expected: i64) {
    let seconds = value.as_i64().unwrap_or_default();
    let near = expected - SLACK..=expected;
    assert!(near.contains(&seconds), "{value} is not {expected}");
}

/// When a token ends, as it says itself and as is said of it.
#[track_caller]
fn expiry(token: &Value, identity: &str, room: &Value) -> i64 {
    let text = token["access_token"].as_str().expect("a token");
    let (_, claims) = twilio_token(text, "local-twilio-secret");
    let grants = json!({ "identity": identity, "video": { "room": room } });
    assert_eq!(claims["grants"], grants);
    let expires_at = second_of(&token["expires_at"]);
    assert_eq!(claims["exp"], expires_at);
    expires_at
}

#[tokio::test]
async fn from_the_schedule_to_the_end_of_the_room() {
    let app = App::start().await;
    app.set_time("06:00:00").await;
    let visit = confirmed(&app).await;
    let sarah = format!("{}-sarah@example.com", visit.psychologist.id);
    let jane = format!("{}-jane@example.com", visit.patient.id);

    // 1. The schedule: an hour before, and when the door opens.
    let shown = scheduled(&visit, "07:00:00", "upcoming", false).await;
    assert_seconds(&shown["time_until_start_seconds"], 3_600);
    assert_eq!(shown["patient_name"], "Jane Doe");
    assert_eq!(shown["formatted_date"], "Mon, 25 Jan 2027");
    assert_eq!(shown["formatted_time"], "08:00 AM");
    scheduled(&visit, "07:44:30", "upcoming", false).await;
    let shown = scheduled(&visit, "07:45:00", "upcoming", true).await;
    assert_seconds(&shown["time_until_start_seconds"], 900);
    let room = &shown["video_room_id"];
    let not_yet = visit.video(&visit.psychologist, "status").await;
    assert_eq!(not_yet.expect(200).text("status"), "not-started");

    // 2. Tokens, one for each.
    let token = visit.video(&visit.psychologist, "token").await;
    let token = token.expect(200).json();
    assert_eq!(token["room_name"], *room);
    assert_eq!(token["user_identity"], sarah);
    let first_expiry = expiry(&token, &sarah, room);
    let of_jane = visit.video(&visit.patient, "token").await;
    expiry(&of_jane.expect(200).json(), &jane, room);

    // 3. Both connect.
    let shown = scheduled(&visit, "08:00:00", "in_progress", true).await;
    assert_seconds(&shown["time_remaining_seconds"], 3_600);
    assert_eq!(shown["time_until_start_seconds"], Value::Null);
    visit.connect(&sarah).await;
    visit.connect(&jane).await;

    // 4. Five minutes before it ends the token is refreshed.
    let soon = Timestamp::from_second(first_expiry - 6 * 60).expect("a time");
    assert!(soon.to_string() < on_the_day("09:10"), "{soon}");
    app.set_time("08:55:00").await;
    let again = visit.video(&visit.psychologist, "token-refresh").await;
    let again = again.expect(200).json();
    assert!(expiry(&again, &sarah, room) > first_expiry);
    let refreshed_at = second_of(&again["refreshed_at"]);
    assert_eq!(second_of(&again["expires_at"]), refreshed_at + 5_400);

    // 5. Who is in the room.
    let status = visit.video(&visit.psychologist, "status").await;
    let status = status.expect(200).json();
    assert_eq!(status["status"], "in-progress");
    assert_eq!(status["room_name"], *room);
    assert_eq!(status["participants_count"], 2);
    let mut identities: Vec<_> = status["participants"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["identity"].as_str().expect("an identity"))
        .collect();
    identities.sort_unstable();
    let mut expected = [sarah.as_str(), jane.as_str()];
    expected.sort_unstable();
    assert_eq!(identities, expected);

    // The end.
    let shown = scheduled(&visit, "08:59:30", "in_progress", true).await;
    assert_seconds(&shown["time_remaining_seconds"], 30);
    let shown = scheduled(&visit, "09:00:00", "ended", false).await;
    assert_eq!(shown["time_remaining_seconds"], Value::Null);
    for what in ["token", "token-refresh"] {
        let late = visit.video(&visit.psychologist, what).await;
        late.assert_detailed(409);
    }
    visit.disconnect(&sarah).await;
    visit.disconnect(&jane).await;
    app.set_time("09:30:00").await;
    let over = until("the end of the room", async || {
        let status = visit.video(&visit.psychologist, "status").await;
        let status = status.expect(200).json();
        (status["status"] == "completed").then_some(status)
    })
    .await;
    assert_eq!(over["room_sid"], status["room_sid"]);
    assert_eq!(over["participants_count"], 0);
    let list = visit.patient.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.results()[0]["session_status"], "ended");
}
