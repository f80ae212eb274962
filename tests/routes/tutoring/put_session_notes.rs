//! PUT /sessions/{id} (notes and files)

use serde_json::json;
use tests::App;

use super::put_session::{file, note, put, shown};

#[tokio::test]
async fn adds_notes_and_files() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let body = json!({ "notes": [note("one")], "files": [file("a.pdf")] });
    let updated = put(&opened.student, &opened.id, body).await.expect(200);
    insta::assert_json_snapshot!(updated.json(), @r#"
    {
      "message": "Session updated successfully"
    }
    "#);
    let session = shown(&opened.teacher, &opened.id).await;
    assert_eq!(session["notes"], json!([note("one")]));
    assert_eq!(session["files"], json!([file("a.pdf")]));
    assert_eq!(session["status"], "pending");
}

#[tokio::test]
async fn what_is_there_stays_and_is_not_added_twice() {
    let app = App::shared().await;
    let opened = app.opened().await;
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("one")], "files": [file("a.pdf")] }),
    )
    .await
    .expect(200);
    let more = json!({ "notes": [note("two"), note("one"), note("two")], "files": [file("a.pdf"), file("b.pdf")] });
    put(&opened.teacher, &opened.id, more).await.expect(200);
    let session = shown(&opened.student, &opened.id).await;
    let texts = |field: &str, name: &str| {
        let list = session[field].as_array().expect("a list").iter();
        let mut texts: Vec<_> = list
            .map(|entry| entry[name].as_str().expect("text").to_owned())
            .collect();
        texts.sort();
        texts
    };
    assert_eq!(texts("notes", "text"), ["one", "two"]);
    assert_eq!(texts("files", "name"), ["a.pdf", "b.pdf"]);
}

#[tokio::test]
async fn a_time_that_is_left_out_is_the_servers() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let body = json!({ "notes": [{ "text": "now" }], "files": [{ "name": "a", "url": "https://example.com/a" }] });
    put(&opened.student, &opened.id, body).await.expect(200);
    let session = shown(&opened.student, &opened.id).await;
    for field in ["notes", "files"] {
        let time: jiff::Timestamp = session[field][0]["timestamp"]
            .as_str()
            .expect("a time")
            .parse()
            .expect("RFC 3339");
        assert!(
            tests::real_now().duration_since(time).as_secs().abs() < 300,
            "{session}"
        );
    }
}

#[tokio::test]
async fn holds_500_notes_and_500_files() {
    let app = App::shared().await;
    let opened = app.opened().await;
    for range in [0..120, 120..250, 250..500] {
        let notes: Vec<_> = range.clone().map(|n| note(format!("note {n}"))).collect();
        let files: Vec<_> = range.map(|n| file(&format!("{n}.pdf"))).collect();
        put(
            &opened.student,
            &opened.id,
            json!({ "notes": notes, "files": files }),
        )
        .await
        .expect(200);
    }
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("one more")] }),
    )
    .await
    .assert_error(400, "notes");
    put(
        &opened.student,
        &opened.id,
        json!({ "files": [file("one-more.pdf")] }),
    )
    .await
    .assert_error(400, "files");
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("note 7")] }),
    )
    .await
    .expect(200);
    let session = shown(&opened.teacher, &opened.id).await;
    assert_eq!(session["notes"].as_array().map(Vec::len), Some(500));
    assert_eq!(session["files"].as_array().map(Vec::len), Some(500));
}

#[tokio::test]
async fn takes_500_notes_at_once_and_no_501() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let notes: Vec<_> = (0..501).map(|n| note(format!("note {n}"))).collect();
    put(&opened.student, &opened.id, json!({ "notes": notes }))
        .await
        .assert_error(400, "notes");
    assert_eq!(shown(&opened.student, &opened.id).await["notes"], json!([]));
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": notes[..500] }),
    )
    .await
    .expect(200);
    assert_eq!(
        shown(&opened.student, &opened.id).await["notes"]
            .as_array()
            .map(Vec::len),
        Some(500)
    );
}

#[tokio::test]
async fn holds_a_mebibyte_in_all() {
    let app = App::shared().await;
    let opened = app.opened().await;
    let batch = |batch: usize| {
        let notes = (0..15).map(|n| note(format!("{batch}.{n:02} {}", "\u{1F600}".repeat(3_990))));
        json!({ "notes": notes.collect::<Vec<_>>() })
    };
    for n in 0..4 {
        put(&opened.student, &opened.id, batch(n)).await.expect(200);
    }
    put(&opened.student, &opened.id, batch(4))
        .await
        .assert_refused(400);
    assert_eq!(
        shown(&opened.student, &opened.id).await["notes"]
            .as_array()
            .map(Vec::len),
        Some(60)
    );
}

#[tokio::test]
async fn a_note_has_up_to_4000_characters() {
    let app = App::shared().await;
    let opened = app.opened().await;
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("é".repeat(4_000))] }),
    )
    .await
    .expect(200);
    put(
        &opened.student,
        &opened.id,
        json!({ "notes": [note("é".repeat(4_001))] }),
    )
    .await
    .assert_error(400, "text");
}
