//! A whole lesson, from two strangers to a rating.

use http::Method;
use serde_json::{Value, json};
use tests::{App, tomorrow_at, unique_id};

#[tokio::test]
async fn from_profile_to_rating() {
    let app = App::shared().await;
    let topic = format!("q{}", fastrand::u64(..));
    let (teacher_id, student_id) = (unique_id("teacher"), unique_id("student"));
    let (teacher, student) = (app.as_teacher(&teacher_id), app.as_student(&student_id));

    let profile = json!({ "name": "Tessa Teach", "email": "tessa@example.com", "bio": "Teaches.", "topics": [topic] });
    let body = json!({ "user_id": teacher_id, "role": "teacher", "profile_data": profile });
    teacher.post("/profiles", body).await.expect(201);
    let profile = json!({ "name": "Stu Dent", "email": "stu@example.com", "bio": "Learns." });
    let body = json!({ "user_id": student_id, "role": "student", "profile_data": profile });
    student.post("/profiles", body).await.expect(201);

    let (from, to) = (tomorrow_at("10:00"), tomorrow_at("12:00"));
    let slot = json!({ "teacher_id": teacher_id, "start_time": from, "end_time": to });
    teacher.post("/availability", slot).await.expect_success();

    let search = format!("/search/teachers?topic={topic}");
    let found = student.get(&search).await.expect(200).list();
    assert_eq!((found.len(), &found[0]["user_id"]), (1, &json!(teacher_id)));
    let free = format!("/availability?teacher_id={teacher_id}&include_booked=false");
    let free = student.get(&free).await.expect(200).list();
    assert_eq!(
        (&free[0]["start_time"], &free[0]["end_time"]),
        (&json!(from), &json!(to))
    );

    let body = json!({
        "student_id": student_id,
        "teacher_id": teacher_id,
        "start_time": from,
        "end_time": tomorrow_at("11:00"),
    });
    let booking_id = student
        .post("/bookings", body)
        .await
        .expect(201)
        .text("booking_id");
    let booking = format!("/bookings/{booking_id}");
    let confirmed = teacher
        .patch(&booking, json!({ "status": "confirmed" }))
        .await
        .expect(200);
    assert_eq!(confirmed.text("status"), "confirmed");

    let session_id = teacher
        .post("/sessions", json!({ "booking_id": booking_id }))
        .await
        .expect(201)
        .text("session_id");
    let session = format!("/sessions/{session_id}");
    let of_booking = student.get(&format!("{booking}/session")).await.expect(200);
    assert_eq!(of_booking.text("session_id"), session_id);

    let meeting = student
        .post("/meetings", json!({ "session_id": session_id }))
        .await
        .expect(201);
    let meeting_id = meeting.text("meeting_id");
    let joined = teacher
        .get(&format!("/meetings/{session_id}"))
        .await
        .expect(200);
    assert_eq!(joined.json(), meeting.json());
    let mut tokens = Vec::new();
    for (person, id, name) in [
        (&student, &student_id, "Stu Dent"),
        (&teacher, &teacher_id, "Tessa Teach"),
    ] {
        let body = json!({ "meeting_id": meeting_id, "user_id": id, "name": name });
        let attendee = person.post("/attendees", body).await.expect(201).json();
        tokens.push(attendee["attendee_data"]["JoinToken"].clone());
    }
    assert_ne!(tokens[0], tokens[1]);

    let file =
        json!({ "file_name": "homework.pdf", "content_type": "application/pdf", "size_bytes": 8 });
    let signed = teacher.post("/presigned-url", file).await.expect(200);
    let upload = app
        .anonymous()
        .call(Method::PUT, &signed.text("upload_url"));
    upload.body("application/pdf", "%PDF-1.7").await.expect(200);
    let file_url = signed.text("file_url");
    assert_eq!(
        app.anonymous().get(&file_url).await.expect(200).bytes(),
        b"%PDF-1.7"
    );

    student
        .put(&session, json!({ "notes": [{ "text": "Do page 7" }] }))
        .await
        .expect(200);
    // Locally files are read from the platform over http, in the cloud over https.
    let shared = file_url.replacen("http://", "https://", 1);
    let files = json!({ "files": [{ "name": "homework.pdf", "url": shared }] });
    teacher.put(&session, files).await.expect(200);
    let shown = student.get(&session).await.expect(200).json();
    assert_eq!(shown["status"], "active");
    assert_eq!(shown["notes"][0]["text"], "Do page 7");
    assert_eq!(shown["files"][0]["url"], shared);

    teacher
        .put(&session, json!({ "status": "completed" }))
        .await
        .expect(200);
    assert_eq!(
        student.get(&booking).await.expect(200).text("status"),
        "completed"
    );
    assert!(app.chime_meetings_of(&meeting_id).await.is_empty());

    let rating = json!({ "rating": 4, "comment": "Clear and kind." });
    student
        .post(&format!("{session}/rating"), rating)
        .await
        .expect(201);
    let found: Value = student.get(&search).await.expect(200).json();
    assert_eq!(found[0]["rating"].as_f64(), Some(4.0));
}
