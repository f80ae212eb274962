//! What callers see when the store or Chime fails around a meeting.

use serde_json::{Value, json};
use tests::{Answer, App, Consultation, Opened, until};

use crate::crashes::in_meetings;

use crate::faults::{ALL, in_time};

async fn meet(opened: &Opened) -> Answer {
    in_time(
        opened
            .student
            .post("/meetings", json!({ "session_id": opened.id })),
    )
    .await
}

/// No meeting is known, and making one leaves one.
async fn assert_no_meeting_then_one(app: &App, opened: &Opened) {
    let path = format!("/meetings/{}", opened.id);
    opened.student.get(&path).await.assert_refused(404);
    let id = meet(opened).await.expect(201).text("meeting_id");
    assert_eq!(
        opened
            .student
            .get(&path)
            .await
            .expect(200)
            .text("meeting_id"),
        id
    );
    assert_eq!(app.chime_meetings().await.len(), 1, "one effect");
}

#[tokio::test]
async fn a_store_that_fails_makes_no_meeting_that_stays() {
    for kind in ["error", "throttle", "timeout", "conflict"] {
        let app = App::start().await;
        let opened = app.opened().await;
        app.fault("dynamodb", "*", kind, ALL).await;
        let failed = meet(&opened).await;
        app.clear_faults().await;
        assert_eq!(failed.status(), 503, "{kind}: {failed}");
        failed.assert_refused(503);
        assert_no_meeting_then_one(&app, &opened).await;
    }
}

/// The meeting of a crashed call has ended before the next call: that one's is
/// another, and on.
#[tokio::test]
async fn a_meeting_that_was_not_stored_and_is_over_is_not_given() {
    let app = App::start().await;
    let opened = app.opened().await;
    app.fault("dynamodb", "TransactWriteItems", "error", ALL)
        .await;
    meet(&opened).await.assert_refused(503);
    app.clear_faults().await;
    let lost = app.chime_meetings_of(&opened.id).await;
    let lost = lost[0]["Meeting"]["MeetingId"].as_str().expect("an id");
    let expire = format!("/_local/chime/meetings/{lost}/expire");
    app.anonymous().post(&expire, json!({})).await.expect(200);

    let id = meet(&opened).await.expect(201).text("meeting_id");
    assert_ne!(id, lost);
    let attendee = json!({ "meeting_id": id, "user_id": opened.student.id, "name": "Stu" });
    opened
        .student
        .post("/attendees", attendee)
        .await
        .expect(201);
}

/// The meeting is there at Chime, but what was to be stored of it is not.
#[tokio::test]
async fn a_meeting_that_could_not_be_stored_is_found_again() {
    for kind in ["error", "lost_answer"] {
        let app = App::start().await;
        let opened = app.opened().await;
        for operation in ["TransactWriteItems", "UpdateItem", "PutItem"] {
            app.fault("dynamodb", operation, kind, ALL).await;
        }
        let failed = meet(&opened).await;
        app.clear_faults().await;
        assert_eq!(failed.status(), 503, "{kind}: {failed}");
        let id = meet(&opened).await.text("meeting_id");
        assert_eq!(meet(&opened).await.expect(200).text("meeting_id"), id);
        assert_eq!(app.chime_meetings().await.len(), 1, "{kind}: one effect");
    }
}

#[tokio::test]
async fn chime_that_fails_is_502_and_one_that_is_busy_or_silent_503() {
    for (kind, status) in [("error", 502), ("throttle", 503), ("timeout", 503)] {
        let app = App::start().await;
        let opened = app.opened().await;
        app.fault("chime", "*", kind, ALL).await;
        let failed = meet(&opened).await;
        app.clear_faults().await;
        assert_eq!(failed.status(), status, "{kind}: {failed}");
        failed.assert_refused(status);
        let session = opened
            .student
            .get(&format!("/sessions/{}", opened.id))
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&session["status"], &session["meeting_data"]),
            (&json!("pending"), &json!({})),
            "{kind}"
        );
        assert_no_meeting_then_one(&app, &opened).await;
    }
}

