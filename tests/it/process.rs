//! The real binary: what it keeps, how it ends, what it prints.

use std::fs;
use std::path::PathBuf;

use http::Method;
use serde_json::{Value, json};
use tests::{App, LogLine, Process, claims, hs256, tomorrow_at, unique_id};

const PLATFORM: &str = env!("CARGO_BIN_EXE_platform");

/// A data folder of its own for one test.
fn data_dir(test: &str) -> PathBuf {
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

#[tokio::test]
async fn prints_one_line_for_each_request_and_nothing_private() {
    let folder = data_dir("log");
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let topic = "cryptozoology";
    let id = unique_id("teacher");
    let token = hs256(&claims(&id, "teacher"), App::secret().as_bytes());
    let teacher = app.with_token(&token);
    let profile = json!({
        "name": "Zelda Quimby",
        "email": "zelda@private.example",
        "bio": "Owns a llama.",
        "topics": [topic],
        "photo_url": "https://private.example/zelda.png",
    });
    let body = json!({ "user_id": id, "role": "teacher", "profile_data": profile });
    let student = app.student().await;
    let mut answers = vec![teacher.post("/profiles", body).await.expect(201)];
    let slot = json!({ "teacher_id": id, "start_time": tomorrow_at("10:00"), "end_time": tomorrow_at("12:00") });
    answers.push(teacher.post("/availability", slot).await.expect_success());
    answers.push(
        student
            .get(&format!("/search/teachers?topic={topic}"))
            .await
            .expect(200),
    );
    let body = json!({
        "student_id": student.id,
        "teacher_id": id,
        "start_time": tomorrow_at("10:00"),
        "end_time": tomorrow_at("11:00"),
    });
    answers.push(
        student
            .post("/bookings", body)
            .header("idempotency-key", "my-private-key")
            .await
            .expect(201),
    );
    let booking = json!({ "booking_id": answers[3].text("booking_id") });
    answers.push(teacher.post("/sessions", booking).await.expect(201));
    let session = answers[4].text("session_id");
    let path = format!("/sessions/{session}");
    answers.push(
        teacher
            .post("/meetings", json!({ "session_id": session }))
            .await
            .expect(201),
    );
    let attendee = json!({ "meeting_id": answers[5].text("meeting_id"), "user_id": id, "name": "Zelda Quimby" });
    let joined = teacher.post("/attendees", attendee).await.expect(201);
    let join_token = joined.json()["attendee_data"]["JoinToken"]
        .as_str()
        .expect("a token")
        .to_owned();
    answers.push(joined);
    let notes = json!({ "notes": [{ "text": "Fear of llamas" }], "files": [{ "name": "diagnosis.pdf", "url": "https://private.example/d" }] });
    answers.push(teacher.put(&path, notes).await.expect(200));
    answers.push(
        teacher
            .put(&path, json!({ "status": "completed" }))
            .await
            .expect(200),
    );
    let rating = json!({ "rating": 2, "comment": "Smelled of llama" });
    answers.push(
        student
            .post(&format!("{path}/rating"), rating)
            .await
            .expect(201),
    );
    let file = json!({ "file_name": "payslip.pdf", "content_type": "application/pdf" });
    let signed = teacher.post("/presigned-url", file).await.expect(200);
    let upload_url = signed.text("upload_url");
    let signature = upload_url
        .split("X-Amz-Signature=")
        .nth(1)
        .expect("a signature")
        .to_owned();
    answers.push(signed);
    answers.push(
        teacher
            .post("/profiles", json!({ "name": "Zelda Quimby" }))
            .await
            .expect(400),
    );
    answers.push(
        teacher
            .get("/sessions/zelda@private.example")
            .await
            .expect(404),
    );
    answers.push(
        app.with_token("a-stolen-token")
            .get("/bookings?student_id=zelda")
            .await
            .expect(401),
    );
    app.fault("dynamodb", "*", "error", 1_000).await;
    answers.push(
        teacher
            .get(&format!("/search/teachers?topic={topic}"))
            .await
            .expect(503),
    );
    app.clear_faults().await;
    answers.push(app.anonymous().get("/health").await.expect(200));

    for answer in &answers {
        assert_logged(&process.log_of(answer), answer);
    }
    let lines: Vec<_> = process
        .output()
        .iter()
        .filter_map(|line| LogLine::read(line))
        .collect();
    for answer in &answers {
        let id = answer.header("x-request-id").expect("an id");
        assert_eq!(
            lines
                .iter()
                .filter(|line| line.fields["request_id"] == id)
                .count(),
            1,
            "one line for {answer}"
        );
    }
    let private = [
        token.as_str(),
        token.rsplit('.').next().expect("a signature"),
        "Zelda",
        "Quimby",
        "zelda@private.example",
        "private.example",
        "Owns a llama",
        "Fear of",
        "diagnosis",
        "Smelled",
        "payslip",
        "my-private-key",
        "a-stolen-token",
        topic,
        &join_token,
        &signature,
        "X-Amz-",
        App::secret(),
        "Bearer",
    ];
    for line in &lines {
        for secret in private {
            assert!(!line.text.contains(secret), "`{secret}` in {}", line.text);
        }
    }
    drop(process);
    fs::remove_dir_all(folder).expect("a folder to remove");
}

fn assert_logged(line: &LogLine, answer: &tests::Answer) {
    let fields = &line.fields;
    assert_eq!(fields["status"], answer.status(), "{}", line.text);
    assert!(
        fields["function"]
            .as_str()
            .is_some_and(|name| !name.is_empty()),
        "{}",
        line.text
    );
    assert!(line.number("latency_ms") >= 0.0);
    assert!(line.number("dynamodb_calls") >= 0.0);
    for metric in ["latency_ms", "dynamodb_calls"] {
        let metrics = fields["_aws"]["CloudWatchMetrics"][0]["Metrics"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let named = |entry: &Value| entry["Name"] == metric;
        assert!(
            metrics.iter().any(named),
            "{metric} as a CloudWatch metric in {}",
            line.text
        );
    }
    if answer.status() >= 500 {
        assert!(
            fields["cause"]
                .as_str()
                .is_some_and(|cause| !cause.is_empty()),
            "a cause in {}",
            line.text
        );
    }
}
