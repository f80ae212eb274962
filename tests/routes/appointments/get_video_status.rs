//! GET /api/appointments/video-status/{id}

use serde_json::{Value, json};
use tests::{APPOINTMENTS, App, Visit, on_the_day, second_of, until};

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

const SARAH: &str = "19-sarah@example.com";
const JANE: &str = "2-jane@example.com";

async fn status(visit: &Visit) -> Value {
    let answer = visit.video(&visit.psychologist, "status").await;
    answer.expect(200).json()
}

/// An hour from 14:30, made in the morning.
async fn made(app: &App) -> Visit {
    app.set_time("08:00:00").await;
    app.visit_at(&on_the_day("14:30")).await
}

#[track_caller]
fn assert_near(value: &Value, expected: i64) {
    let seconds = value.as_i64();
    let seconds = seconds.unwrap_or_else(|| panic!("{value} is no number"));
    let near = expected - SLACK..=expected + SLACK;
    assert!(near.contains(&seconds), "{seconds} is not {expected}");
}

#[track_caller]
fn assert_at(time: &Value, expected: &str) {
    let late = second_of(time) - second_of(&json!(on_the_day(expected)));
    assert!((0..=SLACK).contains(&late), "{time} is not {expected}");
}

/// The participant of this identity.
#[track_caller]
fn participant<'a>(shown: &'a Value, identity: &str) -> &'a Value {
    let list = shown["participants"].as_array().expect("a list");
    let mut found = list.iter().filter(|one| one["identity"] == identity);
    let first = found.next();
    assert!(found.next().is_none(), "two of {identity} in {shown}");
    first.unwrap_or_else(|| panic!("no {identity} in {shown}"))
}

#[tokio::test]
async fn a_room_that_nobody_was_in_has_not_started() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for person in [&visit.psychologist, &visit.patient] {
        let shown = visit.video(person, "status").await.expect(200).json();
        // How nothing has lasted is not said.
        let duration = &shown["duration"];
        assert!(duration.is_null() || *duration == 0, "{shown}");
        let expected = json!({
            "room_name": visit.text("video_room_id").await,
            "room_sid": null,
            "status": "not-started",
            "participants_count": 0,
            "participants": [],
            "duration": duration,
            "created_at": null,
            "appointment_id": visit.id,
        });
        assert_eq!(shown, expected);
    }
}

#[tokio::test]
async fn tells_who_is_in_and_for_how_long() {
    let app = App::start().await;
    let visit = made(&app).await;
    app.set_time("14:30:00").await;
    visit.connect(SARAH).await;
    app.set_time("14:35:00").await;
    visit.connect(JANE).await;
    app.set_time("14:50:00").await;
    let shown = status(&visit).await;

    let (sarah, jane) = (participant(&shown, SARAH), participant(&shown, JANE));
    for (one, since, seconds) in [(sarah, "14:30:00", 1_200), (jane, "14:35:00", 900)] {
        assert_eq!(one["status"], "connected");
        assert_near(&one["duration"], seconds);
        assert_at(&one["connected_at"], since);
        let sid = one["sid"].as_str().expect("a SID");
        assert!(sid.starts_with("PA") && sid.len() == 34, "{sid}");
        assert_eq!(one.as_object().expect("an object").len(), 5, "{one}");
    }
    let room_sid = shown["room_sid"].as_str().expect("a SID");
    assert!(
        room_sid.starts_with("RM") && room_sid.len() == 34,
        "{room_sid}"
    );
    assert_near(&shown["duration"], 1_200);
    assert_at(&shown["created_at"], "14:30:00");
    let expected = json!({
        "room_name": visit.text("video_room_id").await,
        "room_sid": room_sid,
        "status": "in-progress",
        "participants_count": 2,
        "participants": shown["participants"],
        "duration": shown["duration"],
        "created_at": shown["created_at"],
        "appointment_id": visit.id,
    });
    assert_eq!(shown, expected);
    assert_eq!(shown["participants"].as_array().map(Vec::len), Some(2));

    // The patient sees the same.
    let answer = visit.video(&visit.patient, "status").await;
    assert_eq!(answer.expect(200).json()["room_sid"], room_sid);
}

