//! Hostile input that no endpoint's own tests try: `docs/security.md` says what
//! stands against it.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};
use tests::{App, LINKS, direct, from_now, tomorrow_at, unique_id, visit};
use tokio::net::TcpListener;

/// A `#` parts a key's words; what comes from outside may hold none, or stands
/// where nothing follows.
#[tokio::test]
async fn a_hash_in_an_id_reaches_nothing_else() {
    let app = App::shared().await;
    let (met, link) = (app.met().await, app.link_keeper());
    let (doctor, patient) = (app.doctor(), app.patient());
    let number = link.keeps_link().await;
    let student = &met.student;
    for id in [
        format!("{}#PROFILE", student.id),
        "x#DAY#2027-01-01".to_owned(),
        "#".to_owned(),
    ] {
        let id = id.replace('#', "%23");
        student
            .get(&format!("/profiles?user_id={id}"))
            .await
            .assert_error(400, "user_id");
        student
            .get(&format!("/bookings?student_id={id}"))
            .await
            .assert_error(400, "student_id");
        for path in ["/bookings/", "/sessions/", "/meetings/"] {
            student
                .get(&format!("{path}{id}"))
                .await
                .assert_refused(404);
        }
        doctor
            .get(&format!("/api/video/sessions/{id}"))
            .await
            .assert_detailed(404);
        doctor
            .get(&format!("/api/appointments/{id}"))
            .await
            .assert_detailed(404);
        doctor
            .get(&format!("/api/v1/sessions/{id}"))
            .await
            .assert_link_error(404, "");
        doctor
            .get(&format!("/live/sessions/{id}"))
            .await
            .assert_live_error(404, "");
    }
    for suffix in ["#MEETING", "#ATTENDEE#student"] {
        let body = json!({ "meeting_id": format!("{}{suffix}", met.id), "user_id": student.id });
        student.post("/attendees", body).await.assert_refused(404);
    }
    let path = format!("{LINKS}/{number}%23MEETING_LINK");
    link.get(&path).await.assert_link_error(404, "");
    let mut body = direct(&doctor.id, &patient.id, &from_now(3_600));
    body["booking_type"] = json!("CLINIC_BASED");
    body["appointment_id"] = json!("x#APPOINTMENT");
    doctor
        .post("/api/video/sessions", body)
        .await
        .assert_detailed(404);
    for role in ["student", "doctor", "admin"] {
        app.as_user("ada#PROFILE", role)
            .get("/profiles?user_id=ada")
            .await
            .assert_refused(401);
    }
}

/// Links, files and photos are text to the platform. Nothing it is given makes
/// it call anywhere.
#[tokio::test]
async fn no_url_of_a_user_is_ever_fetched() {
    let app = App::shared().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let trap = format!("http://{}/trap", listener.local_addr().expect("an address"));
    let opened = app.opened().await;
    let student = &opened.student;
    let profile =
        json!({ "user_id": student.id, "role": "student", "profile_data": { "photo_url": trap } });
    student.post("/profiles", profile).await.expect(200);
    let files = json!({ "files": [{ "name": "a.pdf", "url": trap }] });
    student
        .put(&format!("/sessions/{}", opened.id), files)
        .await
        .expect(200);
    student
        .get(&format!("/sessions/{}", opened.id))
        .await
        .expect(200);
    let doctor = app.link_keeper();
    for link in [
        &trap,
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
    ] {
        let body = json!({ "link": link, "link_type": "other" });
        doctor.post(LINKS, body).await;
    }
    let came =
        tokio::time::timeout(std::time::Duration::from_millis(1_500), listener.accept()).await;
    assert!(came.is_err(), "{came:?}");
}