#[tokio::test]
async fn answers_that_chime_loses_make_no_second_meeting() {
    for count in [1, ALL] {
        let app = App::start().await;
        let opened = app.opened().await;
        app.fault("chime", "CreateMeeting", "lost_answer", count)
            .await;
        let first = meet(&opened).await;
        app.clear_faults().await;
        match count {
            1 => assert_eq!(first.status(), 201, "{first}"),
            _ => assert!(matches!(first.status(), 502 | 503), "{first}"),
        }
        let id = meet(&opened).await.text("meeting_id");
        let live = app.chime_meetings().await;
        assert_eq!(live.len(), 1, "one effect");
        assert_eq!(live[0]["Meeting"]["MeetingId"], id.as_str());
    }
}

#[tokio::test]
async fn attendees_and_endings_fail_and_recover_like_meetings() {
    let app = App::start().await;
    let met = app.met().await;
    let attendee = json!({ "meeting_id": met.id, "user_id": met.student.id, "name": "Stu Dent" });
    let ended = json!({ "meeting_id": met.id });
    let end = || {
        met.student
            .call(http::Method::DELETE, "/meetings")
            .json(&ended)
    };
    for (kind, status) in [("error", 502), ("throttle", 503), ("timeout", 503)] {
        app.fault("chime", "*", kind, ALL).await;
        in_time(met.student.post("/attendees", attendee.clone()))
            .await
            .assert_refused(status);
        in_time(end()).await.assert_refused(status);
        app.clear_faults().await;
    }
    in_time(met.student.post("/attendees", attendee.clone()))
        .await
        .expect(201);
    in_time(end()).await.expect(200);
    assert!(app.chime_meetings().await.is_empty());
}

/// A session that could be completed is, once, however Chime does.
#[tokio::test]
async fn completing_while_chime_fails_can_be_repeated() {
    let app = App::start().await;
    let met = app.met().await;
    let path = format!("/sessions/{}", met.session_id);
    let completed = json!({ "status": "completed" });
    app.fault("chime", "*", "error", ALL).await;
    let first = in_time(met.teacher.put(&path, completed.clone())).await;
    assert!(matches!(first.status(), 200 | 502), "{first}");
    app.clear_faults().await;
    in_time(met.teacher.put(&path, completed)).await.expect(200);
    let session = met.student.get(&path).await.expect(200);
    assert_eq!(session.text("status"), "completed");
    assert!(
        app.chime_meetings().await.is_empty(),
        "the meeting is ended"
    );
}

/// The doctor is in as before, and so is the attendee at Chime.
async fn assert_doctor_in(app: &App, session: &Consultation, how: &str) {
    let shown = session.shown().await;
    assert_eq!(shown["doctor_left_at"], Value::Null, "{how}");
    let inside = in_meetings(app, &session.id).await;
    assert_eq!(inside, [["doctor", "patient"]], "{how}");
}

/// The doctor is out, has left once, and is no attendee any more.
async fn assert_doctor_out(app: &App, session: &Consultation, how: &str) {
    let shown = session.shown().await;
    assert!(shown["doctor_left_at"].is_string(), "{how}: {shown}");
    let types = session.event_types().await;
    let left = types.iter().filter(|kind| *kind == "DOCTOR_LEFT").count();
    assert_eq!(left, 1, "{how}: {types:?}");
    let inside = in_meetings(app, &session.id).await;
    assert_eq!(inside, [["patient"]], "{how}");
}

#[tokio::test]
async fn one_whom_chime_does_not_take_out_has_not_left() {
    for (kind, status) in [("error", 502), ("throttle", 503), ("timeout", 503)] {
        let app = App::start().await;
        let session = app.active().await;
        app.fault("chime", "DeleteAttendee", kind, ALL).await;
        let failed = in_time(session.command(&session.doctor, "leave")).await;
        app.clear_faults().await;
        failed.assert_detailed(status);
        assert_doctor_in(&app, &session, kind).await;
        session.leave(&session.doctor).await;
        assert_doctor_out(&app, &session, kind).await;
        // Whoever is out of the meeting needs Chime no more.
        app.fault("chime", "*", kind, ALL).await;
        session.leave(&session.doctor).await;
    }
}

