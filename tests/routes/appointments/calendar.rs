//! A person is in one place at a time, over appointments, consultations and
//! lessons together, on either side.

use futures::future::join_all;
use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, Answer, App, Caller, Offered, direct, tomorrow, tomorrow_at, unique_id, visit,
    with,
};

const CONSULTATIONS: &str = "/api/video/sessions";

async fn create(caller: &Caller, body: Value) -> Answer {
    caller.post(APPOINTMENTS, body).await
}

#[tokio::test]
async fn one_psychologist_has_one_patient_at_a_time() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let at = |time: &str| visit(&psychologist.id, &unique_id("patient"), &tomorrow_at(time));
    create(&psychologist, at("14:30")).await.expect(201);
    for time in ["14:30", "13:31", "15:29", "15:00"] {
        create(&psychologist, at(time)).await.assert_detailed(409);
    }
    let around = with(&at("13:00"), "duration_minutes", 240);
    create(&psychologist, around).await.assert_detailed(409);
    let inside = with(&at("14:45"), "duration_minutes", 15);
    create(&psychologist, inside).await.assert_detailed(409);
    // Ends are exclusive.
    create(&psychologist, at("13:30")).await.expect(201);
    create(&psychologist, at("15:30")).await.expect(201);
}

#[tokio::test]
async fn one_patient_has_one_psychologist_at_a_time() {
    let app = App::shared().await;
    let patient = app.patient();
    let at = |time: &str| visit(&unique_id("psychologist"), &patient.id, &tomorrow_at(time));
    create(&patient, at("14:30")).await.expect(201);
    for time in ["14:30", "13:31", "15:29"] {
        create(&patient, at(time)).await.assert_detailed(409);
    }
    create(&patient, at("13:30")).await.expect(201);
    create(&patient, at("15:30")).await.expect(201);
}

#[tokio::test]
async fn in_person_takes_as_much_time() {
    let app = App::shared().await;
    let made = app.visit_in_person().await;
    let at = |time: &str| {
        visit(
            &made.psychologist.id,
            &unique_id("patient"),
            &tomorrow_at(time),
        )
    };
    create(&made.psychologist, at("15:00"))
        .await
        .assert_detailed(409);
    let in_person = with(&at("15:00"), "session_type", "in_person");
    create(&made.psychologist, in_person)
        .await
        .assert_detailed(409);
    create(&made.psychologist, at("15:30")).await.expect(201);
}

#[tokio::test]
async fn a_psychologist_who_is_a_patient_is_in_one_place_too() {
    let app = App::shared().await;
    let (admin, both) = (app.as_admin(), unique_id("both"));
    let treats = visit(&both, &unique_id("patient"), &tomorrow_at("14:30"));
    create(&admin, treats).await.expect(201);
    let is_treated = |time: &str| visit(&unique_id("psychologist"), &both, &tomorrow_at(time));
    create(&admin, is_treated("15:00"))
        .await
        .assert_detailed(409);
    create(&admin, is_treated("15:30")).await.expect(201);
}

#[tokio::test]
async fn an_hour_over_midnight_takes_both_days() {
    let app = App::shared().await;
    let (admin, psychologist) = (app.as_admin(), unique_id("psychologist"));
    let next = tomorrow().tomorrow().expect("the calendar goes on");
    let at = |start: String| visit(&psychologist, &unique_id("patient"), &start);
    let long = with(&at(tomorrow_at("22:30")), "duration_minutes", 240);
    create(&admin, long).await.expect(201);
    for start in [
        tomorrow_at("22:00"),
        tomorrow_at("23:45"),
        format!("{next}T00:00:00Z"),
        format!("{next}T02:15:00Z"),
    ] {
        create(&admin, at(start)).await.assert_detailed(409);
    }
    create(&admin, at(format!("{next}T02:30:00Z")))
        .await
        .expect(201);
    create(&admin, at(tomorrow_at("21:30"))).await.expect(201);
}

