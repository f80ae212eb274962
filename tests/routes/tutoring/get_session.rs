//! GET /sessions/{id}

use serde_json::json;
use tests::{App, tomorrow_at, unique_id};

#[tokio::test]
async fn shows_it_to_both_sides_and_admins() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for caller in [&*opened.student, &*opened.teacher, &app.as_admin()] {
        let shown = caller
            .get(&format!("/sessions/{}", opened.id))
            .await
            .expect(200);
        assert_eq!(shown.text("session_id"), opened.id);
        assert_eq!(shown.text("booking_id"), opened.booking_id);
        assert_eq!(shown.text("student_id"), opened.student.id);
        assert_eq!(shown.text("teacher_id"), opened.teacher.id);
        assert_eq!(shown.text("start_time"), tomorrow_at("10:00"));
        assert_eq!(shown.text("end_time"), tomorrow_at("11:00"));
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(shown.json(), {
                ".session_id" => "[id]", ".booking_id" => "[id]", ".student_id" => "[id]",
                ".teacher_id" => "[id]", ".start_time" => "[time]", ".end_time" => "[time]",
            }, @r#"
            {
              "booking_id": "[id]",
              "end_time": "[time]",
              "files": [],
              "meeting_data": {},
              "notes": [],
              "session_id": "[id]",
              "start_time": "[time]",
              "status": "pending",
              "student_id": "[id]",
              "teacher_id": "[id]"
            }
            "#);
        }
    }
}

#[tokio::test]
async fn shows_the_meeting_notes_and_files() {
    let app = App::shared().await;
    let met = app.met().await;
    let path = format!("/sessions/{}", met.session_id);
    let shared = json!({
        "notes": [{ "text": "Read chapter 2", "timestamp": "2026-01-01T10:00:00+01:00" }],
        "files": [{ "name": "sums.pdf", "url": "https://files.example.com/sums.pdf", "timestamp": "2026-01-01T09:30:00Z" }],
    });
    met.teacher.put(&path, shared).await.expect(200);
    let shown = met.student.get(&path).await.expect(200).json();
    assert_eq!(shown["status"], "active");
    assert_eq!(shown["meeting_data"]["MeetingId"], met.id.as_str());
    assert_eq!(
        shown["notes"],
        json!([{ "text": "Read chapter 2", "timestamp": "2026-01-01T09:00:00Z" }])
    );
    let file = json!({
        "name": "sums.pdf", "url": "https://files.example.com/sums.pdf", "timestamp": "2026-01-01T09:30:00Z",
    });
    assert_eq!(shown["files"], json!([file]));
    let by_booking = met
        .student
        .get(&format!("/bookings/{}/session", met.booking_id))
        .await
        .expect(200)
        .json();
    for field in [
        "session_id",
        "booking_id",
        "status",
        "meeting_data",
        "notes",
        "files",
    ] {
        assert_eq!(by_booking[field], shown[field], "{field}");
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let opened = app.opened().await;
    app.anonymous()
        .get(&format!("/sessions/{}", opened.id))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for role in ["student", "teacher"] {
        let stranger = app.as_user(&unique_id("stranger"), role);
        stranger
            .get(&format!("/sessions/{}", opened.id))
            .await
            .assert_refused(403);
    }
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_not_found() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for id in ["nothing", "%00", &unique_id("session"), &opened.booking_id] {
        opened
            .student
            .get(&format!("/sessions/{id}"))
            .await
            .assert_refused(404);
    }
}
