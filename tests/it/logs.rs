//! What the real binary prints for each request.

use std::fs;

use serde_json::{Value, json};
use tests::{App, LogLine, Process, claims, hs256, tomorrow_at, unique_id};

use crate::process::{PLATFORM, data_dir};

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
