//! PATCH /api/appointments/{id}

use http::Method;
use serde_json::json;
use tests::{APPOINTMENTS, App, LISTED, from_now, on_the_day, tomorrow_at, without_timers};

#[tokio::test]
async fn is_confirmed_and_completed_by_the_psychologist() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for status in ["confirmed", "completed"] {
        let changed = visit.step(&visit.psychologist, status).await;
        let changed = changed.expect(200).json();
        assert_eq!(changed["status"], status);
        for field in LISTED {
            assert!(changed.get(field).is_some(), "no {field} in {changed}");
        }
        let shown = visit.shown_to(&visit.patient).await;
        assert_eq!(shown["status"], status);
    }
}

#[tokio::test]
async fn the_answer_is_the_appointment() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let changed = visit.step(&visit.psychologist, "confirmed").await;
    let changed = without_timers(&changed.expect(200).json());
    assert_eq!(changed, without_timers(&visit.shown().await));
}

#[tokio::test]
async fn both_and_admin_cancel() {
    let app = App::shared().await;
    for status in ["scheduled", "confirmed"] {
        for role in ["psychologist", "patient", "admin"] {
            let visit = app.visit_in_status(status).await;
            let caller = match role {
                "psychologist" => (*visit.psychologist).clone(),
                "patient" => (*visit.patient).clone(),
                _ => app.as_admin(),
            };
            let changed = visit.step(&caller, "cancelled").await.expect(200);
            assert_eq!(changed.text("status"), "cancelled", "{role}");
            assert_eq!(changed.text("session_status"), "cancelled", "{role}");
        }
    }
}

#[tokio::test]
async fn status_and_time_may_change_at_once() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let body = json!({
        "status": "confirmed",
        "appointment_date": tomorrow_at("16:00"),
        "duration_minutes": 45,
    });
    let changed = visit.change(&visit.psychologist, body).await.expect(200);
    assert_eq!(changed.text("status"), "confirmed");
    assert_eq!(changed.text("session_start_time"), tomorrow_at("16:00"));
    assert_eq!(changed.text("session_end_time"), tomorrow_at("16:45"));
}

#[tokio::test]
async fn what_is_refused_in_part_is_refused_whole() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let before = without_timers(&visit.shown().await);
    let time = tomorrow_at("16:00");
    let confirm = json!({ "status": "confirmed", "appointment_date": time });
    let refused = visit.change(&visit.patient, confirm).await;
    refused.assert_detailed(403);
    let complete = json!({ "status": "completed", "appointment_date": time });
    let refused = visit.change(&visit.psychologist, complete).await;
    refused.assert_detailed(409);
    let wrong = json!({ "status": "confirmed", "duration_minutes": 5 });
    let refused = visit.change(&visit.psychologist, wrong).await;
    refused.assert_wrong_names(&["duration_minutes"]);
    assert_eq!(without_timers(&visit.shown().await), before);
}

#[tokio::test]
async fn a_change_of_nothing_changes_nothing() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let shown = async || {
        let mut shown = without_timers(&visit.shown().await);
        shown["updated_at"].take();
        shown
    };
    let before = shown().await;
    for body in [json!({}), json!({ "patient_name": "Somebody", "id": 1 })] {
        let answer = visit.change(&visit.patient, body).await;
        // Nothing is wrong, and nothing is asked for.
        match answer.status() {
            400 => answer.assert_bad_request(),
            _ => drop(answer.expect(200)),
        }
    }
    assert_eq!(shown().await, before);
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for (slash, status) in [("", "confirmed"), ("/", "completed")] {
        let path = format!("{APPOINTMENTS}{}{slash}", visit.id);
        let body = json!({ "status": status });
        visit.psychologist.patch(&path, body).await.expect(200);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for caller in [app.anonymous(), app.with_token("nonsense")] {
        visit.step(&caller, "cancelled").await.assert_detailed(401);
    }
    assert_eq!(visit.text("status").await, "scheduled");
}

#[tokio::test]
async fn is_not_for_strangers() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for role in ["psychologist", "doctor", "patient", "student", "teacher"] {
        let stranger = app.somebody(role);
        visit
            .step(&stranger, "cancelled")
            .await
            .assert_detailed(403);
        let later = json!({ "appointment_date": tomorrow_at("16:00") });
        visit.change(&stranger, later).await.assert_detailed(403);
    }
    // Its patient, but not in this API; the role is judged before the body.
    let student = app.as_user(&visit.patient.id, "student");
    visit.step(&student, "done").await.assert_detailed(403);
    assert_eq!(visit.text("status").await, "scheduled");
}

