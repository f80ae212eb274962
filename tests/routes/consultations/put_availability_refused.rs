//! PUT /api/video/doctors/{doctor_id}/availability (refused)

use http::Method;
use serde_json::{Value, json};
use tests::{App, with, without};

use super::get_availability::{hours, path, windows};

#[tokio::test]
async fn names_every_field_that_is_missing() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let required = ["slot_duration_minutes", "time_zone", "weekly"];
    let refused = doctor.put(&path(&doctor.id), json!({})).await;
    refused.assert_wrong_fields(&required);
    for entry in refused.assert_invalid() {
        assert_eq!(entry["msg"], "field required");
        assert_eq!(entry["type"], "value_error.missing");
    }
    let good = hours("UTC", &[("monday", "09:00", "12:00")]);
    for field in required {
        for body in [without(&good, field), with(&good, field, Value::Null)] {
            let refused = doctor.put(&path(&doctor.id), body).await;
            refused.assert_wrong_fields(&[field]);
        }
    }
}

#[tokio::test]
async fn names_every_field_that_is_wrong() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let body = json!({
        "time_zone": "Mars/Olympus",
        "slot_duration_minutes": 14,
        "weekly": [{ "weekday": "someday", "start_time": "09:00", "end_time": "12:00" }],
        "consultation_fee": "free",
        "currency": 5,
        "exceptions": "none",
    });
    let refused = doctor.put(&path(&doctor.id), body).await;
    refused.assert_wrong_fields(&[
        "time_zone",
        "slot_duration_minutes",
        "weekly",
        "consultation_fee",
        "currency",
        "exceptions",
    ]);
}

#[tokio::test]
async fn refuses_bad_fields() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let good = hours("UTC", &[("monday", "09:00", "12:00")]);
    for (field, values) in [
        (
            "time_zone",
            vec![
                json!(""),
                json!("Berlin"),
                json!(1),
                json!("Europe/Berlin ?"),
            ],
        ),
        (
            "slot_duration_minutes",
            vec![json!(14), json!(121), json!(0), json!(22.5), json!("half")],
        ),
        ("weekly", vec![json!({}), json!("monday"), json!([1])]),
        (
            "consultation_fee",
            vec![json!("free"), json!([]), json!(true)],
        ),
        ("currency", vec![json!(1), json!(["USD"])]),
        ("exceptions", vec![json!({}), json!([1])]),
    ] {
        for value in values {
            let body = with(&good, field, value.clone());
            let refused = doctor.put(&path(&doctor.id), body).await;
            refused.assert_wrong_fields(&[field]);
        }
    }
}

#[tokio::test]
async fn windows_are_times_in_order_that_do_not_overlap() {
    let app = App::shared().await;
    let doctor = app.doctor();
    for weekly in [
        vec![("monday", "12:00", "09:00")],
        vec![("monday", "09:00", "09:00")],
        vec![("monday", "24:00", "24:00")],
        vec![("monday", "9", "12:00")],
        vec![("monday", "09:00", "24:01")],
        vec![("monday", "09:60", "12:00")],
        vec![("monday", "09:00", "25:00")],
        vec![("monday", "", "12:00")],
        vec![("", "09:00", "12:00")],
        vec![("monday", "09:00", "12:00"), ("monday", "11:59", "13:00")],
        vec![("monday", "11:00", "13:00"), ("monday", "09:00", "12:00")],
        vec![("monday", "09:00", "12:00"), ("monday", "09:00", "12:00")],
        vec![("monday", "09:00", "24:00"), ("monday", "10:00", "11:00")],
    ] {
        let refused = doctor.put(&path(&doctor.id), hours("UTC", &weekly)).await;
        refused.assert_wrong_fields(&["weekly"]);
    }
    for window in [
        json!({ "start_time": "09:00", "end_time": "12:00" }),
        json!({ "weekday": "monday", "end_time": "12:00" }),
        json!({ "weekday": "monday", "start_time": "09:00" }),
        json!({ "weekday": 1, "start_time": "09:00", "end_time": "12:00" }),
        json!({ "weekday": "monday", "start_time": 9, "end_time": "12:00" }),
    ] {
        let body = with(&hours("UTC", &[]), "weekly", json!([window]));
        let refused = doctor.put(&path(&doctor.id), body).await;
        refused.assert_wrong_fields(&["weekly"]);
    }
    // Where one ends the next may begin.
    let touching = [("monday", "12:00", "13:00"), ("monday", "09:00", "12:00")];
    let stored = doctor.put(&path(&doctor.id), hours("UTC", &touching)).await;
    stored.expect(200);
}

#[tokio::test]
async fn exceptions_are_judged_as_strictly() {
    let app = App::shared().await;
    let doctor = app.doctor();
    let window = |start: &str, end: &str| json!({ "start_time": start, "end_time": end });
    for exception in [
        json!({ "windows": [] }),
        json!({ "date": "2027-02-30", "windows": [] }),
        json!({ "date": "someday", "windows": [] }),
        json!({ "date": "2027-01-25" }),
        json!({ "date": "2027-01-25", "windows": "none" }),
        json!({ "date": "2027-01-25", "windows": [window("12:00", "09:00")] }),
        json!({ "date": "2027-01-25", "windows": [window("09:00", "25:00")] }),
        json!({
            "date": "2027-01-25",
            "windows": [window("09:00", "12:00"), window("11:00", "13:00")],
        }),
    ] {
        let body = with(&hours("UTC", &[]), "exceptions", json!([exception]));
        let refused = doctor.put(&path(&doctor.id), body).await;
        refused.assert_wrong_fields(&["exceptions"]);
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_invalid() {
    let app = App::shared().await;
    let doctor = app.doctor();
    for body in ["{", "", "[]"] {
        let call = doctor.call(Method::PUT, &path(&doctor.id));
        call.body("application/json", body).await.assert_invalid();
    }
    let call = doctor.call(Method::PUT, &path(&doctor.id));
    call.body("text/plain", "{}").await.assert_detailed(415);
}

#[tokio::test]
async fn what_is_refused_changes_nothing() {
    let app = App::start().await;
    app.set_time("00:00:00").await;
    let doctor = app.doctor();
    let good = hours("UTC", &[("monday", "09:00", "12:00")]);
    doctor.put(&path(&doctor.id), good).await.expect(200);
    let wrong = hours("UTC", &[("monday", "12:00", "09:00")]);
    let refused = doctor.put(&path(&doctor.id), wrong).await;
    refused.assert_wrong_fields(&["weekly"]);
    let seen = windows(&doctor, "").await;
    assert_eq!(seen, ["2027-01-25 09:00 12:00 6"]);
}
