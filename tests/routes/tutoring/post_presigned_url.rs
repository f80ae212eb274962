//! POST /presigned-url

use http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Person, unique_id, with, without};

fn png() -> Value {
    json!({ "file_name": "photo.png", "content_type": "image/png" })
}

async fn sign(person: &Person, body: Value) -> Answer {
    person.post("/presigned-url", body).await.expect(200)
}

/// PUTs to a signed URL, as a browser would: without a token.
async fn upload(app: &App, signed: &Answer, content_type: &str, bytes: &'static [u8]) -> Answer {
    app.anonymous()
        .call(Method::PUT, &signed.text("upload_url"))
        .body(content_type, bytes)
        .await
}

#[tokio::test]
async fn gives_a_url_to_upload_to_and_one_to_read_from() {
    let app = App::shared().await;
    let student = app.student().await;
    let signed = sign(&student, png()).await;
    assert_eq!(signed.header("cache-control"), Some("no-store"));
    insta::assert_json_snapshot!(signed.json(), { ".upload_url" => "[url]", ".file_url" => "[url]" }, @r#"
    {
      "file_url": "[url]",
      "upload_url": "[url]"
    }
    "#);
    let key = format!("/uploads/{}/", student.id);
    assert!(
        signed.text("upload_url").contains(&key) && signed.text("file_url").contains(&key),
        "{signed}"
    );
    assert!(signed.text("file_url").ends_with("/photo.png"), "{signed}");
    assert!(!signed.text("file_url").contains('?'), "{signed}");

    upload(&app, &signed, "image/png", b"\x89PNG picture")
        .await
        .expect(200);
    let read = app
        .anonymous()
        .get(&signed.text("file_url"))
        .await
        .expect(200);
    assert_eq!(
        (read.bytes(), read.header("content-type")),
        (&b"\x89PNG picture"[..], Some("image/png"))
    );
}

#[tokio::test]
async fn every_url_is_another() {
    let app = App::shared().await;
    let student = app.student().await;
    let (first, second) = (sign(&student, png()).await, sign(&student, png()).await);
    assert_ne!(first.text("file_url"), second.text("file_url"));
}

#[tokio::test]
async fn takes_pictures_and_documents() {
    let app = App::shared().await;
    let student = app.student().await;
    for content_type in [
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "application/pdf",
        "text/plain",
        "application/msword",
        "application/vnd.ms-powerpoint",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ] {
        sign(&student, with(&png(), "content_type", content_type)).await;
    }
}

#[tokio::test]
async fn a_path_in_the_name_does_not_survive() {
    let app = App::shared().await;
    let student = app.student().await;
    for name in [
        "../../etc/passwd",
        "/etc/passwd",
        "..\\..\\passwd",
        "a/../../b/passwd",
        "%2e%2e%2fpasswd",
        "..",
    ] {
        let url = sign(&student, with(&png(), "file_name", name))
            .await
            .text("file_url");
        let key = url.split_once("/uploads/").expect("a key").1;
        let parts: Vec<_> = key.split('/').collect();
        assert_eq!(
            (parts.len(), parts[0]),
            (3, student.id.as_str()),
            "{name}: {url}"
        );
        let lower = key.to_lowercase();
        assert!(
            !lower.contains("..")
                && !lower.contains("%2f")
                && !lower.contains("%5c")
                && !key.contains('\\'),
            "{url}"
        );
        assert!(!parts[2].is_empty(), "{name}: {url}");
    }
}

#[tokio::test]
async fn any_name_works() {
    let app = App::shared().await;
    let student = app.student().await;
    for name in [
        "Übung 1 (neu).png",
        "日本語.png",
        "a?b#c&d=e.png",
        "\u{1F600}",
        &"n".repeat(200),
    ] {
        let signed = sign(&student, with(&png(), "file_name", name)).await;
        upload(&app, &signed, "image/png", b"x").await.expect(200);
        app.anonymous()
            .get(&signed.text("file_url"))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn a_name_in_other_letters_keeps_its_extension() {
    let app = App::shared().await;
    let student = app.student().await;
    for (name, kept) in [
        ("тест.pdf", "/file.pdf"),
        ("тест 2.pdf", "/2.pdf"),
        ("тест", "/file"),
        ("pdf", "/pdf"),
    ] {
        let signed = sign(&student, with(&png(), "file_name", name)).await;
        let url = signed.text("file_url");
        assert!(url.ends_with(kept), "{name}: {url}");
    }
}

#[tokio::test]
async fn the_url_is_bound_to_its_content_type() {
    let app = App::shared().await;
    let student = app.student().await;
    let signed = sign(&student, png()).await;
    upload(&app, &signed, "text/html", b"<script>")
        .await
        .expect(403);
    upload(&app, &signed, "image/png", b"fine")
        .await
        .expect(200);
}

#[tokio::test]
async fn the_url_is_bound_to_its_size() {
    let app = App::shared().await;
    let student = app.student().await;
    let signed = sign(&student, with(&png(), "size_bytes", 4)).await;
    for wrong in [&b"12345"[..], b"123", b""] {
        let refused = upload(&app, &signed, "image/png", wrong).await;
        assert_eq!(refused.status(), 403, "{refused}");
    }
    upload(&app, &signed, "image/png", b"1234")
        .await
        .expect(200);
}

#[tokio::test]
async fn the_url_is_bound_to_its_key_and_method() {
    let app = App::shared().await;
    let student = app.student().await;
    let signed = sign(&student, png()).await;
    let url = signed.text("upload_url");
    let other = url.replace("photo.png", "other.png");
    app.anonymous()
        .call(Method::PUT, &other)
        .body("image/png", "x")
        .await
        .expect(403);
    let read = app.anonymous().get(&url).await;
    assert!(matches!(read.status(), 403 | 405), "{read}");
}

#[tokio::test]
async fn the_url_lives_15_minutes() {
    let app = App::start().await;
    let student = app.student().await;
    let (early, late) = (sign(&student, png()).await, sign(&student, png()).await);
    app.advance(14 * 60).await;
    upload(&app, &early, "image/png", b"x").await.expect(200);
    app.advance(70).await;
    upload(&app, &late, "image/png", b"x").await.expect(403);
}

#[tokio::test]
async fn nothing_is_there_before_the_upload() {
    let app = App::shared().await;
    let student = app.student().await;
    let signed = sign(&student, png()).await;
    let missing = app.anonymous().get(&signed.text("file_url")).await;
    assert!(matches!(missing.status(), 403 | 404), "{missing}");
}

#[tokio::test]
async fn any_valid_token_will_do() {
    let app = App::shared().await;
    for role in ["student", "teacher", "doctor", "admin"] {
        app.as_user(&unique_id("anybody"), role)
            .post("/presigned-url", png())
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .post("/presigned-url", png())
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let student = app.student().await;
    for field in ["file_name", "content_type"] {
        student
            .post("/presigned-url", without(&png(), field))
            .await
            .assert_error(400, field);
        student
            .post("/presigned-url", with(&png(), field, Value::Null))
            .await
            .assert_error(400, field);
    }
    for (field, value) in [
        ("file_name", json!("")),
        ("file_name", json!("  ")),
        ("file_name", json!(1)),
        ("file_name", json!(["a.png"])),
        ("file_name", json!("n".repeat(201))),
        ("file_name", json!("a\u{0}.png")),
        ("file_name", json!("a\r.png")),
        ("content_type", json!("")),
        ("content_type", json!(1)),
        ("content_type", json!("text/html")),
        ("content_type", json!("image/svg+xml")),
        ("content_type", json!("application/javascript")),
        ("content_type", json!("image/png\u{0}")),
        ("content_type", json!("image/")),
        ("size_bytes", json!(25 * 1024 * 1024 + 1)),
        ("size_bytes", json!(-1)),
        ("size_bytes", json!(1.5)),
        ("size_bytes", json!("4")),
        ("size_bytes", json!(true)),
    ] {
        student
            .post("/presigned-url", with(&png(), field, value))
            .await
            .assert_error(400, field);
    }
    sign(&student, with(&png(), "size_bytes", 25 * 1024 * 1024)).await;
}
