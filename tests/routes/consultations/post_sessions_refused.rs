//! POST /api/video/sessions (refused)

use http::Method;
use serde_json::{Value, json};
use tests::{App, Caller, direct, from_now, tomorrow, tomorrow_at, unique_id, with, without};

const PATH: &str = "/api/video/sessions";

fn good() -> Value {
    direct(
        &unique_id("doctor"),
        &unique_id("patient"),
        &tomorrow_at("14:30"),
    )
}

async fn assert_wrong(caller: &Caller, field: &str, values: Vec<Value>) {
    for value in values {
        let body = with(&good(), field, value);
        caller.post(PATH, body).await.assert_wrong_fields(&[field]);
    }
}

#[tokio::test]
async fn fourteen_minutes_as_the_document_shows() {
    let app = App::shared().await;
    let body = with(&good(), "consultation_duration_minutes", 14);
    let refused = app.as_admin().post(PATH, body).await;
    refused.assert_wrong_fields(&["consultation_duration_minutes"]);
    let expected = json!({
        "detail": [{
            "loc": ["body", "consultation_duration_minutes"],
            "msg": "ensure this value is greater than or equal to 15",
            "type": "value_error.number.not_ge",
        }]
    });
    assert_eq!(refused.json(), expected);
}

#[tokio::test]
async fn names_every_field_that_is_missing() {
    let app = App::shared().await;
    let refused = app.as_admin().post(PATH, json!({})).await;
    refused.assert_wrong_fields(&[
        "booking_type",
        "doctor_id",
        "patient_id",
        "scheduled_start_time",
    ]);
    for entry in refused.assert_invalid() {
        assert_eq!(entry["loc"][0], "body");
        assert_eq!(entry["msg"], "field required");
        assert_eq!(entry["type"], "value_error.missing");
    }
    let admin = app.as_admin();
    for field in [
        "booking_type",
        "doctor_id",
        "patient_id",
        "scheduled_start_time",
    ] {
        let refused = admin.post(PATH, without(&good(), field)).await;
        refused.assert_wrong_fields(&[field]);
        let refused = admin.post(PATH, with(&good(), field, Value::Null)).await;
        refused.assert_wrong_fields(&[field]);
    }
}

#[tokio::test]
async fn names_every_field_that_is_wrong() {
    let app = App::shared().await;
    let body = json!({
        "booking_type": "WALK_IN",
        "doctor_id": "",
        "patient_id": true,
        "clinic_id": "one",
        "scheduled_start_time": "soon",
        "consultation_duration_minutes": 121,
        "chief_complaint": ["Headache"],
    });
    let refused = app.as_admin().post(PATH, body.clone()).await;
    let fields: Vec<&str> = body
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    refused.assert_wrong_fields(&fields);
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let admin = app.as_admin();
    let words = [
        "",
        "direct_doctor ?",
        "CLINIC",
        "DIRECT_DOCTOR,CLINIC_BASED",
    ];
    assert_wrong(&admin, "booking_type", words.map(Value::from).to_vec()).await;
    assert_wrong(&admin, "booking_type", vec![json!(1), json!({})]).await;
    for id in ["doctor_id", "patient_id"] {
        let ids = ["", " ", "a b", "-a", "é", "a/b", &"a".repeat(129)].map(Value::from);
        assert_wrong(&admin, id, ids.to_vec()).await;
        assert_wrong(
            &admin,
            id,
            vec![json!(1.5), json!(-1), json!([]), json!({})],
        )
        .await;
    }
    let minutes = vec![
        json!(14),
        json!(121),
        json!(0),
        json!(-30),
        json!(30.5),
        json!("half an hour"),
        json!([30]),
        json!(1e300),
    ];
    assert_wrong(&admin, "consultation_duration_minutes", minutes).await;
    let clinics = vec![json!("one"), json!(1.5), json!([]), json!(true)];
    assert_wrong(&admin, "clinic_id", clinics).await;
    let complaints = vec![
        json!(1),
        json!({}),
        json!("a\u{0}b"),
        json!("a\u{7f}b"),
        json!("x".repeat(10_001)),
    ];
    assert_wrong(&admin, "chief_complaint", complaints).await;
    let longest = with(&good(), "chief_complaint", "é".repeat(10_000));
    admin.post(PATH, longest).await.expect(201);
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
    ];
    assert_wrong(&app.as_admin(), "scheduled_start_time", starts).await;
}

