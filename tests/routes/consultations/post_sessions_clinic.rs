//! POST /api/video/sessions (clinic)

use tests::{App, Appointment, Caller, on_the_day, tomorrow_at, unique_id, with};

const PATH: &str = "/api/video/sessions";

async fn create(caller: &Caller, appointment: &Appointment) -> tests::Answer {
    caller.post(PATH, appointment.clinic_based()).await
}

#[tokio::test]
async fn answers_with_the_session_that_the_booking_made() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&tomorrow_at("14:30")).await;
    for caller in [&*appointment.doctor, &*appointment.patient, &app.as_admin()] {
        let answer = create(caller, &appointment).await.expect(200).json();
        let expected = serde_json::json!({
            "session_id": session.id,
            "booking_type": "CLINIC_BASED",
            "doctor_id": appointment.doctor.id,
            "patient_id": appointment.patient.id,
            "status": "SCHEDULED",
            "scheduled_start_time": tomorrow_at("14:30"),
            "scheduled_end_time": tomorrow_at("15:00"),
            "consultation_duration_minutes": 30,
            "created_at": answer["created_at"],
        });
        assert_eq!(answer, expected);
    }
    assert_eq!(appointment.sessions().await.len(), 1);
}

#[tokio::test]
async fn also_when_it_is_going_on() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&tests::from_now(600)).await;
    session.join(&session.doctor).await;
    let answer = create(&appointment.patient, &appointment).await.expect(200);
    assert_eq!(answer.text("status"), "WAITING");
    session.join(&session.patient).await;
    let answer = create(&appointment.doctor, &appointment).await.expect(200);
    assert_eq!(answer.text("session_id"), session.id);
    assert_eq!(answer.text("status"), "ACTIVE");
}

#[tokio::test]
async fn an_unknown_appointment_is_not_found() {
    let app = App::shared().await;
    let appointment = app.appointment_at(&tomorrow_at("14:30"));
    for caller in [&*appointment.doctor, &*appointment.patient, &app.as_admin()] {
        create(caller, &appointment).await.assert_detailed(404);
    }
    assert!(appointment.sessions().await.is_empty());
}

/// Its move came before its booking, or is all that ever comes.
#[tokio::test]
async fn one_that_was_only_moved_is_not_known() {
    let app = App::shared().await;
    let appointment = app.appointment_at(&tomorrow_at("14:30"));
    let detail = appointment.detail();
    let moved = with(&detail, "start_time", tomorrow_at("16:00"));
    let moved_there = with(
        &appointment.clinic_based(),
        "scheduled_start_time",
        tomorrow_at("16:00"),
    );
    let answer = appointment.taken_in("rescheduled", &moved).await;
    answer.expect(200);
    let admin = app.as_admin();
    for body in [&appointment.clinic_based(), &moved_there] {
        let refused = admin.post(PATH, body.clone()).await;
        refused.assert_detailed(404);
    }
    assert!(appointment.sessions().await.is_empty());

    appointment.taken_in("booked", &detail).await.expect(200);
    let session = appointment.session().await;
    let there = admin.post(PATH, moved_there).await.expect(200).json();
    assert_eq!(there["session_id"], session.id);
    assert_eq!(there["scheduled_start_time"], tomorrow_at("16:00"));
}

#[tokio::test]
async fn one_that_does_not_agree_conflicts() {
    let app = App::shared().await;
    let (appointment, _) = app.booked_appointment(&tomorrow_at("14:30")).await;
    let body = appointment.clinic_based();
    let admin = app.as_admin();
    for (field, value) in [
        ("doctor_id", unique_id("doctor")),
        ("patient_id", unique_id("patient")),
        ("scheduled_start_time", tomorrow_at("14:31")),
        ("scheduled_start_time", tomorrow_at("16:30")),
    ] {
        let refused = admin.post(PATH, with(&body, field, value)).await;
        refused.assert_detailed(409);
    }
    assert_eq!(appointment.sessions().await.len(), 1);
    // The same instant in other words agrees.
    let start = format!("{}T15:30:00+01:00", tests::tomorrow());
    let other_words = with(&body, "scheduled_start_time", start);
    admin.post(PATH, other_words).await.expect(200);
}

#[tokio::test]
async fn strangers_may_not() {
    let app = App::shared().await;
    let (appointment, _) = app.booked_appointment(&tomorrow_at("14:30")).await;
    for stranger in [app.doctor(), app.patient()] {
        create(&stranger, &appointment).await.assert_detailed(403);
    }
}

#[tokio::test]
async fn one_that_is_cancelled_conflicts() {
    let app = App::shared().await;
    let (appointment, session) = app.booked_appointment(&tomorrow_at("14:30")).await;
    let detail = appointment.detail();
    appointment.told("cancelled", &detail).await;
    session.until_status("CANCELLED").await;
    create(&appointment.doctor, &appointment)
        .await
        .assert_detailed(409);

    let (appointment, session) = app.booked_appointment(&tomorrow_at("14:30")).await;
    let cancel = session.command(&session.patient, "cancel");
    cancel.await.expect(200);
    create(&appointment.patient, &appointment)
        .await
        .assert_detailed(409);
    assert_eq!(appointment.sessions().await.len(), 1);
}

#[tokio::test]
async fn one_that_is_over_conflicts() {
    let app = App::start().await;
    app.set_time("14:00:00").await;
    // Its start is still to come, so that nothing else is wrong with it.
    let (appointment, session) = app.booked_appointment(&on_the_day("14:10")).await;
    session.join(&session.doctor).await;
    session.join(&session.patient).await;
    session.end().await;
    create(&appointment.doctor, &appointment)
        .await
        .assert_detailed(409);
    assert_eq!(appointment.sessions().await.len(), 1);
}
