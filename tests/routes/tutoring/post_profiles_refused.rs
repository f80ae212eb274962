//! POST /profiles (what is refused)

use serde_json::{Value, json};
use tests::{App, unique_id, with, without};

use super::post_profiles::profile;

#[tokio::test]
async fn the_name_cannot_be_cleared() {
    let app = App::shared().await;
    let student = app.student().await;
    let change =
        json!({ "user_id": student.id, "role": "student", "profile_data": { "name": null } });
    student
        .post("/profiles", change)
        .await
        .assert_error(400, "name");
}

#[tokio::test]
async fn refuses_fields_that_are_missing() {
    let app = App::shared().await;
    let id = unique_id("student");
    let good = profile(&id, "student");
    for (field, named) in [
        ("user_id", "user_id"),
        ("role", "role"),
        ("profile_data.name", "name"),
    ] {
        app.as_student(&id)
            .post("/profiles", without(&good, field))
            .await
            .assert_error(400, named);
        app.as_student(&id)
            .post("/profiles", with(&good, field, Value::Null))
            .await
            .assert_error(400, named);
    }
    app.as_student(&id)
        .post("/profiles", without(&good, "profile_data"))
        .await
        .assert_refused(400);
    app.as_admin()
        .get(&format!("/profiles?user_id={id}"))
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn refuses_fields_of_the_wrong_type() {
    let app = App::shared().await;
    let id = unique_id("teacher");
    let good = profile(&id, "teacher");
    for (field, value) in [
        ("user_id", json!(true)),
        ("user_id", json!(["a"])),
        ("user_id", json!(1.5)),
        ("role", json!(1)),
        ("role", json!(["teacher"])),
        ("profile_data", json!("Ann")),
        ("profile_data", json!([])),
        ("profile_data.name", json!(1)),
        ("profile_data.email", json!({})),
        ("profile_data.bio", json!(false)),
        ("profile_data.topics", json!("Maths")),
        ("profile_data.topics", json!([1])),
        ("profile_data.photo_url", json!(1)),
        ("profile_data.time_zone", json!(1)),
    ] {
        let named = field.rsplit('.').next().expect("a name");
        app.as_teacher(&id)
            .post("/profiles", with(&good, field, value))
            .await
            .assert_error(400, named);
    }
}

#[tokio::test]
async fn refuses_fields_that_are_out_of_bounds() {
    let app = App::shared().await;
    let id = unique_id("teacher");
    let good = profile(&id, "teacher");
    let eleven: Vec<_> = (0..11).map(|n| format!("topic{n}")).collect();
    let too_many_words: Vec<_> = (0..9)
        .map(|n| format!("a{n} b{n} c{n} d{n} e{n}"))
        .collect();
    for (field, value) in [
        ("user_id", json!("")),
        ("user_id", json!("a b")),
        ("user_id", json!("_a")),
        ("user_id", json!("a".repeat(129))),
        ("role", json!("doctor")),
        ("role", json!("")),
        ("profile_data.name", json!("")),
        ("profile_data.name", json!("   ")),
        ("profile_data.name", json!("n".repeat(201))),
        ("profile_data.email", json!("nobody")),
        ("profile_data.email", json!("a@b@c d")),
        ("profile_data.bio", json!("b".repeat(10_001))),
        ("profile_data.topics", json!(eleven)),
        ("profile_data.topics", json!([""])),
        ("profile_data.topics", json!(["t".repeat(61)])),
        ("profile_data.topics", json!(too_many_words)),
        ("profile_data.photo_url", json!("not a url")),
        ("profile_data.photo_url", json!("javascript:alert(1)")),
        ("profile_data.time_zone", json!("Mars/Olympus_Mons")),
        ("profile_data.time_zone", json!("../../etc/passwd")),
    ] {
        let named = field.rsplit('.').next().expect("a name");
        app.as_admin()
            .post("/profiles", with(&good, field, value))
            .await
            .assert_error(400, named);
    }
}

#[tokio::test]
async fn refuses_control_characters() {
    let app = App::shared().await;
    let id = unique_id("teacher");
    let good = profile(&id, "teacher");
    for character in ['\u{0}', '\u{7}', '\r', '\u{1b}', '\u{7f}', '\u{85}'] {
        for field in ["name", "bio"] {
            let body = with(
                &good,
                &format!("profile_data.{field}"),
                format!("a{character}b"),
            );
            app.as_teacher(&id)
                .post("/profiles", body)
                .await
                .assert_error(400, field);
        }
        let body = with(&good, "profile_data.topics", vec![format!("a{character}b")]);
        app.as_teacher(&id)
            .post("/profiles", body)
            .await
            .assert_error(400, "topics");
    }
}
