//! An appointment and its consultation are one: booked, moved, held and
//! cancelled together, whichever of the two APIs is asked.

use futures::future::join_all;
use futures::stream::{self, StreamExt as _};
use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, App, Consultation, Visit, direct, on_the_day, second_of, unique_id, until, visit,
    with,
};

const CONSULTATIONS: &str = "/api/video/sessions";

/// The seconds that a slow machine may lose between setting the clock and
/// what is then done.
const SLACK: i64 = 14;

/// An appointment from 14:30 to 15:30, booked by the patient in the morning,
/// and its consultation.
async fn booked(app: &App) -> (Visit, Consultation) {
    app.set_time("08:00:00").await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &on_the_day("14:30"));
    let body = with(&body, "clinic_id", 7);
    let made = patient.post(APPOINTMENTS, body).await.expect(201);
    let visit = Visit {
        app: app.clone(),
        psychologist,
        patient,
        id: made.number("id"),
    };
    let consultation = visit.consultation().await;
    (visit, consultation)
}

/// Whether both are taken at this time, as both APIs see it. What was booked
/// to see it is cancelled again.
async fn assert_taken(visit: &Visit, time: &str, taken: bool) {
    let admin = visit.app.as_admin();
    let (psychologist, patient) = (&visit.psychologist.id, &visit.patient.id);
    let at = on_the_day(time);
    for (psychologist, patient) in [
        (psychologist.clone(), unique_id("patient")),
        (unique_id("psychologist"), patient.clone()),
    ] {
        let body = tests::visit(&psychologist, &patient, &at);
        let body = with(&body, "duration_minutes", 15);
        // One that has no consultation.
        let body = with(&body, "session_type", "in_person");
        let made = admin.post(APPOINTMENTS, body).await;
        if taken {
            made.assert_detailed(409);
        } else {
            let path = format!("{APPOINTMENTS}{}/", made.expect(201).number("id"));
            let cancel = json!({ "status": "cancelled" });
            admin.patch(&path, cancel).await.expect(200);
        }
        let body = with(
            &direct(&psychologist, &patient, &at),
            "consultation_duration_minutes",
            15,
        );
        let made = admin.post(CONSULTATIONS, body).await;
        if taken {
            made.assert_detailed(409);
        } else {
            let id = made.expect(201).text("session_id");
            let cancel = format!("{CONSULTATIONS}/{id}/cancel");
            admin.post(&cancel, json!({})).await.expect(200);
        }
    }
}

/// From 14:30 to 15:30 and not a minute more.
async fn assert_takes_its_hour(visit: &Visit) {
    for time in ["14:20", "14:30", "15:00", "15:29"] {
        assert_taken(visit, time, true).await;
    }
    for time in ["14:15", "15:30"] {
        assert_taken(visit, time, false).await;
    }
}

/// No second consultation comes of anything: this is all the doctor has, but
/// for what [`assert_taken`] has cancelled.
async fn assert_one_consultation(visit: &Visit, consultation: &Consultation) {
    let list = visit.psychologist.get(&format!(
        "{CONSULTATIONS}?booking_type=CLINIC_BASED&limit=100"
    ));
    let list = list.await.expect(200).json();
    let sessions = list["sessions"].as_array().expect("a list");
    let ids: Vec<&Value> = sessions
        .iter()
        .filter(|session| session["patient_id"] == visit.patient.id.as_str())
        .map(|session| &session["session_id"])
        .collect();
    assert_eq!(ids, [consultation.id.as_str()]);
}

