//! GET /bookings/{booking_id}

use tests::{App, tomorrow_at, unique_id};

#[tokio::test]
async fn shows_it_to_both_sides_and_admins() {
    let app = App::shared().await;
    let booked = app.booked().await;
    for caller in [&*booked.student, &*booked.teacher, &app.as_admin()] {
        let shown = caller
            .get(&format!("/bookings/{}", booked.id))
            .await
            .expect(200)
            .json();
        assert_eq!(shown["booking_id"], booked.id.as_str());
        assert_eq!(shown["start_time"], tomorrow_at("10:00"));
        assert_eq!(shown["end_time"], tomorrow_at("11:00"));
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(shown, {
                ".booking_id" => "[id]", ".student_id" => "[id]", ".teacher_id" => "[id]",
                ".start_time" => "[time]", ".end_time" => "[time]", ".created_at" => "[time]",
            }, @r#"
            {
              "booking_id": "[id]",
              "created_at": "[time]",
              "end_time": "[time]",
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
async fn needs_a_token() {
    let app = App::shared().await;
    let booked = app.booked().await;
    app.anonymous()
        .get(&format!("/bookings/{}", booked.id))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_participants_alone() {
    let app = App::shared().await;
    let booked = app.booked().await;
    for role in ["student", "teacher", "doctor"] {
        let stranger = app.as_user(&unique_id("stranger"), role);
        stranger
            .get(&format!("/bookings/{}", booked.id))
            .await
            .assert_refused(403);
    }
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_not_found() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let mut unknown = booked.id.clone();
    let last = unknown.pop();
    unknown.push(if last == Some('0') { '1' } else { '0' });
    for id in [
        unknown.as_str(),
        "1",
        "a%20b",
        "%00",
        "..%2F..",
        &"x".repeat(500),
        &booked.id.to_uppercase(),
    ] {
        booked
            .student
            .get(&format!("/bookings/{id}"))
            .await
            .assert_refused(404);
    }
}
