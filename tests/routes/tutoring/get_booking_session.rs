//! GET /bookings/{booking_id}/session

use tests::{App, unique_id};

#[tokio::test]
async fn shows_it_to_both_sides_and_admins() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for caller in [&*opened.student, &*opened.teacher, &app.as_admin()] {
        let shown = caller
            .get(&format!("/bookings/{}/session", opened.booking_id))
            .await
            .expect(200);
        assert_eq!(shown.text("session_id"), opened.id);
        assert_eq!(shown.text("booking_id"), opened.booking_id);
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(shown.json(), { ".session_id" => "[id]", ".booking_id" => "[id]" }, @r#"
            {
              "booking_id": "[id]",
              "files": [],
              "meeting_data": {},
              "notes": [],
              "session_id": "[id]",
              "status": "pending"
            }
            "#);
        }
    }
}

#[tokio::test]
async fn a_booking_without_one_is_not_found() {
    let app = App::shared().await;
    let booked = app.booked().await;
    booked
        .student
        .get(&format!("/bookings/{}/session", booked.id))
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let opened = app.opened().await;
    app.anonymous()
        .get(&format!("/bookings/{}/session", opened.booking_id))
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
            .get(&format!("/bookings/{}/session", opened.booking_id))
            .await
            .assert_refused(403);
    }
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_not_found() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &unique_id("booking")] {
        app.as_student("anybody")
            .get(&format!("/bookings/{id}/session"))
            .await
            .assert_refused(404);
    }
}
