//! POST /api/appointments

use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, App, LISTED, from_now, real_now, second_of, tomorrow, tomorrow_at, unique_id,
    visit, with, without,
};

#[tokio::test]
async fn books_an_hour_of_telehealth() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    let made = patient.post(APPOINTMENTS, body).await.expect(201).json();
    for field in LISTED {
        assert!(made.get(field).is_some(), "no {field} in {made}");
    }
    for (field, expected) in [
        ("psychologist_id", json!(psychologist.id)),
        ("patient_id", json!(patient.id)),
        ("service_name", json!("Individual Therapy")),
        ("appointment_date", json!(tomorrow_at("14:30"))),
        ("session_start_time", json!(tomorrow_at("14:30"))),
        ("session_end_time", json!(tomorrow_at("15:30"))),
        ("duration_minutes", json!(60)),
        ("formatted_time", json!("02:30 PM")),
        ("status", json!("scheduled")),
        ("session_type", json!("telehealth")),
        ("session_status", json!("upcoming")),
        ("can_join_session", json!(false)),
        ("time_remaining_seconds", Value::Null),
    ] {
        assert_eq!(made[field], expected, "{field}");
    }
    let until_start = second_of(&made["session_start_time"]) - real_now().as_second();
    let told = made["time_until_start_seconds"].as_i64().expect("seconds");
    assert!((until_start..until_start + 60).contains(&told), "{made}");
}

#[tokio::test]
async fn an_hour_of_telehealth_when_not_told_otherwise() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    let body = without(&body, "duration_minutes");
    let made = patient.post(APPOINTMENTS, body).await.expect(201);
    assert_eq!(made.number("duration_minutes"), 60);
    assert_eq!(made.text("session_end_time"), tomorrow_at("15:30"));
    assert_eq!(made.text("session_type"), "telehealth");
}

#[tokio::test]
async fn lasts_15_to_240_minutes() {
    let app = App::shared().await;
    let next = tomorrow().tomorrow().expect("the calendar goes on");
    for (minutes, end) in [
        (15, tomorrow_at("22:15")),
        (16, tomorrow_at("22:16")),
        (120, format!("{next}T00:00:00Z")),
        (239, format!("{next}T01:59:00Z")),
        (240, format!("{next}T02:00:00Z")),
    ] {
        let psychologist = app.psychologist();
        let body = visit(&psychologist.id, &app.patient().id, &tomorrow_at("22:00"));
        let body = with(&body, "duration_minutes", minutes);
        let made = psychologist.post(APPOINTMENTS, body).await.expect(201);
        assert_eq!(made.number("duration_minutes"), minutes);
        assert_eq!(made.text("session_end_time"), end);
    }
}

#[tokio::test]
async fn psychologist_patient_and_admin_may() {
    let app = App::shared().await;
    let (psychologist_id, patient_id) = (unique_id("psychologist"), unique_id("patient"));
    for (hour, id, role) in [
        ("08", &psychologist_id, "psychologist"),
        ("09", &psychologist_id, "doctor"),
        ("10", &patient_id, "patient"),
        ("11", &unique_id("admin"), "admin"),
        ("12", &unique_id("admin"), "Super Admin"),
    ] {
        let start = tomorrow_at(&format!("{hour}:00"));
        let body = visit(&psychologist_id, &patient_id, &start);
        let caller = app.as_user(id, role);
        let made = caller.post(APPOINTMENTS, body).await.expect(201);
        assert_eq!(made.text("psychologist_id"), psychologist_id, "{role}");
        assert_eq!(made.text("patient_id"), patient_id, "{role}");
    }
}

