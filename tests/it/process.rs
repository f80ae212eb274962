//! The real binary: what it keeps, how it ends, what it prints.

use http::Method;
use serde_json::json;
use std::fs;
use std::path::PathBuf;
use tests::{Process, unique_id};

pub(crate) const PLATFORM: &str = env!("CARGO_BIN_EXE_platform");

/// A data folder of its own for one test.
pub(crate) fn data_dir(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(unique_id(test));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[tokio::test]
async fn everything_is_there_again_after_a_kill() {
    let folder = data_dir("kill");
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    app.advance(60).await;
    let met = app.met().await;
    let session = format!("/sessions/{}", met.session_id);
    let notes = json!({ "notes": [{ "text": "Do page 7" }] });
    met.student.put(&session, notes).await.expect(200);
    let file = json!({ "file_name": "a.txt", "content_type": "text/plain" });
    let signed = met.student.post("/presigned-url", file).await.expect(200);
    app.anonymous()
        .call(Method::PUT, &signed.text("upload_url"))
        .body("text/plain", "kept")
        .await
        .expect(200);
    let (shown, slots) = (
        met.student.get(&session).await.expect(200).json(),
        met.teacher.slots().await,
    );
    process.kill();

    let process = Process::start(PLATFORM, &folder);
    let after = process.app().await;
    let student = after.as_student(&met.student.id);
    assert_eq!(student.get(&session).await.expect(200).json(), shown);
    let bookings = student
        .get(&format!("/bookings?student_id={}", met.student.id))
        .await
        .expect(200)
        .list();
    assert_eq!(
        (bookings.len(), &bookings[0]["booking_id"]),
        (1, &json!(met.booking_id))
    );
    let free = after
        .as_teacher(&met.teacher.id)
        .get(&format!("/availability?teacher_id={}", met.teacher.id));
    assert_eq!(free.await.expect(200).list().len(), slots.len());
    let meeting = student
        .get(&format!("/meetings/{}", met.session_id))
        .await
        .expect(200);
    assert_eq!(
        meeting.text("meeting_id"),
        met.id,
        "Chime's stand-in keeps its meetings too"
    );
    let url = signed
        .text("file_url")
        .replacen(&app.base_url, &after.base_url, 1);
    assert_eq!(
        after.anonymous().get(&url).await.expect(200).bytes(),
        b"kept"
    );
    let now: jiff::Timestamp = after
        .anonymous()
        .get("/_local/clock")
        .await
        .expect(200)
        .text("now")
        .parse()
        .expect("a time");
    assert!(
        now.duration_since(tests::real_now()).as_secs() >= 59,
        "the clock stays moved"
    );
    process.kill();
    fs::remove_dir_all(folder).expect("a folder to remove");
}

#[tokio::test]
async fn ctrl_c_ends_it_cleanly() {
    let folder = data_dir("interrupt");
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let booked = app.booked().await;
    assert_eq!(process.interrupt().code(), Some(0));

    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    app.as_student(&booked.student.id)
        .get(&format!("/bookings/{}", booked.id))
        .await
        .expect(200);
    assert_eq!(process.interrupt().code(), Some(0));
    fs::remove_dir_all(folder).expect("a folder to remove");
}