#[tokio::test]
async fn a_leave_that_could_not_be_stored_can_be_repeated() {
    for kind in ["error", "throttle", "timeout", "conflict", "lost_answer"] {
        let app = App::start().await;
        let session = app.active().await;
        app.fault("dynamodb", "TransactWriteItems", kind, ALL).await;
        let failed = in_time(session.command(&session.doctor, "leave")).await;
        app.clear_faults().await;
        failed.assert_detailed(503);
        session.leave(&session.doctor).await;
        assert_doctor_out(&app, &session, kind).await;
    }
}

/// Chime may connect the lost browser again, until its attendee is taken out.
#[tokio::test]
async fn one_whose_connection_was_lost_is_taken_out_by_leaving() {
    let app = App::start().await;
    let session = app.scheduled().await;
    let joined = session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    drop_out(&app, &session, &joined).await;
    app.fault("chime", "DeleteAttendee", "error", ALL).await;
    let failed = in_time(session.command(&session.doctor, "leave")).await;
    app.clear_faults().await;
    failed.assert_detailed(502);
    let left = session.leave(&session.doctor).await;
    assert_eq!(left["status"], "ACTIVE");
    assert_doctor_out(&app, &session, "dropped").await;
}

async fn drop_out(app: &App, session: &Consultation, joined: &Value) {
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    let attendee = id(&joined["attendee"]["attendee_id"]);
    app.chime_moves(&id(&joined["meeting_id"]), &attendee, "dropped")
        .await;
    let is_out = |shown: &Value| shown["doctor_left_at"].is_string();
    session.until_shown("the loss", is_out).await;
}

/// The leave has taken the attendee out and hangs, while the same person joins
/// and is given another one. Whichever is stored last, the table and Chime say
/// the same.
#[tokio::test]
async fn a_leave_that_a_join_overtakes_agrees_with_chime() {
    for is_lost in [false, true] {
        let app = App::start().await;
        let session = app.scheduled().await;
        let joined = session.connect(&session.doctor).await;
        session.connect(&session.patient).await;
        if is_lost {
            drop_out(&app, &session, &joined).await;
        }
        let hang = json!({
            "service": "dynamodb",
            "operation": "TransactWriteItems",
            "kind": "timeout",
            "count": 1,
            "function": "consultations",
        });
        let faults = app.anonymous().put("/_local/faults", hang).await;
        faults.expect(200);
        let overtake = async {
            until("a leave that hangs", async || {
                let standing = app.anonymous().get("/_local/faults").await.json();
                (standing["faults"] == json!([])).then_some(())
            })
            .await;
            session.join(&session.doctor).await
        };
        let (_, again) = tokio::join!(session.leave(&session.doctor), overtake);
        let attendee = |joined: &Value| joined["attendee"]["attendee_id"].clone();
        assert_ne!(attendee(&again), attendee(&joined));
        let is_in = session.shown().await["doctor_left_at"].is_null();
        let expected: &[&str] = match is_in {
            true => &["doctor", "patient"],
            false => &["patient"],
        };
        assert_eq!(in_meetings(&app, &session.id).await, [expected]);
    }
}

/// The SDK repeats a call whose answer got lost, and finds what its first
/// attempt has written.
#[tokio::test]
async fn an_attendee_whose_write_is_repeated_is_new() {
    let app = App::start().await;
    let opened = app.opened().await;
    let id = meet(&opened).await.expect(201).text("meeting_id");
    let attendee = json!({ "meeting_id": id, "user_id": opened.student.id, "name": "Stu" });
    app.fault("dynamodb", "PutItem", "lost_answer", 1).await;
    let made = in_time(opened.student.post("/attendees", attendee.clone())).await;
    assert_eq!(made.status(), 201, "{made}");
    let again = opened.student.post("/attendees", attendee).await;
    assert_eq!(again.status(), 200, "{again}");
    assert_eq!(again.text("attendee_id"), made.text("attendee_id"));
}
