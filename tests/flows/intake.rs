//! Appointments that other systems tell of, however often and in whatever
//! order.

use serde_json::{Value, json};
use tests::{App, Appointment, direct, from_now, tomorrow_at, unique_id, with, without};

/// What is taken in without a change.
async fn ignored(appointment: &Appointment, what: &str, detail: &Value) {
    let before = appointment.sessions().await;
    appointment.taken_in(what, detail).await.expect(200);
    assert_eq!(appointment.sessions().await, before, "{what} {detail}");
}

#[tokio::test]
async fn a_booking_makes_one_session_however_often_it_is_told() {
    let app = App::shared().await;
    let appointment = app.appointment_at(&tomorrow_at("14:30"));
    let detail = appointment.detail();
    let told = (0..20).map(|_| appointment.taken_in("booked", &detail));
    for answer in futures::future::join_all(told).await {
        answer.expect(200);
    }
    let session = appointment.session().await;
    ignored(&appointment, "booked", &detail).await;
    assert_eq!(appointment.sessions().await.len(), 1);
    assert_eq!(session.event_types().await, ["SESSION_CREATED"]);
    session.published(1).await;
}

#[tokio::test]
async fn a_detail_may_be_bare_or_under_data() {
    let app = App::shared().await;
    let appointment = app.appointment_at(&tomorrow_at("14:30"));
    let wrapped = json!({
        "event_type": "appointment.booked",
        "timestamp": from_now(0),
        "data": appointment.detail(),
    });
    appointment.told("booked", &wrapped).await;
    let session = appointment.session().await;
    let shown = session.shown().await;
    assert_eq!(shown["appointment_id"], appointment.id);
    assert_eq!(shown["scheduled_start_time"], tomorrow_at("14:30"));
}

#[tokio::test]
async fn the_duration_is_the_appointments() {
    let app = App::shared().await;
    for (minutes, expected) in [(Some(15), 15), (Some(240), 240), (None, 30)] {
        let appointment = app.appointment_at(&tomorrow_at("14:30"));
        let detail = match minutes {
            Some(minutes) => with(&appointment.detail(), "duration_minutes", minutes),
            None => without(&appointment.detail(), "duration_minutes"),
        };
        appointment.taken_in("booked", &detail).await.expect(200);
        let shown = appointment.session().await.shown().await;
        assert_eq!(shown["consultation_duration_minutes"], expected);
    }
}

#[tokio::test]
async fn only_virtual_appointments_that_are_booked_have_sessions() {
    let app = App::shared().await;
    let appointment = app.appointment_at(&tomorrow_at("14:30"));
    let detail = appointment.detail();
    for (field, value) in [
        ("appointment_type", "IN_PERSON"),
        ("appointment_type", "PHONE"),
        ("status", "PENDING"),
        ("status", "CANCELLED"),
        ("status", "COMPLETED"),
    ] {
        let other = with(&detail, field, value);
        ignored(&appointment, "booked", &other).await;
    }
    assert!(appointment.sessions().await.is_empty());
    // They were ignored, so they are in nobody's way.
    appointment.taken_in("booked", &detail).await.expect(200);
    assert_eq!(appointment.sessions().await.len(), 1);
}

#[tokio::test]
async fn a_reschedule_moves_what_nobody_has_joined() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&tomorrow_at("14:30")).await;
    let moved = with(&appointment.detail(), "start_time", tomorrow_at("16:00"));
    let moved = with(&moved, "duration_minutes", 45);
    appointment.told("rescheduled", &moved).await;
    let is_moved = |shown: &Value| shown["scheduled_start_time"] == tomorrow_at("16:00");
    let shown = session.until_shown("the move", is_moved).await;
    assert_eq!(shown["scheduled_end_time"], tomorrow_at("16:45"));
    assert_eq!(shown["status"], "SCHEDULED");
    ignored(&appointment, "rescheduled", &moved).await;
    // Its booking, told once more, does not move it back.
    ignored(&appointment, "booked", &appointment.detail()).await;
    assert_eq!(appointment.sessions().await.len(), 1);
    // The calendar has moved along.
    let (doctor, path) = (&appointment.doctor, "/api/video/sessions");
    let at = |time: &str| direct(&doctor.id, &unique_id("patient"), &tomorrow_at(time));
    doctor.post(path, at("16:15")).await.assert_detailed(409);
    doctor.post(path, at("14:30")).await.expect(201);
}

