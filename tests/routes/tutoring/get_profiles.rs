//! GET /profiles

use serde_json::json;
use tests::{App, unique_id};

#[tokio::test]
async fn shows_a_student() {
    let app = App::shared().await;
    let id = unique_id("student");
    let profile = json!({ "name": "Stu Dent", "email": "stu@example.com", "bio": "Learns." });
    let student = app.as_student(&id);
    let body = json!({ "user_id": id, "role": "student", "profile_data": profile });
    student.post("/profiles", body).await.expect(201);
    let shown = student
        .get(&format!("/profiles?user_id={id}"))
        .await
        .expect(200);
    insta::assert_json_snapshot!(shown.json(), {
        ".profile.user_id" => "[id]",
        ".profile.created_at" => "[time]",
        ".profile.updated_at" => "[time]",
    }, @r#"
    {
      "profile": {
        "bio": "Learns.",
        "created_at": "[time]",
        "email": "stu@example.com",
        "name": "Stu Dent",
        "role": "student",
        "updated_at": "[time]",
        "user_id": "[id]"
      }
    }
    "#);
}

#[tokio::test]
async fn shows_a_teacher_with_what_is_taught() {
    let app = App::shared().await;
    let id = unique_id("teacher");
    let teacher = app.as_teacher(&id);
    let profile = json!({
        "name": "Tessa Teach",
        "email": "tessa@example.com",
        "bio": "Teaches.",
        "topics": ["Applied Maths", "Physics"],
        "photo_url": "https://files.example.com/tessa.png",
        "time_zone": "Europe/Berlin",
    });
    let body = json!({ "user_id": id, "role": "teacher", "profile_data": profile });
    teacher.post("/profiles", body).await.expect(201);
    let shown = teacher
        .get(&format!("/profiles?user_id={id}"))
        .await
        .expect(200);
    assert_eq!(shown.json()["profile"]["rating"].as_f64(), Some(0.0));
    insta::assert_json_snapshot!(shown.json(), {
        ".profile.rating" => "[number]",
        ".profile.user_id" => "[id]",
        ".profile.created_at" => "[time]",
        ".profile.updated_at" => "[time]",
    }, @r#"
    {
      "profile": {
        "bio": "Teaches.",
        "created_at": "[time]",
        "email": "tessa@example.com",
        "name": "Tessa Teach",
        "photo_url": "https://files.example.com/tessa.png",
        "rating": "[number]",
        "rating_count": 0,
        "role": "teacher",
        "time_zone": "Europe/Berlin",
        "topics": [
          "Applied Maths",
          "Physics"
        ],
        "updated_at": "[time]",
        "user_id": "[id]"
      }
    }
    "#);
}

#[tokio::test]
async fn times_are_utc_in_whole_seconds() {
    let app = App::shared().await;
    let student = app.student().await;
    let shown = student
        .get(&format!("/profiles?user_id={}", student.id))
        .await
        .expect(200)
        .json();
    for field in ["created_at", "updated_at"] {
        let time = shown["profile"][field].as_str().expect("a time");
        assert!(
            time.len() == "2026-01-01T00:00:00Z".len() && time.ends_with('Z'),
            "{time}"
        );
        let age = tests::real_now().duration_since(time.parse().expect("RFC 3339"));
        assert!(age.as_secs().abs() < 300, "{time}");
    }
}

#[tokio::test]
async fn the_email_is_for_oneself_admins_and_partners() {
    let app = App::shared().await;
    let booked = app.booked().await;
    for (person, role) in [(&booked.student, "student"), (&booked.teacher, "teacher")] {
        let change = json!({ "user_id": person.id, "role": role, "profile_data": { "email": "me@example.com" } });
        person.post("/profiles", change).await.expect(200);
    }
    let stranger = app.student().await;
    let path = format!("/profiles?user_id={}", booked.teacher.id);
    for friend in [&*booked.teacher, &*booked.student, &app.as_admin()] {
        assert_eq!(
            friend.get(&path).await.expect(200).json()["profile"]["email"],
            "me@example.com"
        );
    }
    assert!(
        stranger.get(&path).await.expect(200).json()["profile"]
            .get("email")
            .is_none()
    );
    let path = format!("/profiles?user_id={}", booked.student.id);
    assert_eq!(
        booked.teacher.get(&path).await.expect(200).json()["profile"]["email"],
        "me@example.com"
    );
    assert!(
        stranger.get(&path).await.expect(200).json()["profile"]
            .get("email")
            .is_none()
    );
}

#[tokio::test]
async fn any_valid_token_will_do() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    for role in [
        "student",
        "teacher",
        "doctor",
        "admin",
        "super_admin",
        "something",
    ] {
        app.as_user("anybody", role)
            .get(&format!("/profiles?user_id={}", teacher.id))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .get("/profiles?user_id=somebody")
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn refuses_an_id_that_is_missing_or_none() {
    let app = App::shared().await;
    for query in [
        "",
        "?user_id=",
        "?user_id=a%20b",
        "?user_id=_a",
        "?user_id=a%00b",
        "?other=1",
    ] {
        app.as_student("anybody")
            .get(&format!("/profiles{query}"))
            .await
            .assert_error(400, "user_id");
    }
    let long = "a".repeat(129);
    app.as_student("anybody")
        .get(&format!("/profiles?user_id={long}"))
        .await
        .assert_error(400, "user_id");
}

#[tokio::test]
async fn an_unknown_one_is_not_found() {
    let app = App::shared().await;
    let path = format!("/profiles?user_id={}", unique_id("nobody"));
    app.as_student("anybody")
        .get(&path)
        .await
        .assert_refused(404);
}