#[tokio::test]
async fn from_the_booking_to_its_completion() {
    let app = App::start().await;

    // Booked: the consultation is there, once.
    let (visit, consultation) = booked(&app).await;
    let shown = consultation.shown().await;
    assert_eq!(shown["booking_type"], "CLINIC_BASED");
    assert_eq!(shown["appointment_id"], visit.text_id());
    assert_eq!(shown["clinic_id"], 7);
    assert_eq!(shown["status"], "SCHEDULED");
    assert_eq!(shown["scheduled_start_time"], on_the_day("14:30"));
    assert_eq!(shown["scheduled_end_time"], on_the_day("15:30"));
    assert_takes_its_hour(&visit).await;
    let confirm = visit.step(&visit.psychologist, "confirmed");
    confirm.await.expect(200);

    // Both join.
    app.set_time("14:20:00").await;
    consultation.connect(&consultation.patient).await;
    assert_taken(&visit, "15:00", true).await;
    app.set_time("14:30:15").await;
    consultation.connect(&consultation.doctor).await;
    assert_eq!(consultation.status().await, "ACTIVE");
    assert_eq!(visit.text("status").await, "confirmed");
    assert_taken(&visit, "15:00", true).await;
    assert_taken(&visit, "15:30", false).await;

    // The doctor ends it.
    app.set_time("14:58:35").await;
    let notes = "Patient improved...";
    let path = format!("{}/end", consultation.path());
    let body = json!({ "session_notes": notes, "connection_quality_rating": 4 });
    let ended = consultation.doctor.post(&path, body).await;
    let ended = ended.expect(200).json();

    // The appointment is completed, and says what became of it.
    let shown = visit.until_status("completed").await;
    assert_eq!(shown["video_session_id"], consultation.id);
    assert_eq!(shown["consultation_notes"], notes);
    let minutes = &ended["total_duration_minutes"];
    assert_eq!(shown["consultation_duration_minutes"], *minutes);
    let date = second_of(&shown["consultation_date"]);
    let (first, last) = (on_the_day("14:20"), &ended["actual_end_time"]);
    assert!(
        (second_of(&json!(first)) - 60..=second_of(last)).contains(&date),
        "{shown}"
    );
    let to_patient = visit.shown_to(&visit.patient).await;
    assert_eq!(to_patient["video_session_id"], consultation.id);
    assert!(to_patient["consultation_notes"].is_null(), "{to_patient}");

    // What was held keeps its time.
    assert_taken(&visit, "15:00", true).await;
    assert_taken(&visit, "15:30", false).await;
    assert_one_consultation(&visit, &consultation).await;

    // Told once more it is the same.
    let event = app
        .bus_events("sessions.consultations")
        .await
        .into_iter()
        .find(|event| event["detail-type"] == "video.consultation.completed")
        .expect("the event");
    app.completes(&event["detail"]).await.expect(200);
    let again = visit.shown().await;
    for field in [
        "status",
        "updated_at",
        "consultation_date",
        "consultation_duration_minutes",
        "consultation_notes",
        "video_session_id",
    ] {
        assert_eq!(again[field], shown[field], "{field}");
    }
    assert!(app.dead_letters().await.is_empty());
}

#[tokio::test]
async fn the_last_who_leaves_completes_both() {
    let app = App::start().await;
    let (visit, consultation) = booked(&app).await;
    app.set_time("14:30:00").await;
    consultation.connect(&consultation.patient).await;
    consultation.connect(&consultation.doctor).await;
    app.set_time("15:00:00").await;
    consultation.leave(&consultation.patient).await;
    consultation.leave(&consultation.doctor).await;
    let shown = visit.until_status("completed").await;
    let minutes = shown["consultation_duration_minutes"].as_i64();
    // To the second it is told in the consultation's own tests.
    assert!(matches!(minutes, Some(29 | 30)), "{shown}");
    assert!(shown["consultation_notes"].is_null(), "{shown}");
    assert_eq!(shown["video_session_id"], consultation.id);
}

#[tokio::test]
async fn a_cancelled_appointment_cancels_its_consultation() {
    let app = App::start().await;
    let (visit, consultation) = booked(&app).await;
    visit.step(&visit.patient, "cancelled").await.expect(200);
    // The calendar is free at once.
    assert_taken(&visit, "14:30", false).await;
    let shown = consultation.until_status("CANCELLED").await;
    assert_eq!(shown["cancelled_by"], "system");
    assert_taken(&visit, "14:30", false).await;
    assert_eq!(visit.text("status").await, "cancelled");
    assert_one_consultation(&visit, &consultation).await;
    assert!(app.dead_letters().await.is_empty());
}

#[tokio::test]
async fn a_cancelled_consultation_cancels_its_appointment() {
    let app = App::start().await;
    for canceller in ["doctor", "patient", "admin"] {
        let (visit, consultation) = booked(&app).await;
        let caller = match canceller {
            "doctor" => (*consultation.doctor).clone(),
            "patient" => (*consultation.patient).clone(),
            _ => app.as_admin(),
        };
        let cancel = consultation.command(&caller, "cancel");
        cancel.await.expect(200);
        let shown = visit.until_status("cancelled").await;
        assert_eq!(shown["session_status"], "cancelled", "{canceller}");
        let events = visit.published(2).await;
        assert_eq!(events[1]["detail-type"], "appointment.cancelled");
        assert_taken(&visit, "14:30", false).await;
        visit
            .video(&visit.patient, "token")
            .await
            .assert_detailed(409);
        visit
            .step(&visit.psychologist, "confirmed")
            .await
            .assert_detailed(409);
    }
    assert!(app.dead_letters().await.is_empty());
}