#[tokio::test]
async fn who_one_is_goes_by_the_id_and_not_by_the_role() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let treated = app.as_user(&visit.patient.id, "psychologist");
    visit.step(&treated, "confirmed").await.assert_detailed(403);
    visit.step(&treated, "cancelled").await.expect(200);
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for (fields, body) in [
        (vec!["status"], json!({ "status": "done" })),
        (vec!["status"], json!({ "status": "" })),
        (vec!["status"], json!({ "status": 1 })),
        (vec!["status"], json!({ "status": ["cancelled"] })),
        (vec!["duration_minutes"], json!({ "duration_minutes": 14 })),
        (vec!["duration_minutes"], json!({ "duration_minutes": 241 })),
        (
            vec!["duration_minutes"],
            json!({ "duration_minutes": 60.5 }),
        ),
        (
            vec!["duration_minutes"],
            json!({ "duration_minutes": "an hour" }),
        ),
        (
            vec!["appointment_date"],
            json!({ "appointment_date": "soon" }),
        ),
        (vec!["appointment_date"], json!({ "appointment_date": 1 })),
        (
            vec!["appointment_date"],
            json!({ "appointment_date": tomorrow_at("16:00").trim_end_matches('Z') }),
        ),
        (
            vec!["appointment_date"],
            json!({ "appointment_date": "2020-01-01T10:00:00Z" }),
        ),
        (
            vec!["appointment_date", "duration_minutes", "status"],
            json!({ "status": "x", "appointment_date": "x", "duration_minutes": 0 }),
        ),
    ] {
        let refused = visit.change(&visit.psychologist, body).await;
        refused.assert_wrong_names(&fields);
    }
    for body in ["{", "[]", "1", "null"] {
        let call = visit.psychologist.call(Method::PATCH, &visit.path());
        let refused = call.body("application/json", body).await;
        refused.assert_bad_request();
    }
    let call = visit.psychologist.call(Method::PATCH, &visit.path());
    call.body("text/plain", "{").await.assert_detailed(415);
    let call = visit.psychologist.call(Method::PATCH, &visit.path());
    let large = vec![b'{'; 256 * 1024 + 1];
    call.body("text/plain", large).await.assert_detailed(413);
    assert_eq!(visit.text("status").await, "scheduled");
}

#[tokio::test]
async fn the_body_is_judged_before_the_appointment() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let wrong = json!({ "status": "done", "appointment_date": from_now(-60) });
    for path in [format!("{APPOINTMENTS}1/"), visit.path()] {
        let refused = app.patient().patch(&path, wrong.clone()).await;
        refused.assert_wrong_names(&["status", "appointment_date"]);
    }
}

#[tokio::test]
async fn whose_step_it_is_is_judged_before_its_state() {
    let app = App::shared().await;
    let visit = app.visit().await;
    visit.step(&visit.patient, "cancelled").await.expect(200);
    let body = json!({ "status": "confirmed", "appointment_date": tomorrow_at("15:00") });
    let refused = visit.change(&visit.patient, body.clone()).await;
    refused.assert_detailed(403);
    let refused = visit.change(&visit.psychologist, body).await;
    refused.assert_detailed(409);
}

#[tokio::test]
async fn an_unknown_appointment_is_not_found() {
    let app = App::shared().await;
    for id in ["1", "0", "x", "%00", "9007199254740993"] {
        let path = format!("{APPOINTMENTS}{id}/");
        let body = json!({ "status": "cancelled" });
        for caller in [&*app.patient(), &*app.psychologist(), &app.as_admin()] {
            caller.patch(&path, body.clone()).await.assert_detailed(404);
        }
    }
}

#[tokio::test]
async fn one_that_is_over_may_still_be_completed() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let visit = app.visit_at(&on_the_day("14:30")).await;
    visit
        .step(&visit.psychologist, "confirmed")
        .await
        .expect(200);
    app.set_time("18:00:00").await;
    let changed = visit.step(&visit.psychologist, "completed").await;
    assert_eq!(changed.expect(200).text("session_status"), "ended");
}