#[tokio::test]
async fn counts_the_connected() {
    let app = App::start().await;
    let visit = made(&app).await;
    app.set_time("14:30:00").await;
    visit.connect(SARAH).await;
    visit.connect(JANE).await;
    app.set_time("14:40:00").await;
    visit.disconnect(JANE).await;
    app.set_time("14:50:00").await;
    let shown = status(&visit).await;
    assert_eq!(shown["status"], "in-progress");
    assert_eq!(shown["participants_count"], 1);
    assert_near(&participant(&shown, SARAH)["duration"], 1_200);
    // Those who have left may be told of, but not as connected.
    for one in shown["participants"].as_array().expect("a list") {
        if one["identity"] == JANE {
            assert_eq!(one["status"], "disconnected");
            assert_near(&one["duration"], 600);
        }
    }
    // Back again.
    visit.connect(JANE).await;
    assert_eq!(status(&visit).await["participants_count"], 2);
}

#[tokio::test]
async fn a_room_that_is_over_is_completed() {
    let app = App::start().await;
    let visit = made(&app).await;
    app.set_time("14:30:00").await;
    visit.connect(SARAH).await;
    visit.connect(JANE).await;
    app.set_time("14:40:00").await;
    let seen = status(&visit).await;
    app.set_time("15:20:00").await;
    visit.disconnect(SARAH).await;
    visit.disconnect(JANE).await;
    // Twilio ends a room that is empty for some minutes.
    app.set_time("15:50:00").await;
    let shown = until("the end of the room", async || {
        Some(status(&visit).await).filter(|shown| shown["status"] == "completed")
    })
    .await;
    assert_eq!(shown["room_sid"], seen["room_sid"]);
    assert_eq!(shown["room_name"], seen["room_name"]);
    assert_eq!(shown["created_at"], seen["created_at"]);
    assert_eq!(shown["participants_count"], 0);
    let duration = shown["duration"].as_i64().expect("seconds");
    // From the first who came to the last who left, or the room's end.
    assert!(
        (3_000 - SLACK..=4_800 + SLACK).contains(&duration),
        "{shown}"
    );
    // It does not go on.
    app.set_time("18:00:00").await;
    assert_eq!(status(&visit).await["duration"], duration);
}

#[tokio::test]
async fn works_whatever_the_appointment_has_become() {
    let app = App::start().await;
    for last in ["completed", "cancelled"] {
        let visit = made(&app).await;
        app.set_time("14:20:00").await;
        visit.connect(SARAH).await;
        let psychologist = &visit.psychologist;
        visit.step(psychologist, "confirmed").await.expect(200);
        visit.step(psychologist, last).await.expect(200);
        let shown = status(&visit).await;
        assert_eq!(shown["status"], "in-progress");
        assert_eq!(shown["participants_count"], 1);
    }
}

#[tokio::test]
async fn many_participants_are_all_told_of() {
    let app = App::start().await;
    let visit = made(&app).await;
    app.set_time("14:30:00").await;
    // A room takes 50.
    for n in 0..45 {
        visit.connect(&format!("{n}-guest")).await;
    }
    let shown = status(&visit).await;
    assert_eq!(shown["participants_count"], 45);
    for n in 0..45 {
        participant(&shown, &format!("{n}-guest"));
    }
}

#[tokio::test]
async fn rooms_are_told_apart() {
    let app = App::shared().await;
    let (one, other) = (app.visit().await, app.visit().await);
    one.connect(SARAH).await;
    assert_eq!(status(&one).await["participants_count"], 1);
    assert_eq!(status(&other).await["status"], "not-started");
    other.connect(JANE).await;
    let (first, second) = (status(&one).await, status(&other).await);
    assert_ne!(first["room_sid"], second["room_sid"]);
    participant(&first, SARAH);
    participant(&second, JANE);
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for slash in ["", "/"] {
        let path = format!("{APPOINTMENTS}video-status/{}{slash}", visit.id);
        let answer = visit.patient.get(&path).await.expect(200);
        assert_eq!(answer.number("appointment_id"), visit.id);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        visit.video(&caller, "status").await.assert_detailed(401);
    }
}

#[tokio::test]
async fn is_not_for_strangers() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for role in ["psychologist", "doctor", "patient", "student", "teacher"] {
        let refused = visit.video(&app.somebody(role), "status").await;
        refused.assert_detailed(403);
    }
    // Admin may everything, the document says its two alone.
    let answer = visit.video(&app.as_admin(), "status").await;
    match answer.status() {
        403 => answer.assert_detailed(403),
        _ => assert_eq!(answer.expect(200).text("status"), "not-started"),
    }
}