#[tokio::test]
async fn an_admin_who_cancels_what_is_on_cancels_the_appointment_too() {
    let app = App::start().await;
    let (visit, consultation) = booked(&app).await;
    app.set_time("14:30:00").await;
    consultation.connect(&consultation.patient).await;
    consultation.connect(&consultation.doctor).await;
    let cancel = consultation.command(&app.as_admin(), "cancel");
    cancel.await.expect(200);
    visit.until_status("cancelled").await;
    assert_taken(&visit, "15:00", false).await;
}

#[tokio::test]
async fn a_move_moves_both() {
    let app = App::start().await;
    let (visit, consultation) = booked(&app).await;
    let later = json!({ "appointment_date": on_the_day("17:00"), "duration_minutes": 45 });
    visit.change(&visit.psychologist, later).await.expect(200);
    assert_taken(&visit, "17:30", true).await;
    let moved = consultation
        .until_shown("the move", |shown| {
            shown["scheduled_start_time"] == on_the_day("17:00")
        })
        .await;
    assert_eq!(moved["scheduled_end_time"], on_the_day("17:45"));
    assert_eq!(moved["status"], "SCHEDULED");
    for (time, taken) in [
        ("14:30", false),
        ("15:15", false),
        ("16:45", false),
        ("17:00", true),
        ("17:44", true),
        ("17:45", false),
    ] {
        assert_taken(&visit, time, taken).await;
    }
    // Back, and longer.
    let back = json!({ "appointment_date": on_the_day("14:30"), "duration_minutes": 240 });
    visit.change(&visit.patient, back).await.expect(200);
    consultation
        .until_shown("the move back", |shown| {
            shown["scheduled_end_time"] == on_the_day("18:30")
        })
        .await;
    assert_taken(&visit, "18:29", true).await;
    assert_taken(&visit, "18:30", false).await;
    assert_one_consultation(&visit, &consultation).await;
    assert!(app.dead_letters().await.is_empty());
}

/// What was told last counts, however late the consultations hear of it.
#[tokio::test]
async fn however_fast_minds_are_changed() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let psychologist = app.psychologist();
    for _ in 0..4 {
        let (one, other) = (app.patient(), app.patient());
        let body = |patient: &str| visit(&psychologist.id, patient, &on_the_day("14:30"));
        let moved = app.visit_of(&psychologist, &one, &body(&one.id)).await;
        let later = json!({ "appointment_date": on_the_day("17:00") });
        moved.change(&one, later).await.expect(200);
        let next = app.visit_of(&psychologist, &other, &body(&other.id)).await;
        for (visit, start) in [(&moved, "17:00"), (&next, "14:30")] {
            let what = format!("the consultation of {} at {start}", visit.id);
            until(&what, async || {
                let list = visit.patient.get(CONSULTATIONS).await.expect(200).json();
                let at = &list["sessions"][0]["scheduled_start_time"];
                (*at == on_the_day(start)).then_some(())
            })
            .await;
        }
        for visit in [&moved, &next] {
            visit.step(&visit.patient, "cancelled").await.expect(200);
        }
    }
    until("the end of all", async || {
        let open = format!("{CONSULTATIONS}?status=SCHEDULED");
        let list = psychologist.get(&open).await.expect(200).json();
        (list["total"] == 0).then_some(())
    })
    .await;
    assert!(app.dead_letters().await.is_empty());
}

/// Events come at least once and in any order, moves of one second too.
#[tokio::test]
async fn a_move_that_is_told_again_moves_nothing_back() {
    let app = App::start().await;
    let (visit, consultation) = booked(&app).await;
    for time in ["17:00", "20:00"] {
        let later = json!({ "appointment_date": on_the_day(time) });
        visit.change(&visit.patient, later).await.expect(200);
    }
    let is_moved = |shown: &Value| shown["scheduled_start_time"] == on_the_day("20:00");
    consultation.until_shown("the last move", is_moved).await;
    for event in visit.published(3).await {
        app.invoke("consultation-intake", &event).await;
        let shown = consultation.shown().await;
        assert!(is_moved(&shown), "{event} has moved it to {shown}");
    }
    for (time, taken) in [("14:30", false), ("17:00", false), ("20:00", true)] {
        assert_taken(&visit, time, taken).await;
    }
}