#[tokio::test]
async fn ones_own_id_may_be_left_out() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let at = |time: &str| visit(&psychologist.id, &patient.id, &tomorrow_at(time));
    for (caller, body) in [
        (&psychologist, without(&at("10:00"), "psychologist_id")),
        (&patient, without(&at("11:00"), "patient_id")),
        (
            &psychologist,
            with(&at("12:00"), "psychologist_id", Value::Null),
        ),
        (&patient, with(&at("13:00"), "patient_id", Value::Null)),
    ] {
        let made = caller.post(APPOINTMENTS, body).await.expect(201);
        assert_eq!(made.text("psychologist_id"), psychologist.id);
        assert_eq!(made.text("patient_id"), patient.id);
    }
}

#[tokio::test]
async fn what_is_optional_is_kept_too() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let mut body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    for (field, value) in [
        ("patient_name", json!("  Jane Doe ")),
        ("clinic_id", json!(7)),
        ("consultation_fee", json!(50.5)),
        ("currency", json!("EUR")),
    ] {
        body = with(&body, field, value);
    }
    let made = app.visit_of(&psychologist, &patient, &body).await;
    for person in [&psychologist, &patient] {
        let shown = made.shown_to(person).await;
        assert_eq!(shown["patient_name"], "Jane Doe");
        assert_eq!(shown["clinic_id"], 7);
        assert_eq!(shown["consultation_fee"], 50.5);
        assert_eq!(shown["currency"], "EUR");
    }
}

#[tokio::test]
async fn what_is_optional_may_be_null() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let mut body = visit(&psychologist.id, &app.patient().id, &tomorrow_at("14:30"));
    for field in ["patient_name", "clinic_id", "consultation_fee", "currency"] {
        body = with(&body, field, Value::Null);
    }
    psychologist.post(APPOINTMENTS, body).await.expect(201);
}

#[tokio::test]
async fn the_patients_name_is_the_profiles_when_not_given() {
    let app = App::shared().await;
    let student = app.student().await;
    let psychologist = app.psychologist();
    let at = |time: &str| visit(&psychologist.id, &student.id, &tomorrow_at(time));
    let made = psychologist.post(APPOINTMENTS, at("10:00")).await;
    assert_eq!(made.expect(201).text("patient_name"), "Stu Dent");
    let patient = app.as_user(&student.id, "patient");
    let made = patient.post(APPOINTMENTS, at("11:00")).await;
    assert_eq!(made.expect(201).text("patient_name"), "Stu Dent");
    let named = with(&at("12:00"), "patient_name", "Jane Doe");
    let made = patient.post(APPOINTMENTS, named).await;
    assert_eq!(made.expect(201).text("patient_name"), "Jane Doe");
}

#[tokio::test]
async fn a_patient_without_a_profile_has_no_name() {
    let app = App::shared().await;
    let shown = app.visit().await.shown().await;
    let name = &shown["patient_name"];
    // How no name is shown is not said.
    assert!(name.is_null() || *name == "", "{shown}");
}

#[tokio::test]
async fn a_start_with_an_offset_is_answered_in_utc() {
    let app = App::shared().await;
    for given in [
        "16:30:00+02:00",
        "14:30:00-00:00",
        "05:00:00-09:30",
        "14:30:00.000z",
    ] {
        let psychologist = app.psychologist();
        let start = format!("{}T{given}", tomorrow());
        let body = visit(&psychologist.id, &app.patient().id, &start);
        let made = psychologist.post(APPOINTMENTS, body).await.expect(201);
        assert_eq!(made.text("appointment_date"), tomorrow_at("14:30"));
        assert_eq!(made.text("session_end_time"), tomorrow_at("15:30"));
    }
}

