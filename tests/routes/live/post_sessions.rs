//! POST /live/sessions

use http::Method;
use serde_json::{Value, json};
use tests::{App, LIVE_SESSIONS, Person, is_uuid, live_body, unique_id, with, without};

/// The room name of a session with this title.
async fn named(instructor: &Person, title: &str) -> String {
    let body = json!({ "title": title, "description": "" });
    let made = instructor.post(LIVE_SESSIONS, body).await;
    made.expect(201).text("roomName")
}

#[tokio::test]
async fn an_instructor_opens_a_room() {
    let app = App::shared().await;
    for role in ["instructor", "teacher", "Instructor"] {
        let instructor = app.somebody(role);
        let made = instructor.post(LIVE_SESSIONS, live_body()).await;
        let shown = made.expect(201).json();
        let expected = json!({
            "_id": shown["_id"],
            "roomId": shown["roomId"],
            "instructor": instructor.id,
            "roomName": shown["roomName"],
            "title": "Introduction to Node.js",
            "description": "A comprehensive guide to Node.js fundamentals",
            "recordingId": null,
        });
        assert_eq!(shown, expected);
        assert!(is_uuid(&shown["_id"]), "{shown}");
        assert!(shown["roomId"].as_str().is_some_and(|id| !id.is_empty()));
        let name = shown["roomName"].as_str().expect("a name");
        assert!(name.starts_with("introduction-to-node"), "{name}");
    }
}

#[tokio::test]
async fn the_room_is_private_and_can_be_recorded() {
    let app = App::shared().await;
    let session = app.live_session().await;
    let room = session.room().await.expect("a room");
    assert_eq!(room["privacy"], "private");
    assert_eq!(room["participants"], json!([]));
    assert_eq!(room["recordings"], json!([]));
    session.join().await;
    session.record().await;
}

#[tokio::test]
async fn an_id_of_digits_is_a_text() {
    let app = App::shared().await;
    let instructor = app.numbered("instructor", "ines@example.com");
    let made = instructor.post(LIVE_SESSIONS, live_body()).await;
    assert_eq!(made.expect(201).json()["instructor"], instructor.id);
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let path = format!("{LIVE_SESSIONS}/");
    let made = app.instructor().post(&path, live_body()).await;
    made.expect(201);
}

#[tokio::test]
async fn the_name_is_made_from_the_title() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let (long, longest) = ("Long ".repeat(40), "x".repeat(200));
    let mut names = Vec::new();
    for title in [
        "Chess",
        "Chess",
        "  CHESS  ",
        "Ünïcödé für Anfänger",
        "日本語",
        "a/b?c#d%2e&e=f",
        "---",
        "tab\tand\nline",
        long.as_str(),
        longest.as_str(),
        "!",
        "?!.",
        "🎉",
    ] {
        let name = named(&instructor, title).await;
        let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let is_name = name.bytes().all(|byte| is_allowed(byte) || byte == b'-');
        assert!(is_name && name.len() <= 41, "{title}: {name}");
        assert!(name.len() > 6, "{title}: {name}");
        names.push((title, name));
    }
    for (title, name) in &names {
        let beginning = match *title {
            "Chess" | "  CHESS  " => "chess",
            "!" | "?!." | "🎉" => "session",
            _ => continue,
        };
        assert!(name.starts_with(beginning), "{title}: {name}");
        // At most a hyphen between it and the random ones.
        let rest = name.len() - beginning.len();
        assert!((6..=7).contains(&rest), "{title}: {name}");
    }
    let mut unlike: Vec<_> = names.into_iter().map(|(_, name)| name).collect();
    unlike.sort();
    unlike.dedup();
    assert_eq!(unlike.len(), 13);
}

#[tokio::test]
async fn texts_are_trimmed_and_otherwise_kept() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for (given, kept) in [
        ("  Go  ", "Go"),
        ("<b>Rust</b> & \"co\"", "<b>Rust</b> & \"co\""),
        ("日本語 🎉", "日本語 🎉"),
    ] {
        let body = json!({ "title": given, "description": given });
        let made = instructor.post(LIVE_SESSIONS, body).await.expect(201);
        assert_eq!(made.text("title"), kept);
        assert_eq!(made.text("description"), kept);
    }
    let longest = json!({ "title": "é".repeat(200), "description": "é".repeat(10_000) });
    let made = instructor.post(LIVE_SESSIONS, longest.clone()).await;
    assert_eq!(made.expect(201).json()["title"], longest["title"]);
}