#[tokio::test]
async fn moves_at_once_end_where_the_last_one_went() {
    let app = App::start().await;
    let all: Vec<(Visit, Consultation)> = stream::iter(0..12)
        .map(|_| booked(&app))
        .buffer_unordered(4)
        .collect()
        .await;
    let moves = all.iter().map(|(visit, _)| async {
        for time in ["12:00", "16:00", "18:00", "20:00"] {
            let later = json!({ "appointment_date": on_the_day(time) });
            visit.change(&visit.patient, later).await.expect(200);
        }
    });
    join_all(moves).await;
    // Each move is on the bus, and another system's event, told after them all,
    // has been taken in.
    for (visit, _) in &all {
        visit.published(5).await;
    }
    let last = app.appointment_at(&on_the_day("10:00"));
    last.told("booked", &last.detail()).await;
    last.session().await;
    for (visit, consultation) in &all {
        consultation
            .until_shown("the last move", |shown| {
                shown["scheduled_start_time"] == on_the_day("20:00")
            })
            .await;
        assert_taken(visit, "20:00", true).await;
    }
    assert!(app.dead_letters().await.is_empty());
}

#[tokio::test]
async fn a_no_show_changes_nothing() {
    let app = App::start().await;
    let (visit, consultation) = booked(&app).await;
    app.set_time("15:35:05").await;
    consultation.until_status("NO_SHOW").await;
    // Its event is published, and nothing comes of it.
    let published = until("the no-show on the bus", async || {
        let events = app.bus_events("sessions.consultations").await;
        let kind = "video.consultation.session-no-show";
        let found = events.iter().any(|event| event["detail-type"] == kind);
        found.then_some(())
    });
    published.await;
    let (other, held) = booked(&app).await;
    let cancel = held.command(&held.patient, "cancel");
    cancel.await.expect(200);
    other.until_status("cancelled").await;
    let shown = visit.shown().await;
    assert_eq!(shown["status"], "scheduled");
    assert!(shown["video_session_id"].is_null(), "{shown}");
    assert!(shown["consultation_date"].is_null(), "{shown}");
}

#[tokio::test]
async fn in_person_has_no_consultation() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &on_the_day("10:00"));
    let in_person = with(&body, "session_type", "in_person");
    let in_person = app.visit_of(&psychologist, &patient, &in_person).await;
    let body = with(&body, "appointment_date", on_the_day("14:30"));
    let video = app.visit_of(&psychologist, &patient, &body).await;
    in_person.published(1).await;
    let consultation = video.consultation().await;
    // The one that is there is the other's.
    let shown = consultation.shown().await;
    assert_eq!(shown["appointment_id"], video.text_id());
    assert_one_consultation(&video, &consultation).await;
    let clinic_based = json!({
        "booking_type": "CLINIC_BASED",
        "appointment_id": in_person.text_id(),
        "doctor_id": psychologist.id,
        "patient_id": patient.id,
        "scheduled_start_time": on_the_day("10:00"),
    });
    let refused = psychologist.post(CONSULTATIONS, clinic_based).await;
    // Unknown as a video appointment, or known to be none.
    assert!(matches!(refused.status(), 404 | 409), "{refused}");
    assert!(app.dead_letters().await.is_empty());
}

#[tokio::test]
async fn the_consultation_of_an_appointment_is_made_by_hand_too() {
    let app = App::start().await;
    let (visit, consultation) = booked(&app).await;
    let clinic_based = json!({
        "booking_type": "CLINIC_BASED",
        "appointment_id": visit.text_id(),
        "doctor_id": visit.psychologist.id,
        "patient_id": visit.patient.id,
        "scheduled_start_time": on_the_day("14:30"),
    });
    let made = visit.psychologist.post(CONSULTATIONS, clinic_based).await;
    assert_eq!(made.expect(200).text("session_id"), consultation.id);
    let shown = consultation.shown().await;
    let minutes =
        second_of(&shown["scheduled_end_time"]) - second_of(&shown["scheduled_start_time"]);
    assert_eq!(minutes, 3_600);
    let created = second_of(&shown["created_at"]) - second_of(&json!(on_the_day("08:00")));
    assert!((0..=SLACK).contains(&created), "{shown}");
}