#[tokio::test]
async fn the_room_of_telehealth_is_named_at_once_and_kept() {
    let app = App::shared().await;
    let before = real_now().as_second();
    let visit = app.visit().await;
    let after = real_now().as_second();
    let shown = visit.shown().await;
    let room = shown["video_room_id"].as_str().expect("a room");
    let parts: Vec<&str> = room.split('-').collect();
    assert_eq!(parts.len(), 4, "{room}");
    assert_eq!((parts[0], parts[1]), ("apt", visit.text_id().as_str()));
    let seconds: i64 = parts[2].parse().expect("seconds");
    assert!((before - 1..=after + 1).contains(&seconds), "{room}");
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    assert!(
        parts[3].len() == 8 && parts[3].chars().all(is_hex),
        "{room}"
    );
    let url = shown["meeting_url"].as_str().expect("a URL");
    assert!(url.ends_with(&format!("/video-session/{room}")), "{url}");
    assert!(url.starts_with("http"), "{url}");
    for status in ["confirmed", "completed"] {
        visit.step(&visit.psychologist, status).await.expect(200);
        let later = visit.shown().await;
        assert_eq!(later["video_room_id"], shown["video_room_id"]);
        assert_eq!(later["meeting_url"], shown["meeting_url"]);
    }
}

#[tokio::test]
async fn meetings_are_where_the_setting_says() {
    let settings = [
        ("RATE_LIMIT_PER_MINUTE", "0"),
        ("MEETING_BASE_URL", "https://yourwebsite.com"),
    ];
    let app = App::start_with(&settings).await;
    let shown = app.visit().await.shown().await;
    let room = shown["video_room_id"].as_str().expect("a room");
    let expected = format!("https://yourwebsite.com/video-session/{room}");
    assert_eq!(shown["meeting_url"], expected);
}

#[tokio::test]
async fn who_meets_in_person_has_no_room() {
    let app = App::shared().await;
    let shown = app.visit_in_person().await.shown().await;
    assert_eq!(shown["session_type"], "in_person");
    assert_eq!(shown["video_room_id"], Value::Null);
    assert_eq!(shown["meeting_url"], Value::Null);
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let body = visit(&psychologist.id, &app.patient().id, &tomorrow_at("14:30"));
    let body = with(&body, "status", "completed");
    let body = with(&body, "id", 1);
    let made = psychologist.post(APPOINTMENTS, body).await.expect(201);
    assert_eq!(made.text("status"), "scheduled");
    assert_ne!(made.number("id"), 1);
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    for (path, hour) in [("/api/appointments/", "10"), ("/api/appointments", "12")] {
        let start = tomorrow_at(&format!("{hour}:00"));
        let body = visit(&psychologist.id, &app.patient().id, &start);
        psychologist.post(path, body).await.expect(201);
    }
}

#[tokio::test]
async fn a_start_that_is_soon_is_taken() {
    let app = App::shared().await;
    let shown = app.visit_at(&from_now(60)).await.shown().await;
    assert_eq!(shown["session_status"], "upcoming");
    assert_eq!(shown["can_join_session"], true);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let body = visit("p1", "p2", &tomorrow_at("14:30"));
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        let refused = caller.post(APPOINTMENTS, body.clone()).await;
        refused.assert_detailed(401);
        // The token is judged before the body.
        let refused = caller.post(APPOINTMENTS, json!({})).await;
        refused.assert_detailed(401);
    }
}

#[tokio::test]
async fn psychologist_and_patient_only_for_themselves() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    for stranger in [app.psychologist(), app.patient(), app.doctor()] {
        let refused = stranger.post(APPOINTMENTS, body.clone()).await;
        refused.assert_detailed(403);
    }
    let list = psychologist.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.number("count"), 0);
    patient.post(APPOINTMENTS, body).await.expect(201);
}

#[tokio::test]
async fn other_roles_may_not() {
    let app = App::shared().await;
    for role in ["student", "teacher", "instructor"] {
        let somebody = app.somebody(role);
        let body = visit(&app.psychologist().id, &somebody.id, &tomorrow_at("14:30"));
        somebody.post(APPOINTMENTS, body).await.assert_detailed(403);
        // The role is judged before the body.
        let refused = somebody.post(APPOINTMENTS, json!({})).await;
        refused.assert_detailed(403);
    }
}
