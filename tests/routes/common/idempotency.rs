use futures::future::join_all;
use http::Method;
use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, Answer, App, Caller, Offered, SCHEDULED_SESSIONS, direct, tomorrow_at, unique_id,
    visit, with,
};

const KEY: &str = "idempotency-key";

async fn post(caller: &Caller, path: &str, key: &str, body: &Value) -> Answer {
    caller.post(path, body.clone()).header(KEY, key).await
}

fn assert_replayed(answer: &Answer, first: &Answer) {
    assert_eq!(
        answer.header("idempotent-replayed"),
        Some("true"),
        "{answer}"
    );
    assert_eq!(
        (answer.status(), answer.bytes()),
        (first.status(), first.bytes()),
        "{answer}"
    );
    assert_ne!(
        answer.header("x-request-id"),
        first.header("x-request-id"),
        "{answer}"
    );
}

#[tokio::test]
async fn the_same_call_gives_the_first_answer_again() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = student.booking(&teacher, "10:00", "11:00");
    let key = unique_id("key");
    let first = post(&student, "/bookings", &key, &body).await.expect(201);
    assert_eq!(first.header("idempotent-replayed"), None, "{first}");
    for _ in 0..2 {
        assert_replayed(&post(&student, "/bookings", &key, &body).await, &first);
    }
    let own = format!("/bookings?student_id={}", student.id);
    assert_eq!(student.get(&own).await.expect(200).list().len(), 1);
}

#[tokio::test]
async fn every_post_that_stores_something_takes_it() {
    let app = App::shared().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let slot = json!({ "teacher_id": teacher.id, "start_time": tomorrow_at("10:00"), "end_time": tomorrow_at("12:00") });
    let first = post(&teacher, "/availability", "slot", &slot)
        .await
        .expect_success();
    assert_replayed(
        &post(&teacher, "/availability", "slot", &slot).await,
        &first,
    );
    let series = json!({
        "teacher_id": teacher.id,
        "start_time": tomorrow_at("14:00"),
        "end_time": tomorrow_at("15:00"),
        "recurrence": "FREQ=DAILY;COUNT=52",
    });
    let first = post(&teacher, "/availability", "series", &series)
        .await
        .expect_success();
    assert_replayed(
        &post(&teacher, "/availability", "series", &series).await,
        &first,
    );
    assert_eq!(teacher.slots().await.len(), 50, "a page");

    let booking = student.book(&teacher, "10:00", "11:00").await;
    let body = json!({ "booking_id": booking });
    let first = post(&student, "/sessions", "session", &body)
        .await
        .expect(201);
    assert_replayed(&post(&student, "/sessions", "session", &body).await, &first);

    let session = first.text("session_id");
    for status in ["active", "completed"] {
        teacher
            .put(&format!("/sessions/{session}"), json!({ "status": status }))
            .await
            .expect(200);
    }
    let (path, body) = (
        format!("/sessions/{session}/rating"),
        json!({ "rating": 5 }),
    );
    let first = post(&student, &path, "rating", &body).await.expect(201);
    assert_replayed(&post(&student, &path, "rating", &body).await, &first);
}

#[tokio::test]
async fn another_body_is_refused_by_its_bytes() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = student.booking(&teacher, "10:00", "11:00");
    let key = unique_id("key");
    post(&student, "/bookings", &key, &body).await.expect(201);
    post(&student, "/bookings", &key, &with(&body, "note", "another"))
        .await
        .assert_refused(422);
    let spaced = student
        .call(Method::POST, "/bookings")
        .body("application/json", format!("{body} "))
        .header(KEY, &key);
    spaced.await.assert_refused(422);
}

#[tokio::test]
async fn the_key_is_free_again_after_an_error() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let key = unique_id("key");
    let body = student.booking(&teacher, "10:00", "11:00");
    post(
        &student,
        "/bookings",
        &key,
        &with(&body, "end_time", "never"),
    )
    .await
    .assert_refused(400);
    let outside = student.booking(&teacher, "14:00", "15:00");
    for _ in 0..2 {
        post(&student, "/bookings", &key, &outside)
            .await
            .assert_refused(409);
    }
    post(&student, "/bookings", &key, &body).await.expect(201);
}

#[tokio::test]
async fn keys_of_others_and_of_other_paths_are_other_keys() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let other = app.student().await;
    let key = unique_id("key");
    let mine = post(
        &student,
        "/bookings",
        &key,
        &student.booking(&teacher, "10:00", "11:00"),
    )
    .await
    .expect(201);
    let theirs = post(
        &other,
        "/bookings",
        &key,
        &other.booking(&teacher, "11:00", "12:00"),
    )
    .await
    .expect(201);
    assert_ne!(mine.text("booking_id"), theirs.text("booking_id"));
    let body = json!({ "booking_id": mine.text("booking_id") });
    let session = post(&student, "/sessions", &key, &body).await.expect(201);
    assert_eq!(session.header("idempotent-replayed"), None, "{session}");
}

