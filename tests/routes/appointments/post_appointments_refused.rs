//! POST /api/appointments (refused)

use http::Method;
use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, App, Caller, from_now, tomorrow, tomorrow_at, unique_id, visit, with, without,
};

fn good() -> Value {
    visit(
        &unique_id("psychologist"),
        &unique_id("patient"),
        &tomorrow_at("14:30"),
    )
}

async fn assert_wrong(caller: &Caller, field: &str, values: Vec<Value>) {
    for value in values {
        let body = with(&good(), field, value);
        let refused = caller.post(APPOINTMENTS, body).await;
        refused.assert_wrong_names(&[field]);
    }
}

#[tokio::test]
async fn names_every_field_that_is_missing() {
    let app = App::shared().await;
    let admin = app.as_admin();
    let all = [
        "psychologist_id",
        "patient_id",
        "service_name",
        "appointment_date",
    ];
    let refused = admin.post(APPOINTMENTS, json!({})).await;
    refused.assert_wrong_names(&all);
    for field in all {
        let refused = admin.post(APPOINTMENTS, without(&good(), field)).await;
        refused.assert_wrong_names(&[field]);
        let null = with(&good(), field, Value::Null);
        let refused = admin.post(APPOINTMENTS, null).await;
        refused.assert_wrong_names(&[field]);
    }
}

#[tokio::test]
async fn only_ones_own_id_may_be_left_out() {
    let app = App::shared().await;
    let refused = app.psychologist().post(APPOINTMENTS, json!({})).await;
    refused.assert_wrong_names(&["patient_id", "service_name", "appointment_date"]);
    let refused = app.patient().post(APPOINTMENTS, json!({})).await;
    refused.assert_wrong_names(&["psychologist_id", "service_name", "appointment_date"]);
}

#[tokio::test]
async fn names_every_field_that_is_wrong() {
    let app = App::shared().await;
    let body = json!({
        "psychologist_id": "",
        "patient_id": true,
        "service_name": 5,
        "appointment_date": "soon",
        "duration_minutes": 241,
        "session_type": "phone",
        "patient_name": ["Jane"],
        "clinic_id": [],
        "consultation_fee": "free",
        "currency": 7,
    });
    let refused = app.as_admin().post(APPOINTMENTS, body.clone()).await;
    let fields = body.as_object().expect("an object").keys();
    refused.assert_wrong_names(&fields.map(String::as_str).collect::<Vec<_>>());
}

#[tokio::test]
async fn refuses_bad_ids() {
    let app = App::shared().await;
    let admin = app.as_admin();
    for field in ["psychologist_id", "patient_id"] {
        let ids = ["", " ", "a b", "-a", "é", "a/b", &"a".repeat(129)].map(Value::from);
        assert_wrong(&admin, field, ids.to_vec()).await;
        let others = vec![json!(1.5), json!(-1), json!(true), json!([]), json!({})];
        assert_wrong(&admin, field, others).await;
        let longest = with(&good(), field, format!("{:0>128}", unique_id("a")));
        admin.post(APPOINTMENTS, longest).await.expect(201);
    }
}

#[tokio::test]
async fn refuses_bad_names() {
    let app = App::shared().await;
    let admin = app.as_admin();
    for field in ["service_name", "patient_name"] {
        let values = vec![
            json!(5),
            json!({}),
            json!(["a"]),
            json!("a\u{0}b"),
            json!("a\u{7f}b"),
            json!("é".repeat(201)),
        ];
        assert_wrong(&admin, field, values).await;
        let longest = with(&good(), field, "é".repeat(200));
        admin.post(APPOINTMENTS, longest).await.expect(201);
    }
    assert_wrong(&admin, "service_name", vec![json!(""), json!(" \n ")]).await;
}

#[tokio::test]
async fn refuses_bad_durations_and_types() {
    let app = App::shared().await;
    let admin = app.as_admin();
    let minutes = vec![
        json!(14),
        json!(241),
        json!(0),
        json!(-60),
        json!(60.5),
        json!("an hour"),
        json!([60]),
        json!(1e300),
    ];
    assert_wrong(&admin, "duration_minutes", minutes).await;
    let types = vec![
        json!(""),
        json!("phone"),
        json!("in person"),
        json!("telehealth,in_person"),
        json!(1),
        json!({}),
    ];
    assert_wrong(&admin, "session_type", types).await;
}