#[tokio::test]
async fn clinic_based_needs_an_appointment_and_direct_has_none() {
    let app = App::shared().await;
    let admin = app.as_admin();
    let clinic = with(&good(), "booking_type", "CLINIC_BASED");
    let refused = admin.post(PATH, clinic.clone()).await;
    refused.assert_wrong_fields(&["appointment_id"]);
    for id in [Value::Null, json!(""), json!(" "), json!([])] {
        let refused = admin.post(PATH, with(&clinic, "appointment_id", id)).await;
        refused.assert_wrong_fields(&["appointment_id"]);
    }
    let appointment = unique_id("appointment");
    assert_wrong(&admin, "appointment_id", vec![json!(appointment)]).await;
}

#[tokio::test]
async fn nobody_is_ones_own_doctor() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = direct(&doctor.id, &doctor.id, &tomorrow_at("14:30"));
    let refused = doctor.post(PATH, body).await;
    // Either of the two may be the wrong one.
    let entries = refused.assert_invalid();
    assert_eq!(entries.len(), 1, "{refused}");
    let named = entries[0]["loc"][1].as_str().unwrap_or_default();
    assert!(matches!(named, "doctor_id" | "patient_id"), "{refused}");
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_invalid() {
    let app = App::shared().await;
    let admin = app.as_admin();
    for body in ["{", "", " ", "[]", "1", "null", "\"text\"", "{'a':1}"] {
        let call = admin.call(Method::POST, PATH);
        let refused = call.body("application/json", body).await;
        let entries = refused.assert_invalid();
        assert!(
            entries.iter().all(|entry| entry["loc"][0] == "body"),
            "{refused}"
        );
    }
    admin.call(Method::POST, PATH).await.assert_invalid();
}

#[tokio::test]
async fn size_and_type_are_judged_before_the_content() {
    let app = App::shared().await;
    let admin = app.as_admin();
    let large = vec![b'{'; 256 * 1024 + 1];
    let call = admin.call(Method::POST, PATH);
    call.body("text/plain", large).await.assert_detailed(413);
    let call = admin.call(Method::POST, PATH);
    call.body("text/plain", "{").await.assert_detailed(415);
}

#[tokio::test]
async fn the_body_is_judged_before_whom_it_is_for() {
    let app = App::shared().await;
    let body = with(&good(), "consultation_duration_minutes", 14);
    let refused = app.doctor().post(PATH, body).await;
    refused.assert_wrong_fields(&["consultation_duration_minutes"]);
}

#[tokio::test]
async fn nothing_is_stored_of_what_is_refused() {
    let app = App::shared().await;
    let (doctor, patient) = (app.doctor(), app.patient());
    let body = direct(&doctor.id, &patient.id, &tomorrow_at("14:30"));
    let wrong = with(&body, "consultation_duration_minutes", 14);
    patient.post(PATH, wrong).await.assert_invalid();
    let list = doctor.get(PATH).await.expect(200).json();
    assert_eq!(list["total"], 0);
    patient.post(PATH, body).await.expect(201);
}

#[tokio::test]
async fn other_methods_are_named() {
    let app = App::shared().await;
    let refused = app.as_admin().delete(PATH).await;
    refused.assert_detailed(405);
    let allowed = refused.words("allow");
    assert!(
        ["get", "post"]
            .iter()
            .all(|method| allowed.contains(&(*method).to_owned())),
        "{refused}"
    );
}

#[tokio::test]
async fn a_field_that_is_wrong_twice_is_named_once() {
    let app = App::shared().await;
    for id in [json!(""), json!("789e1552"), json!(7), json!([])] {
        let body = with(&good(), "appointment_id", id);
        let refused = app.as_admin().post(PATH, body).await;
        refused.assert_wrong_fields(&["appointment_id"]);
    }
}

#[tokio::test]
async fn its_end_is_a_time_too() {
    let app = App::shared().await;
    let admin = app.as_admin();
    for (start, minutes) in [
        ("9999-12-30T21:50:00Z", 30),
        ("9999-12-30T21:30:01Z", 30),
        ("9999-12-30T22:00:00Z", 15),
    ] {
        let body = with(&good(), "scheduled_start_time", start);
        let body = with(&body, "consultation_duration_minutes", minutes);
        let refused = admin.post(PATH, body).await;
        refused.assert_wrong_fields(&["scheduled_start_time"]);
    }
    let without_minutes = without(&good(), "consultation_duration_minutes");
    let body = with(
        &without_minutes,
        "scheduled_start_time",
        "9999-12-30T21:50:00Z",
    );
    let refused = admin.post(PATH, body).await;
    refused.assert_wrong_fields(&["scheduled_start_time"]);
    let last = with(&good(), "scheduled_start_time", "9999-12-30T21:30:00Z");
    let made = admin.post(PATH, last).await.expect(201);
    assert_eq!(made.text("scheduled_end_time"), "9999-12-30T22:00:00Z");
}