/// What leaves by the bus, and what every consumer's logs may then hold.
#[tokio::test]
async fn events_hold_ids_and_no_personal_data() {
    let app = App::start().await;
    let met = app.met().await;
    let private = [
        "Zelda Quimby",
        "zelda@private.example",
        "Owns a llama",
        "Fear of llamas",
        "Cries at night",
        "llama-room",
    ];
    let profile = json!({ "name": private[0], "email": private[1], "bio": private[2] });
    let body = json!({ "user_id": met.student.id, "role": "student", "profile_data": profile });
    met.student.post("/profiles", body).await.expect(200);
    let path = format!("/sessions/{}", met.session_id);
    let notes = json!({ "notes": [{ "text": private[3] }], "files": [{ "name": private[5], "url": "https://private.example/d" }] });
    met.student.put(&path, notes).await.expect(200);
    met.teacher
        .put(&path, json!({ "status": "completed" }))
        .await
        .expect(200);
    let rating = json!({ "rating": 4, "comment": private[4] });
    met.student
        .post(&format!("{path}/rating"), rating)
        .await
        .expect(201);
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let mut body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    body["patient_name"] = json!(private[0]);
    let made = app.visit_of(&psychologist, &patient, &body).await;
    made.published(1).await;
    let consultation = app.scheduled().await;
    let cancel = json!({ "cancellation_reason": private[4] });
    consultation
        .app
        .as_user(&consultation.patient.id, "patient")
        .post(&format!("{}/cancel", consultation.path()), cancel)
        .await
        .expect(200);
    let seen = tests::until("the events", async || {
        let all = app
            .anonymous()
            .get("/_local/events")
            .await
            .expect(200)
            .json();
        let text = all.to_string();
        ["video.consultation.session-cancelled", "appointment.booked"]
            .iter()
            .all(|kind| text.contains(kind))
            .then_some(text)
    })
    .await;
    for text in private {
        assert!(!seen.contains(text), "`{text}` is on the bus");
    }
}

#[tokio::test]
async fn a_body_of_nothing_but_depth_is_refused() {
    let app = App::shared().await;
    let student = app.as_student(&unique_id("student"));
    for body in [
        "[".repeat(200_000),
        "{\"a\":".repeat(40_000),
        format!("{{\"a\":{}}}", "9".repeat(200_000)),
        "{\"rating\":1e999}".to_owned(),
    ] {
        let call = student
            .call(Method::POST, "/sessions/x/rating")
            .body("application/json", body);
        call.await.assert_refused(400);
    }
}

/// Who guesses learns from no answer how near the guess was.
#[tokio::test]
async fn a_token_tells_the_same_of_every_fault() {
    let app = App::shared().await;
    let valid =
        json!({ "sub": "ada", "role": "student", "exp": tests::real_now().as_second() + 3_600 });
    let mut messages = BTreeSet::new();
    let wrong: [(&str, Value); 4] = [
        ("exp", json!(1)),
        ("nbf", json!(4_000_000_000_u64)),
        ("sub", json!("")),
        ("exp", Value::Null),
    ];
    for (claim, value) in wrong {
        let mut claims = valid.clone();
        claims[claim] = value;
        messages.insert(
            app.with_claims(&claims)
                .get("/profiles?user_id=ada")
                .await
                .expect(401)
                .text("message"),
        );
    }
    let forged = tests::hs256(&valid, b"another secret than the platform has");
    for token in [
        forged.as_str(),
        &tests::unsigned(&valid),
        "nonsense",
        "a.b.c",
    ] {
        messages.insert(
            app.with_token(token)
                .get("/profiles?user_id=ada")
                .await
                .expect(401)
                .text("message"),
        );
    }
    assert_eq!(messages.len(), 1, "{messages:?}");
}

/// Only `eventType` and `meetingId` are sure to be in an event of Chime, and
/// not even what they are.
#[tokio::test]
async fn no_event_of_chime_is_too_odd() {
    let app = App::start().await;
    let met = app.met().await;
    let values = [
        Value::Null,
        json!(""),
        json!("#"),
        json!(-1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(1.5),
        json!([]),
        json!({}),
        json!("x".repeat(3_000)),
    ];
    for kind in [
        "chime:AttendeeJoined",
        "chime:AttendeeDropped",
        "chime:MeetingEnded",
        "chime:Unheard",
    ] {
        for field in ["meetingId", "attendeeId", "timestamp", "eventType"] {
            for value in &values {
                let mut detail = json!({ "version": "0", "eventType": kind, "meetingId": met.id, "attendeeId": "x", "timestamp": 0 });
                detail[field] = value.clone();
                if field != "meetingId" && kind == "chime:MeetingEnded" {
                    detail["meetingId"] = json!("another");
                }
                let event = json!({ "source": "aws.chime", "detail-type": "Chime Meeting State Change", "detail": detail });
                app.invoke("chime-events", &event).await.expect(200);
            }
        }
    }
    let path = format!("/meetings/{}", met.session_id);
    assert_eq!(
        met.student.get(&path).await.expect(200).text("meeting_id"),
        met.id
    );
    assert!(app.dead_letters().await.is_empty());
}