#[tokio::test]
async fn a_late_move_does_not_undo_a_move_back() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&tomorrow_at("14:30")).await;
    let there = with(&appointment.detail(), "start_time", tomorrow_at("16:00"));
    let back = appointment.detail();
    // There and back again; the second is told of first, and changes nothing.
    for (detail, at) in [(&back, from_now(10)), (&there, from_now(5))] {
        appointment
            .taken_in_of("rescheduled", detail, &at)
            .await
            .expect(200);
        let shown = session.shown().await;
        assert_eq!(shown["scheduled_start_time"], tomorrow_at("14:30"));
    }
}

#[tokio::test]
async fn a_session_that_is_going_on_is_not_moved() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&from_now(600)).await;
    let moved = with(&appointment.detail(), "start_time", tomorrow_at("16:00"));
    session.join(&session.doctor).await;
    for status in ["WAITING", "ACTIVE"] {
        // Whether it is told to the dead letters or ignored is nobody's say.
        appointment.taken_in("rescheduled", &moved).await;
        let shown = session.shown().await;
        assert_eq!(shown["status"], status);
        assert_eq!(shown["scheduled_start_time"], appointment.start);
        session.join(&session.patient).await;
    }
}

#[tokio::test]
async fn a_cancel_cancels_what_nobody_is_in_together() {
    let app = App::shared().await;
    for waiting in [false, true] {
        let (appointment, session) = app.booked_appointment(&from_now(600)).await;
        if waiting {
            session.join(&session.patient).await;
        }
        let cancelled = with(&appointment.detail(), "status", "CANCELLED");
        appointment.told("cancelled", &cancelled).await;
        let shown = session.until_status("CANCELLED").await;
        assert_eq!(shown["cancelled_by"], "system");
        app.until_no_meeting_of(&session.id).await;
        let event = session.event("SESSION_CANCELLED").await;
        assert_eq!(event["user_id"], "system");
        if waiting {
            let event = session.event("PATIENT_LEFT").await;
            assert_eq!(event["user_id"], "system");
            let text = "Patient left the session (session cancelled)";
            assert_eq!(event["event_description"], text);
        }
        ignored(&appointment, "cancelled", &cancelled).await;
        // A booking that is over stays over.
        ignored(&appointment, "booked", &appointment.detail()).await;
        // The time is free again.
        let body = direct(
            &appointment.doctor.id,
            &appointment.patient.id,
            &appointment.start,
        );
        let made = appointment.patient.post("/api/video/sessions", body).await;
        made.expect(201);
    }
}

#[tokio::test]
async fn a_cancel_of_what_is_on_or_over_is_ignored() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&from_now(600)).await;
    session.join(&session.doctor).await;
    session.join(&session.patient).await;
    ignored(&appointment, "cancelled", &appointment.detail()).await;
    assert_eq!(session.status().await, "ACTIVE");
    session.end().await;
    ignored(&appointment, "cancelled", &appointment.detail()).await;
    ignored(&appointment, "booked", &appointment.detail()).await;
    assert_eq!(session.status().await, "COMPLETED");
}

#[tokio::test]
async fn a_cancel_that_comes_before_its_booking_is_remembered() {
    let app = App::shared().await;
    let appointment = app.appointment_at(&tomorrow_at("14:30"));
    let cancelled = with(&appointment.detail(), "status", "CANCELLED");
    let answer = appointment.taken_in("cancelled", &cancelled).await;
    answer.expect(200);
    let answer = appointment.taken_in("booked", &appointment.detail()).await;
    answer.expect(200);
    // There is no session, or one that is over: it holds nobody's time.
    let open = "/api/video/sessions?status=SCHEDULED";
    let list = appointment.doctor.get(open).await.expect(200).json();
    assert_eq!(list["total"], 0);
    let body = direct(
        &appointment.doctor.id,
        &appointment.patient.id,
        &appointment.start,
    );
    let made = appointment.patient.post("/api/video/sessions", body).await;
    made.expect(201);
    let admin = app.as_admin();
    let clinic_based = appointment.clinic_based();
    let refused = admin.post("/api/video/sessions", clinic_based).await;
    // Whether it is known by its cancel alone.
    assert!(matches!(refused.status(), 404 | 409), "{refused}");
}