#[tokio::test]
async fn refuses_bad_clinics_fees_and_currencies() {
    let app = App::shared().await;
    let admin = app.as_admin();
    let clinics = vec![json!(1.5), json!([]), json!({}), json!(true)];
    assert_wrong(&admin, "clinic_id", clinics).await;
    let fees = vec![json!(-1), json!("free"), json!([]), json!(true)];
    assert_wrong(&admin, "consultation_fee", fees).await;
    let currencies = vec![json!(1), json!([]), json!({}), json!("E\u{0}R")];
    assert_wrong(&admin, "currency", currencies).await;
    for fee in [json!(0), json!(0.5), json!(120)] {
        let body = with(&good(), "consultation_fee", fee);
        admin.post(APPOINTMENTS, body).await.expect(201);
    }
}

#[tokio::test]
async fn the_start_is_a_time_with_an_offset_and_not_past() {
    let app = App::shared().await;
    let tomorrow = tomorrow();
    let starts = vec![
        json!(format!("{tomorrow}T14:30:00")),
        json!(tomorrow.to_string()),
        json!(format!("{tomorrow} 14:30")),
        json!(format!("{tomorrow}T25:00:00Z")),
        json!("2027-02-30T10:00:00Z"),
        json!(1_800_000_000),
        json!(""),
        json!("tomorrow"),
        json!(from_now(-60)),
        json!("2020-01-01T10:00:00Z"),
        json!("9999-12-30T21:59:00Z"),
    ];
    assert_wrong(&app.as_admin(), "appointment_date", starts).await;
}

#[tokio::test]
async fn a_past_start_is_told_with_what_else_is_wrong() {
    let app = App::shared().await;
    let body = with(&good(), "appointment_date", from_now(-3_600));
    let body = with(&body, "duration_minutes", 5);
    let refused = app.as_admin().post(APPOINTMENTS, body).await;
    refused.assert_wrong_names(&["appointment_date", "duration_minutes"]);
}

#[tokio::test]
async fn nobody_is_ones_own_psychologist() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let body = visit(&psychologist.id, &psychologist.id, &tomorrow_at("14:30"));
    let refused = psychologist.post(APPOINTMENTS, body).await;
    // Nobody can be in two places, or on both sides.
    assert!(matches!(refused.status(), 400 | 409), "{refused}");
    let list = psychologist.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.number("count"), 0);
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused() {
    let app = App::shared().await;
    let admin = app.as_admin();
    for body in ["{", "", " ", "[]", "1", "null", "\"text\"", "{'a':1}"] {
        let call = admin.call(Method::POST, APPOINTMENTS);
        let refused = call.body("application/json", body).await;
        refused.assert_bad_request();
    }
}

#[tokio::test]
async fn size_and_type_are_judged_before_the_content() {
    let app = App::shared().await;
    let admin = app.as_admin();
    let large = vec![b'{'; 256 * 1024 + 1];
    let call = admin.call(Method::POST, APPOINTMENTS);
    call.body("text/plain", large).await.assert_detailed(413);
    let call = admin.call(Method::POST, APPOINTMENTS);
    call.body("text/plain", "{").await.assert_detailed(415);
}

#[tokio::test]
async fn the_body_is_judged_before_whom_it_is_for() {
    let app = App::shared().await;
    let body = with(&good(), "duration_minutes", 14);
    for stranger in [app.psychologist(), app.patient()] {
        let refused = stranger.post(APPOINTMENTS, body.clone()).await;
        refused.assert_wrong_names(&["duration_minutes"]);
    }
}

#[tokio::test]
async fn nothing_is_stored_of_what_is_refused() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    let wrong = with(&body, "duration_minutes", 14);
    let refused = patient.post(APPOINTMENTS, wrong).await;
    refused.assert_wrong_names(&["duration_minutes"]);
    let list = psychologist.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.number("count"), 0);
    patient.post(APPOINTMENTS, body).await.expect(201);
}

#[tokio::test]
async fn other_methods_and_paths() {
    let app = App::shared().await;
    let admin = app.as_admin();
    let of_one = format!("{APPOINTMENTS}1/");
    for (path, allowed) in [
        (APPOINTMENTS, vec!["get", "post"]),
        (of_one.as_str(), vec!["get", "patch"]),
        (tests::SCHEDULE, vec!["get"]),
        ("/api/appointments/video-token/1/", vec!["get"]),
        ("/api/appointments/video-token-refresh/1/", vec!["get"]),
        ("/api/appointments/video-status/1/", vec!["get"]),
    ] {
        let refused = admin.delete(path).await;
        refused.assert_detailed(405);
        let named = refused.words("allow");
        let is_named = |method: &&str| named.contains(&(*method).to_owned());
        assert!(allowed.iter().all(is_named), "{refused}");
    }
    for path in [
        "/api/appointments/1/2/",
        "/api/appointments/video-tokens/1/",
        "/api/appointments/psychologist/schedule/1/",
    ] {
        admin.get(path).await.assert_detailed(404);
    }
}