#[tokio::test]
async fn one_at_a_time_and_once() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = student.booking(&teacher, "10:00", "11:00");
    let key = unique_id("key");
    let answers = join_all((0..20).map(|_| post(&student, "/bookings", &key, &body))).await;
    let mut ids = Vec::new();
    for answer in &answers {
        match answer.status() {
            201 => ids.push(answer.text("booking_id")),
            _ => answer.assert_refused(409),
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{answers:?}");
    let fresh = answers
        .iter()
        .filter(|answer| answer.status() == 201 && answer.header("idempotent-replayed").is_none());
    assert_eq!(fresh.count(), 1);
    assert_eq!(
        post(&student, "/bookings", &key, &body)
            .await
            .expect(201)
            .text("booking_id"),
        ids[0]
    );
    let own = format!("/bookings?student_id={}", student.id);
    assert_eq!(student.get(&own).await.expect(200).list().len(), 1);
}

#[tokio::test]
async fn is_kept_for_24_hours() {
    let app = App::start().await;
    let teacher = app.teacher().await;
    let in_days = |days: i64, hour: i64| tests::from_now(days * 86_400 + hour * 3_600);
    let body =
        json!({ "teacher_id": teacher.id, "start_time": in_days(5, 0), "end_time": in_days(5, 1) });
    let first = post(&teacher, "/availability", "key", &body)
        .await
        .expect_success();
    app.advance(86_400 - 60).await;
    assert_replayed(&post(&teacher, "/availability", "key", &body).await, &first);
    app.advance(120).await;
    post(&teacher, "/availability", "key", &body)
        .await
        .assert_refused(409);
    let other = with(
        &with(&body, "start_time", in_days(6, 0)),
        "end_time",
        in_days(6, 1),
    );
    post(&teacher, "/availability", "key", &other)
        .await
        .expect_success();
}

#[tokio::test]
async fn the_first_answer_is_given_again_after_the_time_it_was_about() {
    let app = App::start().await;
    app.set_clock(&tomorrow_at("09:00")).await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let (doctor, psychologist, instructor) = (app.doctor(), app.psychologist(), app.instructor());
    let (start, end) = (tomorrow_at("10:00"), tomorrow_at("11:00"));
    let slot = json!({
        "teacher_id": teacher.id,
        "start_time": tomorrow_at("14:00"),
        "end_time": tomorrow_at("15:00"),
    });
    let patient = unique_id("patient");
    let made = [
        (
            &student,
            "/bookings",
            student.booking(&teacher, "10:00", "11:00"),
        ),
        (&teacher, "/availability", slot),
        (
            &doctor,
            "/api/video/sessions",
            direct(&doctor.id, &patient, &start),
        ),
        (
            &psychologist,
            APPOINTMENTS,
            visit(&psychologist.id, &patient, &end),
        ),
        (
            &instructor,
            SCHEDULED_SESSIONS,
            json!({ "startsAt": start }),
        ),
    ];
    let mut first = Vec::new();
    for (caller, path, body) in &made {
        first.push(post(caller, path, "key", body).await.expect(201));
    }
    app.advance(8 * 60 * 60).await;
    for ((caller, path, body), first) in made.iter().zip(&first) {
        assert_replayed(&post(caller, path, "key", body).await, first);
        // Another key is another request, which comes too late.
        let late = post(caller, path, "late", body).await.status();
        assert!([400, 422].contains(&late), "{path}: {late}");
    }
    app.advance(16 * 60 * 60).await;
    for (caller, path, body) in &made {
        let late = post(caller, path, "key", body).await.status();
        assert!([400, 422].contains(&late), "{path}: {late}");
    }
}

#[tokio::test]
async fn a_bad_key_is_refused() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = student.booking(&teacher, "10:00", "11:00");
    for key in ["", "é", "a\tb", &"k".repeat(256)] {
        post(&student, "/bookings", key, &body)
            .await
            .assert_error(400, "Idempotency-Key");
    }
    let key = format!("{}~!", "k".repeat(253));
    post(&student, "/bookings", &key, &body).await.expect(201);
}

#[tokio::test]
async fn without_it_a_retry_is_a_new_request() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = student.booking(&teacher, "10:00", "11:00");
    student.post("/bookings", body.clone()).await.expect(201);
    student.post("/bookings", body).await.assert_refused(409);
}

#[tokio::test]
async fn a_replay_asks_for_a_valid_token_and_role_again() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = student.booking(&teacher, "10:00", "11:00");
    let key = unique_id("key");
    post(&student, "/bookings", &key, &body).await.expect(201);
    post(&app.anonymous(), "/bookings", &key, &body)
        .await
        .assert_refused(401);
    post(&app.as_teacher(&student.id), "/bookings", &key, &body)
        .await
        .assert_refused(403);
}
