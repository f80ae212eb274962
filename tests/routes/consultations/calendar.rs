//! A person is in one place at a time, over consultations and tutoring
//! together, on either side.

use futures::future::join_all;
use serde_json::{Value, json};
use tests::{App, Caller, Offered, direct, tomorrow, tomorrow_at, unique_id, with};

const PATH: &str = "/api/video/sessions";

async fn create(caller: &Caller, body: Value) -> tests::Answer {
    caller.post(PATH, body).await
}

#[tokio::test]
async fn one_doctor_has_one_patient_at_a_time() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let at = |time: &str| direct(&doctor.id, &unique_id("patient"), &tomorrow_at(time));
    create(&doctor, at("14:30")).await.expect(201);
    for time in ["14:30", "14:01", "14:59", "14:15"] {
        create(&doctor, at(time)).await.assert_detailed(409);
    }
    let around = with(&at("14:00"), "consultation_duration_minutes", 90);
    create(&doctor, around).await.assert_detailed(409);
    // Ends are exclusive.
    create(&doctor, at("14:00")).await.expect(201);
    create(&doctor, at("15:00")).await.expect(201);
}

#[tokio::test]
async fn one_patient_has_one_doctor_at_a_time() {
    let app = App::shared().await;
    let patient = app.patient();
    let at = |time: &str| direct(&unique_id("doctor"), &patient.id, &tomorrow_at(time));
    create(&patient, at("14:30")).await.expect(201);
    for time in ["14:30", "14:01", "14:59"] {
        create(&patient, at(time)).await.assert_detailed(409);
    }
    create(&patient, at("14:00")).await.expect(201);
    create(&patient, at("15:00")).await.expect(201);
}

#[tokio::test]
async fn a_doctor_who_is_a_patient_is_in_one_place_too() {
    let app = App::shared().await;
    let (admin, doctor) = (app.as_admin(), unique_id("doctor"));
    let treats = direct(&doctor, &unique_id("patient"), &tomorrow_at("14:30"));
    create(&admin, treats).await.expect(201);
    let is_treated = |time: &str| direct(&unique_id("doctor"), &doctor, &tomorrow_at(time));
    create(&admin, is_treated("14:45"))
        .await
        .assert_detailed(409);
    create(&admin, is_treated("15:00")).await.expect(201);
}

#[tokio::test]
async fn a_session_over_midnight_takes_both_days() {
    let app = App::shared().await;
    let (admin, doctor) = (app.as_admin(), unique_id("doctor"));
    let next = tomorrow().tomorrow().expect("the calendar goes on");
    let at = |start: String| direct(&doctor, &unique_id("patient"), &start);
    let long = at(tomorrow_at("23:30"));
    let long = with(&long, "consultation_duration_minutes", 90);
    create(&admin, long).await.expect(201);
    for start in [tomorrow_at("23:45"), format!("{next}T00:30:00Z")] {
        create(&admin, at(start)).await.assert_detailed(409);
    }
    create(&admin, at(format!("{next}T01:00:00Z")))
        .await
        .expect(201);
    create(&admin, at(tomorrow_at("23:00"))).await.expect(201);
}

#[tokio::test]
async fn a_lesson_takes_the_time_of_both() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let admin = app.as_admin();
    let treats = |time: &str| {
        direct(
            &booked.teacher.id,
            &unique_id("patient"),
            &tomorrow_at(time),
        )
    };
    let is_treated =
        |time: &str| direct(&unique_id("doctor"), &booked.student.id, &tomorrow_at(time));
    for time in ["09:45", "10:00", "10:45"] {
        create(&admin, treats(time)).await.assert_detailed(409);
        create(&admin, is_treated(time)).await.assert_detailed(409);
    }
    create(&admin, treats("11:00")).await.expect(201);
    create(&admin, is_treated("09:30")).await.expect(201);
    let path = format!("/bookings/{}", booked.id);
    let cancel = json!({ "status": "cancelled" });
    booked.student.patch(&path, cancel).await.expect(200);
    create(&admin, treats("10:00")).await.expect(201);
    create(&admin, is_treated("10:15")).await.expect(201);
}

#[tokio::test]
async fn a_consultation_takes_time_from_lessons() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let admin = app.as_admin();
    let treats = direct(&teacher.id, &unique_id("patient"), &tomorrow_at("10:00"));
    let id = create(&admin, treats).await.expect(201).text("session_id");
    let is_treated = direct(&unique_id("doctor"), &student.id, &tomorrow_at("11:00"));
    create(&admin, is_treated).await.expect(201);
    for (from, to) in [("10:00", "10:30"), ("10:15", "10:45"), ("10:45", "11:15")] {
        let booking = student.booking(&teacher, from, to);
        student.post("/bookings", booking).await.assert_refused(409);
    }
    student.book(&teacher, "10:30", "11:00").await;
    let cancel = admin.post(&format!("{PATH}/{id}/cancel"), json!({}));
    cancel.await.expect(200);
    student.book(&teacher, "10:00", "10:30").await;
}

#[tokio::test]
async fn time_is_free_again_after_a_cancel() {
    let app = App::shared().await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let body = direct(&doctor.id, &patient.id, &tomorrow_at("14:30"));
    for canceller in [&doctor, &patient] {
        let made = create(&patient, body.clone()).await.expect(201);
        create(&patient, body.clone()).await.assert_detailed(409);
        let path = format!("{PATH}/{}/cancel", made.text("session_id"));
        canceller.post(&path, json!({})).await.expect(200);
    }
    create(&doctor, body).await.expect(201);
}

#[tokio::test]
async fn one_of_a_hundred_wins_the_race_for_a_doctor() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let patients: Vec<_> = (0..100).map(|_| app.patient()).collect();
    let race = patients.iter().enumerate().map(|(n, patient)| {
        // All overlap, not all at the same times.
        let start = tomorrow_at(&format!("14:{:02}", 30 + n % 15));
        create(patient, direct(&doctor.id, &patient.id, &start))
    });
    let answers = join_all(race).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status() == 201);
    assert_eq!((won.len(), lost.len()), (1, 99));
    for answer in lost {
        answer.assert_detailed(409);
    }
    let list = doctor.get(PATH).await.expect(200).json();
    assert_eq!(list["total"], 1);
    assert_eq!(list["sessions"][0]["session_id"], won[0].text("session_id"));
}

#[tokio::test]
async fn one_wins_the_race_between_a_lesson_and_a_consultation() {
    let app = App::shared().await;
    for _ in 0..5 {
        let Offered {
            teacher, student, ..
        } = app.offered().await;
        let doctor = app.as_user(&teacher.id, "doctor");
        let lesson = student.post("/bookings", student.booking(&teacher, "10:00", "11:00"));
        let treats = direct(&teacher.id, &unique_id("patient"), &tomorrow_at("10:30"));
        let (lesson, session) = tokio::join!(lesson.into_future(), create(&doctor, treats));
        match (lesson.status(), session.status()) {
            (201, 409) => session.assert_detailed(409),
            (409, 201) => lesson.assert_refused(409),
            _ => panic!("{lesson}\n{session}"),
        }
    }
}
