use http::Method;
use serde_json::json;
use tests::{App, Met, Offered, Person, tomorrow_at};

use super::keyed;
use crate::crashes::sweep;
use crate::faults::ALL;

pub(super) async fn everything(app: &App) {
    people(app).await;
    slots(app).await;
    bookings(app).await;
    lesson(app).await;
    left_meetings(app).await;
}

async fn topics(teacher: &Person, topics: &[&str]) {
    let profile = json!({ "name": "Tessa", "topics": topics });
    let body = json!({ "user_id": teacher.id, "role": "teacher", "profile_data": profile });
    teacher.post("/profiles", body).await.expect_success();
}

async fn people(app: &App) {
    let (teacher, student) = (app.teacher().await, app.student().await);
    topics(&teacher, &["Maths"]).await;
    topics(&teacher, &["Physics"]).await;
    let shown = format!("/profiles?user_id={}", teacher.id);
    student.get(&shown).await.expect(200);
    student.get("/search/teachers?topic=phys").await.expect(200);
    let file = json!({ "file_name": "a.txt", "content_type": "text/plain" });
    let signed = student.post("/presigned-url", file).await.expect(200);
    let upload = app
        .anonymous()
        .call(Method::PUT, &signed.text("upload_url"));
    upload.body("text/plain", &b"text"[..]).await.expect(200);
}

async fn slots(app: &App) {
    let teacher = app.teacher().await;
    let slot = |from: &str, to: &str| {
        let (start, end) = (tomorrow_at(from), tomorrow_at(to));
        let body = json!({ "teacher_id": teacher.id, "start_time": start, "end_time": end });
        teacher.post("/availability", body)
    };
    slot("08:00", "09:00").await.expect_success();
    let made = keyed(slot("08:00", "09:00"), slot("10:00", "11:00")).await;
    let (start, end) = (tomorrow_at("18:00"), tomorrow_at("19:00"));
    let series = json!({
        "teacher_id": teacher.id, "start_time": start, "end_time": end,
        "recurrence": "FREQ=DAILY;COUNT=2",
    });
    teacher.post("/availability", series).await.expect_success();
    teacher.slots().await;
    teacher.get("/availability").await.expect(200);
    let delete = teacher.delete(&format!("/availability/{}", made.text("id")));
    delete.await.expect_success();
}

async fn bookings(app: &App) {
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let book = |from, to| student.post("/bookings", student.booking(&teacher, from, to));
    let made = keyed(book("20:00", "21:00"), book("10:00", "11:00")).await;
    for (who, name) in [(&student, "student_id"), (&teacher, "teacher_id")] {
        let list = format!("/bookings?{name}={}", who.id);
        who.get(&list).await.expect(200);
    }
    let path = format!("/bookings/{}", made.text("booking_id"));
    student.get(&path).await.expect(200);
    for status in ["confirmed", "cancelled"] {
        let change = teacher.patch(&path, json!({ "status": status }));
        change.await.expect(200);
    }
}

async fn lesson(app: &App) {
    let booked = app.booked().await;
    let student = &booked.student;
    topics(&booked.teacher, &["Maths"]).await;
    let open = |booking: &str| student.post("/sessions", json!({ "booking_id": booking }));
    let session = keyed(open("bkg_unknown"), open(&booked.id)).await;
    let session = session.text("session_id");
    let path = format!("/sessions/{session}");
    let meet = || student.post("/meetings", json!({ "session_id": session }));
    let meeting = meet().await.expect(201).text("meeting_id");
    meet().await.expect(200);
    student
        .get(&format!("/meetings/{session}"))
        .await
        .expect(200);
    let attend = json!({ "meeting_id": meeting, "user_id": student.id, "name": "Stu" });
    student.post("/attendees", attend).await.expect_success();
    let note = json!({ "notes": [{ "text": "Page 7" }] });
    student.put(&path, note).await.expect(200);
    student.get(&path).await.expect(200);
    let of_booking = format!("/bookings/{}/session", booked.id);
    student.get(&of_booking).await.expect(200);
    let end = student.call(Method::DELETE, "/meetings");
    end.json(&json!({ "meeting_id": meeting }))
        .await
        .expect(200);
    meet().await.expect_success();
    let complete = json!({ "status": "completed" });
    booked.teacher.put(&path, complete).await.expect(200);
    let rate = |body| student.post(&format!("{path}/rating"), body);
    keyed(rate(json!({ "rating": 9 })), rate(json!({ "rating": 5 }))).await;
}

/// One that Chime has ended, and one that nobody came back for.
async fn left_meetings(app: &App) {
    let Met {
        student,
        session_id,
        id,
        ..
    } = app.met().await;
    app.expire_meeting(&id).await;
    tests::until("the end of the meeting", async || {
        let gone = student.get(&format!("/meetings/{session_id}")).await;
        (gone.status() == 404).then_some(())
    })
    .await;
    let opened = app.opened().await;
    app.fault("chime", "CreateMeeting", "lost_answer", ALL)
        .await;
    let meet = json!({ "session_id": opened.id });
    let failed = opened.student.post("/meetings", meet).await;
    app.clear_faults().await;
    assert!(failed.status() >= 500, "{failed}");
    sweep(app).await;
}