#[tokio::test]
async fn a_cancelled_one_takes_no_time() {
    let app = App::shared().await;
    for canceller in ["psychologist", "patient"] {
        let made = app.visit().await;
        let body = visit(
            &made.psychologist.id,
            &made.patient.id,
            &tomorrow_at("14:30"),
        );
        create(&made.patient, body.clone())
            .await
            .assert_detailed(409);
        let caller = match canceller {
            "patient" => &made.patient,
            _ => &made.psychologist,
        };
        made.step(caller, "cancelled").await.expect(200);
        create(&made.patient, body).await.expect(201);
    }
}

/// However fast: its consultation, which is made meanwhile, is in nobody's way.
#[tokio::test]
async fn the_time_of_a_cancelled_one_is_booked_at_once() {
    let app = App::shared().await;
    for _ in 0..3 {
        let (psychologist, patient) = (app.psychologist(), app.patient());
        let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
        for _ in 0..8 {
            let made = app.visit_of(&psychologist, &patient, &body).await;
            made.step(&patient, "cancelled").await.expect(200);
        }
    }
}

#[tokio::test]
async fn a_completed_one_keeps_its_time() {
    let app = App::shared().await;
    let made = app.visit_in_status("completed").await;
    let body = visit(
        &made.psychologist.id,
        &unique_id("patient"),
        &tomorrow_at("15:00"),
    );
    create(&made.psychologist, body).await.assert_detailed(409);
}

#[tokio::test]
async fn a_consultation_takes_the_time_of_both() {
    let app = App::shared().await;
    let (doctor, patient, admin) = (app.doctor(), app.patient(), app.as_admin());
    let direct = direct(&doctor.id, &patient.id, &tomorrow_at("14:30"));
    let made = patient.post(CONSULTATIONS, direct).await.expect(201);
    let treats = |time: &str| visit(&doctor.id, &unique_id("patient"), &tomorrow_at(time));
    let is_treated =
        |time: &str| visit(&unique_id("psychologist"), &patient.id, &tomorrow_at(time));
    for time in ["13:45", "14:30", "14:45"] {
        create(&admin, treats(time)).await.assert_detailed(409);
        create(&admin, is_treated(time)).await.assert_detailed(409);
    }
    create(&admin, treats("15:00")).await.expect(201);
    create(&admin, is_treated("13:30")).await.expect(201);
    let cancel = format!("{CONSULTATIONS}/{}/cancel", made.text("session_id"));
    patient.post(&cancel, json!({})).await.expect(200);
    let short = with(&treats("14:30"), "duration_minutes", 30);
    create(&admin, short).await.expect(201);
    let short = with(&is_treated("14:30"), "duration_minutes", 30);
    create(&admin, short).await.expect(201);
}

#[tokio::test]
async fn takes_time_from_consultations() {
    let app = App::shared().await;
    let made = app.visit().await;
    let admin = app.as_admin();
    let treats = |time: &str| {
        direct(
            &made.psychologist.id,
            &unique_id("patient"),
            &tomorrow_at(time),
        )
    };
    let is_treated =
        |time: &str| direct(&unique_id("doctor"), &made.patient.id, &tomorrow_at(time));
    for time in ["14:15", "14:30", "15:15"] {
        for body in [treats(time), is_treated(time)] {
            admin.post(CONSULTATIONS, body).await.assert_detailed(409);
        }
    }
    for time in ["14:00", "15:30"] {
        for body in [treats(time), is_treated(time)] {
            admin.post(CONSULTATIONS, body).await.expect(201);
        }
    }
    made.step(&made.patient, "cancelled").await.expect(200);
    // Its consultation may be there, too; neither is in the way.
    for body in [treats("14:45"), is_treated("14:45")] {
        admin.post(CONSULTATIONS, body).await.expect(201);
    }
}

