//! POST /profiles

use serde_json::{Value, json};
use tests::{App, claims, unique_id, with};

pub(super) fn profile(id: &str, role: &str) -> Value {
    json!({
        "user_id": id,
        "role": role,
        "profile_data": { "name": "Ann Other", "email": "ann@example.com", "bio": "Likes sums." },
    })
}

async fn stored(app: &App, id: &str) -> Value {
    app.as_admin()
        .get(&format!("/profiles?user_id={id}"))
        .await
        .expect(200)
        .json()["profile"]
        .clone()
}

#[tokio::test]
async fn makes_a_profile() {
    let app = App::shared().await;
    let id = unique_id("student");
    let made = app
        .as_student(&id)
        .post("/profiles", profile(&id, "student"))
        .await
        .expect(201);
    assert_eq!(
        made.json(),
        json!({ "profile_id": id, "message": "Profile created/updated successfully" })
    );
}

#[tokio::test]
async fn updates_a_profile_and_keeps_what_is_left_out() {
    let app = App::shared().await;
    let id = unique_id("student");
    let student = app.as_student(&id);
    student
        .post("/profiles", profile(&id, "student"))
        .await
        .expect(201);
    let change =
        json!({ "user_id": id, "role": "student", "profile_data": { "bio": "Likes words." } });
    let updated = student.post("/profiles", change).await.expect(200);
    assert_eq!(
        updated.json(),
        json!({ "profile_id": id, "message": "Profile created/updated successfully" })
    );
    let stored = stored(&app, &id).await;
    assert_eq!(stored["name"], "Ann Other");
    assert_eq!(stored["email"], "ann@example.com");
    assert_eq!(stored["bio"], "Likes words.");
}

#[tokio::test]
async fn null_clears_a_field() {
    let app = App::shared().await;
    let id = unique_id("teacher");
    let teacher = app.as_teacher(&id);
    let mut full = profile(&id, "teacher");
    full["profile_data"]["topics"] = json!(["Algebra"]);
    full["profile_data"]["time_zone"] = json!("Europe/Berlin");
    teacher.post("/profiles", full).await.expect(201);
    let cleared = json!({ "email": null, "bio": null, "topics": null, "time_zone": null });
    let change = json!({ "user_id": id, "role": "teacher", "profile_data": cleared });
    teacher.post("/profiles", change).await.expect(200);
    let stored = stored(&app, &id).await;
    assert_eq!(stored["name"], "Ann Other");
    for field in ["email", "bio", "time_zone"] {
        assert!(stored[field].is_null(), "{field} in {stored}");
    }
    assert_eq!(stored["topics"], json!([]));
    let empty = json!({ "user_id": id, "role": "teacher", "profile_data": { "bio": "" } });
    teacher.post("/profiles", empty).await.expect(200);
    assert_eq!(
        self::stored(&app, &id).await["bio"],
        "",
        "no text is one, too"
    );
}

#[tokio::test]
async fn keeps_text_trimmed_and_otherwise_as_given() {
    let app = App::shared().await;
    let id = unique_id("student");
    let body = with(
        &profile(&id, "student"),
        "profile_data.name",
        "  Zoë  <b>&amp;</b> \u{1F600} ",
    );
    let body = with(&body, "profile_data.bio", "one\n\ttwo");
    app.as_student(&id)
        .post("/profiles", body)
        .await
        .expect(201);
    let stored = stored(&app, &id).await;
    assert_eq!(stored["name"], "Zoë  <b>&amp;</b> \u{1F600}");
    assert_eq!(stored["bio"], "one\n\ttwo");
}

#[tokio::test]
async fn bounds_are_in_characters() {
    let app = App::shared().await;
    let id = unique_id("teacher");
    let topics: Vec<_> = (0..10).map(|n| format!("a{n} b{n} c{n} d{n}")).collect();
    let body = with(
        &profile(&id, "teacher"),
        "profile_data.name",
        "é".repeat(200),
    );
    let body = with(&body, "profile_data.bio", "é".repeat(10_000));
    let body = with(&body, "profile_data.topics", topics);
    app.as_teacher(&id)
        .post("/profiles", body)
        .await
        .expect(201);
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let app = App::shared().await;
    let id = unique_id("student");
    let body = with(&profile(&id, "student"), "favourite_colour", "green");
    let body = with(&body, "profile_data.shoe_size", 44);
    app.as_student(&id)
        .post("/profiles", body)
        .await
        .expect(201);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .post("/profiles", profile("somebody", "student"))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_oneself_alone() {
    let app = App::shared().await;
    let id = unique_id("student");
    app.as_student("somebody-else")
        .post("/profiles", profile(&id, "student"))
        .await
        .assert_refused(403);
    app.as_admin()
        .get(&format!("/profiles?user_id={id}"))
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn the_role_is_one_of_the_tokens() {
    let app = App::shared().await;
    let id = unique_id("student");
    app.as_student(&id)
        .post("/profiles", profile(&id, "teacher"))
        .await
        .assert_refused(403);
    app.as_user(&id, "doctor")
        .post("/profiles", profile(&id, "student"))
        .await
        .assert_refused(403);
}

#[tokio::test]
async fn an_admin_makes_anybodys() {
    let app = App::shared().await;
    let id = unique_id("teacher");
    app.as_admin()
        .post("/profiles", profile(&id, "teacher"))
        .await
        .expect(201);
    assert_eq!(stored(&app, &id).await["role"], "teacher");
}

#[tokio::test]
async fn the_role_changes_until_there_are_bookings() {
    let app = App::shared().await;
    let id = unique_id("both");
    let mut both = claims(&id, "student");
    both["roles"] = json!(["teacher"]);
    let both = app.with_claims(&both);
    both.post("/profiles", profile(&id, "teacher"))
        .await
        .expect(201);
    both.post("/profiles", profile(&id, "student"))
        .await
        .expect(200);
    assert_eq!(stored(&app, &id).await["role"], "student");

    let teacher = app.teacher().await;
    teacher.offer("10:00", "12:00").await;
    let booking = json!({
        "student_id": id,
        "teacher_id": teacher.id,
        "start_time": tests::tomorrow_at("10:00"),
        "end_time": tests::tomorrow_at("11:00"),
    });
    both.post("/bookings", booking).await.expect(201);
    both.post("/profiles", profile(&id, "teacher"))
        .await
        .assert_error(409, "role");
    both.post("/profiles", profile(&id, "student"))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_teacher_with_bookings_stays_one() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let change = profile(&booked.teacher.id, "student");
    app.as_admin()
        .post("/profiles", change)
        .await
        .assert_error(409, "role");
}