#[tokio::test]
async fn a_description_may_be_left_out() {
    let app = App::shared().await;
    let body = without(&live_body(), "description");
    let made = app.instructor().post(LIVE_SESSIONS, body).await;
    let description = made.expect(201).json()["description"].clone();
    // Which of the two is not said.
    assert!(description.is_null() || description == "", "{description}");
}

#[tokio::test]
async fn what_callers_must_not_set_is_ignored() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let mut body = live_body();
    for field in ["_id", "roomId", "instructor", "roomName", "recordingId"] {
        body[field] = json!("mine");
    }
    let shown = instructor.post(LIVE_SESSIONS, body).await.expect(201);
    let shown = shown.json();
    assert_eq!(shown["instructor"], instructor.id);
    assert_eq!(shown["recordingId"], Value::Null);
    for field in ["_id", "roomId", "roomName"] {
        assert_ne!(shown[field], "mine");
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        let answer = caller.post(LIVE_SESSIONS, live_body()).await;
        answer.assert_live_error(401, "");
    }
}

#[tokio::test]
async fn other_roles_are_refused() {
    const REFUSED: &str = "Not authorized to create session";

    let app = App::shared().await;
    for role in ["student", "doctor", "patient", "psychologist", "nothing"] {
        let answer = app.somebody(role).post(LIVE_SESSIONS, live_body()).await;
        answer.assert_live_message(403, REFUSED);
    }
    for role in ["admin", "super_admin"] {
        let answer = app.somebody(role).post(LIVE_SESSIONS, live_body()).await;
        answer.assert_live_message(403, REFUSED);
    }
    // The role comes before the body.
    let student = app.somebody("student");
    let wrong = student.post(LIVE_SESSIONS, json!({})).await;
    wrong.assert_live_message(403, REFUSED);
    let broken = student.call(Method::POST, LIVE_SESSIONS);
    let broken = broken.body("text/plain", "{").await;
    broken.assert_live_message(403, REFUSED);
}

#[tokio::test]
async fn a_role_among_others_will_do() {
    let app = App::shared().await;
    let exp = tests::real_now().as_second() + 3_600;
    let claims = json!({ "sub": unique_id("both"), "roles": ["admin", "instructor"], "exp": exp });
    let both = app.with_claims(&claims);
    both.post(LIVE_SESSIONS, live_body()).await.expect(201);
}

#[tokio::test]
async fn a_title_is_required() {
    let app = App::shared().await;
    let instructor = app.instructor();
    for body in [json!({}), without(&live_body(), "title")] {
        let answer = instructor.post(LIVE_SESSIONS, body).await;
        answer.assert_live_message(400, "title is required");
    }
    for title in [
        json!(""),
        json!("  "),
        json!(5),
        json!(["a"]),
        json!("a\u{0}b"),
        json!("a\u{1b}b"),
        json!("a".repeat(201)),
    ] {
        let body = with(&live_body(), "title", title);
        let answer = instructor.post(LIVE_SESSIONS, body).await;
        answer.assert_live_error(400, "title");
    }
    for description in [json!(5), json!("a\u{0}b"), json!("a".repeat(10_001))] {
        let body = with(&live_body(), "description", description);
        let answer = instructor.post(LIVE_SESSIONS, body).await;
        answer.assert_live_error(400, "description");
    }
}

#[tokio::test]
async fn bodies_that_are_none_are_refused() {
    let app = App::shared().await;
    let instructor = app.instructor();
    let call = || instructor.call(Method::POST, LIVE_SESSIONS);
    for body in ["{", "[]", "null", "\"title\"", ""] {
        let answer = call().body("application/json", body).await;
        answer.assert_live_error(400, "");
    }
    let text = call().body("text/plain", live_body().to_string()).await;
    text.assert_live_error(415, "");
    let long = call().body("application/json", " ".repeat(300 * 1024));
    long.await.assert_live_error(413, "");
}

#[tokio::test]
async fn another_method_is_told_in_this_apis_shape() {
    let app = App::shared().await;
    let answer = app.instructor().put(LIVE_SESSIONS, json!({})).await;
    answer.assert_live_error(405, "");
    assert!(answer.words("allow").contains(&"post".to_owned()));
}
