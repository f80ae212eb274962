//! POST /attendees

use http::Method;
use serde_json::{Value, json};
use tests::{App, Person, unique_id, with, without};

fn attendee(meeting_id: &str, person: &Person) -> Value {
    json!({ "meeting_id": meeting_id, "user_id": person.id, "name": "Stu Dent" })
}

#[tokio::test]
async fn makes_an_attendee_as_the_chime_sdk_takes_it() {
    let app = App::shared().await;
    let met = app.met().await;
    let made = met
        .student
        .post("/attendees", attendee(&met.id, &met.student))
        .await
        .expect(201);
    let body = made.json();
    assert_eq!(
        body.as_object().map(serde_json::Map::len),
        Some(2),
        "{made}"
    );
    assert_eq!(
        body["attendee_data"]["AttendeeId"],
        made.text("attendee_id").as_str()
    );
    assert!(
        body["attendee_data"]["JoinToken"]
            .as_str()
            .is_some_and(|token| token.len() >= 2),
        "{made}"
    );
    assert!(
        body["attendee_data"]["ExternalUserId"]
            .as_str()
            .is_some_and(|id| (2..=64).contains(&id.len())),
        "{made}"
    );
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let live = app.chime_meetings_of(&met.id).await;
    let mut at_chime = live[0]["Attendees"].clone();
    // Only the stand-in tells who is in.
    at_chime[0].as_object_mut().expect("one").remove("Presence");
    assert_eq!(at_chime, json!([body["attendee_data"]]));
}

#[tokio::test]
async fn the_same_user_gets_the_same_attendee() {
    let app = App::shared().await;
    let met = app.met().await;
    let first = met
        .student
        .post("/attendees", attendee(&met.id, &met.student))
        .await
        .expect(201)
        .json();
    let second = met
        .student
        .post("/attendees", attendee(&met.id, &met.student))
        .await
        .expect(200);
    assert_eq!(second.json(), first);
    assert_eq!(second.header("cache-control"), Some("no-store"));
    let teacher = met
        .teacher
        .post("/attendees", attendee(&met.id, &met.teacher))
        .await
        .expect(201);
    assert_ne!(teacher.json()["attendee_id"], first["attendee_id"]);
    assert_eq!(
        app.chime_meetings_of(&met.id).await[0]["Attendees"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

/// Chime takes 64 characters and no personal data.
#[tokio::test]
async fn user_ids_of_any_length_can_join() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    teacher.offer("10:00", "12:00").await;
    let id = format!("{}@{}", unique_id("a.long+one|user"), "example".repeat(13));
    assert!(id.len() > 100 && id.len() <= 128);
    let student = app.as_student(&id);
    let profile = json!({ "user_id": id, "role": "student", "profile_data": { "name": "Long" } });
    student.post("/profiles", profile).await.expect(201);
    let booking = with(
        &teacher.booking(&teacher, "10:00", "11:00"),
        "student_id",
        id.as_str(),
    );
    let booking = student
        .post("/bookings", booking)
        .await
        .expect(201)
        .text("booking_id");
    let session = student
        .post("/sessions", json!({ "booking_id": booking }))
        .await
        .expect(201)
        .text("session_id");
    let meeting = student
        .post("/meetings", json!({ "session_id": session }))
        .await
        .expect(201)
        .text("meeting_id");
    let body = json!({ "meeting_id": meeting, "user_id": id, "name": "Long" });
    let made = student.post("/attendees", body).await.expect(201).json();
    let external = made["attendee_data"]["ExternalUserId"]
        .as_str()
        .expect("an external id");
    assert!(
        !external.contains('@') && external.len() <= 64,
        "{external}"
    );
}

#[tokio::test]
async fn an_ended_meeting_is_not_found() {
    let app = App::shared().await;
    let met = app.met().await;
    met.student
        .call(Method::DELETE, "/meetings")
        .json(&json!({ "meeting_id": met.id }))
        .await
        .expect(200);
    met.student
        .post("/attendees", attendee(&met.id, &met.student))
        .await
        .assert_refused(404);
    let expired = app.met().await;
    app.expire_meeting(&expired.id).await;
    expired
        .student
        .post("/attendees", attendee(&expired.id, &expired.student))
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let met = app.met().await;
    app.anonymous()
        .post("/attendees", attendee(&met.id, &met.student))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let met = app.met().await;
    let stranger = app.student().await;
    stranger
        .post("/attendees", attendee(&met.id, &stranger))
        .await
        .assert_refused(403);
    assert_eq!(
        app.chime_meetings_of(&met.id).await[0]["Attendees"],
        json!([])
    );
}

#[tokio::test]
async fn is_for_oneself_alone() {
    let app = App::shared().await;
    let met = app.met().await;
    met.student
        .post("/attendees", attendee(&met.id, &met.teacher))
        .await
        .assert_refused(403);
    met.teacher
        .post("/attendees", attendee(&met.id, &met.student))
        .await
        .assert_refused(403);
}

#[tokio::test]
async fn an_admin_makes_one_for_a_participant() {
    let app = App::shared().await;
    let met = app.met().await;
    app.as_admin()
        .post("/attendees", attendee(&met.id, &met.student))
        .await
        .expect(201);
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let met = app.met().await;
    let good = attendee(&met.id, &met.student);
    for field in ["meeting_id", "user_id"] {
        met.student
            .post("/attendees", without(&good, field))
            .await
            .assert_error(400, field);
        met.student
            .post("/attendees", with(&good, field, Value::Null))
            .await
            .assert_error(400, field);
    }
    for (field, value) in [
        ("meeting_id", json!(1)),
        ("meeting_id", json!([])),
        ("user_id", json!(true)),
        ("user_id", json!("a b")),
        ("user_id", json!("a\u{0}")),
        ("name", json!(1)),
        ("name", json!("n".repeat(201))),
        ("name", json!("a\u{0}b")),
    ] {
        met.student
            .post("/attendees", with(&good, field, value))
            .await
            .assert_error(400, field);
    }
}

#[tokio::test]
async fn an_unknown_meeting_is_not_found() {
    let app = App::shared().await;
    let student = app.student().await;
    for id in ["nothing", "00000000-0000-4000-8000-000000000000"] {
        student
            .post("/attendees", attendee(id, &student))
            .await
            .assert_refused(404);
    }
}