#[tokio::test]
async fn a_lesson_takes_the_time_of_both() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let admin = app.as_admin();
    let treats = |time: &str| {
        visit(
            &booked.teacher.id,
            &unique_id("patient"),
            &tomorrow_at(time),
        )
    };
    let is_treated = |time: &str| {
        visit(
            &unique_id("psychologist"),
            &booked.student.id,
            &tomorrow_at(time),
        )
    };
    for time in ["09:15", "10:00", "10:45"] {
        create(&admin, treats(time)).await.assert_detailed(409);
        create(&admin, is_treated(time)).await.assert_detailed(409);
    }
    create(&admin, treats("11:00")).await.expect(201);
    create(&admin, is_treated("09:00")).await.expect(201);
    let path = format!("/bookings/{}", booked.id);
    let cancel = json!({ "status": "cancelled" });
    booked.student.patch(&path, cancel).await.expect(200);
    create(&admin, treats("10:00")).await.expect(201);
    create(&admin, is_treated("10:15")).await.expect(201);
}

#[tokio::test]
async fn takes_time_from_lessons() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let admin = app.as_admin();
    let treats = visit(&teacher.id, &unique_id("patient"), &tomorrow_at("09:30"));
    let id = create(&admin, treats).await.expect(201).number("id");
    let is_treated = visit(
        &unique_id("psychologist"),
        &student.id,
        &tomorrow_at("11:00"),
    );
    create(&admin, is_treated).await.expect(201);
    for (from, to) in [("10:00", "10:30"), ("10:15", "10:45"), ("10:45", "11:15")] {
        let booking = student.booking(&teacher, from, to);
        student.post("/bookings", booking).await.assert_refused(409);
    }
    student.book(&teacher, "10:30", "11:00").await;
    let path = format!("{APPOINTMENTS}{id}/");
    let cancel = json!({ "status": "cancelled" });
    admin.patch(&path, cancel).await.expect(200);
    student.book(&teacher, "10:00", "10:30").await;
}

#[tokio::test]
async fn one_of_a_hundred_wins_the_race_for_a_psychologist() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let patients: Vec<_> = (0..100).map(|_| app.patient()).collect();
    let race = patients.iter().enumerate().map(|(n, patient)| {
        // All overlap, not all at the same times.
        let start = tomorrow_at(&format!("14:{:02}", n % 60));
        let body = visit(&psychologist.id, &patient.id, &start);
        create(patient, with(&body, "duration_minutes", 60 + n % 3 * 15))
    });
    let answers = join_all(race).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status() == 201);
    assert_eq!((won.len(), lost.len()), (1, 99));
    for answer in lost {
        answer.assert_detailed(409);
    }
    let list = psychologist.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.ids(), [won[0].number("id")]);
}

#[tokio::test]
async fn one_of_a_hundred_wins_the_race_for_a_patient() {
    let app = App::shared().await;
    let patient = app.patient();
    let race = (0..100).map(|n| {
        let start = tomorrow_at(&format!("14:{:02}", n % 60));
        create(
            &patient,
            visit(&unique_id("psychologist"), &patient.id, &start),
        )
    });
    let answers = join_all(race).await;
    let won = answers.iter().filter(|answer| answer.status() == 201);
    assert_eq!(won.count(), 1);
    for answer in answers.iter().filter(|answer| answer.status() != 201) {
        answer.assert_detailed(409);
    }
    let list = patient.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.number("count"), 1);
}

#[tokio::test]
async fn one_wins_the_race_of_lesson_consultation_and_appointment() {
    let app = App::shared().await;
    for _ in 0..5 {
        let Offered {
            teacher, student, ..
        } = app.offered().await;
        let doctor = app.as_user(&teacher.id, "doctor");
        let at = tomorrow_at("10:30");
        let lesson = student.post("/bookings", student.booking(&teacher, "10:00", "11:00"));
        let consultation = direct(&teacher.id, &unique_id("patient"), &at);
        let appointment = visit(&teacher.id, &unique_id("patient"), &at);
        let (lesson, consultation, appointment) = tokio::join!(
            lesson.into_future(),
            doctor.post(CONSULTATIONS, consultation).into_future(),
            create(&doctor, appointment),
        );
        let mut statuses = [lesson.status(), consultation.status(), appointment.status()];
        statuses.sort_unstable();
        assert_eq!(
            statuses,
            [201, 409, 409],
            "{lesson}\n{consultation}\n{appointment}"
        );
    }
}
