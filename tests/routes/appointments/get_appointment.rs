//! GET /api/appointments/{id}

use serde_json::json;
use tests::{APPOINTMENTS, App, LISTED, tomorrow_at, without_timers};

#[tokio::test]
async fn shows_an_appointment_to_its_two_and_to_admin() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let shown = visit.shown().await;
    for field in LISTED {
        assert!(shown.get(field).is_some(), "no {field} in {shown}");
    }
    assert_eq!(shown["id"], visit.id);
    assert_eq!(shown["psychologist_id"], visit.psychologist.id);
    assert_eq!(shown["patient_id"], visit.patient.id);
    assert_eq!(shown["appointment_date"], tomorrow_at("14:30"));
    let shown = without_timers(&shown);
    let admin = app.as_admin();
    let doctor = app.as_user(&visit.psychologist.id, "doctor");
    for caller in [&*visit.patient, &admin, &doctor] {
        let path = visit.path();
        let answer = caller.get(&path).await.expect(200);
        assert_eq!(without_timers(&answer.json()), shown);
    }
}

#[tokio::test]
async fn is_as_the_list_shows_it() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let shown = visit.shown().await;
    let list = visit.patient.get(APPOINTMENTS).await.expect(200);
    let listed = without_timers(&list.results()[0]);
    for (field, value) in listed.as_object().expect("an object") {
        assert_eq!(shown[field], *value, "{field}");
    }
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let path = visit.path();
    for path in [path.as_str(), path.trim_end_matches('/')] {
        let shown = visit.patient.get(path).await.expect(200);
        assert_eq!(shown.number("id"), visit.id);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let path = app.visit().await.path();
    app.anonymous().get(&path).await.assert_detailed(401);
    let nonsense = app.with_token("nonsense");
    nonsense.get(&path).await.assert_detailed(401);
}

#[tokio::test]
async fn is_for_its_two_and_admin_alone() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for role in ["psychologist", "doctor", "patient", "student", "teacher"] {
        let stranger = app.somebody(role);
        stranger.get(&visit.path()).await.assert_detailed(403);
    }
    // Its patient, but not in this API.
    let student = app.as_user(&visit.patient.id, "student");
    student.get(&visit.path()).await.assert_detailed(403);
}

#[tokio::test]
async fn who_one_is_goes_by_the_id_and_not_by_the_role() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let treated = app.as_user(&visit.patient.id, "psychologist");
    treated.get(&visit.path()).await.expect(200);
}

#[tokio::test]
async fn an_unknown_appointment_is_not_found() {
    let app = App::shared().await;
    for id in [
        "1",
        "0",
        "-1",
        "1.5",
        "x",
        "%00",
        "9007199254740991",
        "9007199254740993",
        "99999999999999999999999999",
    ] {
        let path = format!("{APPOINTMENTS}{id}/");
        for caller in [&*app.patient(), &*app.psychologist(), &app.as_admin()] {
            caller.get(&path).await.assert_detailed(404);
        }
    }
}

#[tokio::test]
async fn what_is_not_there_yet_is_null() {
    let app = App::shared().await;
    let shown = app.visit().await.shown().await;
    for field in [
        "consultation_date",
        "consultation_duration_minutes",
        "consultation_notes",
        "video_session_id",
    ] {
        // Absent, or null.
        assert!(shown[field].is_null(), "{field} of {shown}");
    }
    assert_eq!(shown["time_remaining_seconds"], json!(null));
}
