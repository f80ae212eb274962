//! POST /api/appointments (numbers)

use futures::future::join_all;
use serde_json::{Value, json};
use tests::{APPOINTMENTS, App, on_the_day, tomorrow_at, visit, with};

/// The first number that JSON's readers may not keep.
const TOO_LARGE: u64 = 1 << 53;

#[tokio::test]
async fn ids_grow_with_time() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let mut ids = Vec::new();
    for hour in 0..12 {
        let start = tomorrow_at(&format!("{hour:02}:00"));
        let body = visit(&psychologist.id, &app.patient().id, &start);
        let made = psychologist.post(APPOINTMENTS, body).await.expect(201);
        ids.push(made.number("id"));
    }
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    assert!(ids.iter().all(|id| *id < TOO_LARGE), "{ids:?}");
}

#[tokio::test]
async fn ids_grow_over_the_years() {
    let app = App::start().await;
    let mut ids = Vec::new();
    for year in ["2027", "2028", "2040", "2060"] {
        app.set_clock(&format!("{year}-01-25T10:00:00Z")).await;
        let visit = app.visit_at(&format!("{year}-01-25T12:00:00Z")).await;
        ids.push(visit.id);
    }
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    assert!(ids.iter().all(|id| *id < TOO_LARGE), "{ids:?}");
}

#[tokio::test]
async fn ids_made_at_once_are_different() {
    let app = App::shared().await;
    let race = (0..100).map(|_| async { app.visit().await.id });
    let mut ids = join_all(race).await;
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 100);
    assert!(ids.iter().all(|id| *id < TOO_LARGE), "{ids:?}");
}

#[tokio::test]
async fn user_ids_of_digits_are_numbers() {
    let app = App::start().await;
    app.set_time("08:00:00").await;
    let admin = app.as_admin();
    let most = "9007199254740991";
    for (n, (given, expected)) in [
        (json!(19), json!(19)),
        (json!("19"), json!(19)),
        (json!(most), json!(9_007_199_254_740_991_u64)),
        (
            json!(9_007_199_254_740_991_u64),
            json!(9_007_199_254_740_991_u64),
        ),
        // Not all of these are numbers that JSON keeps.
        (json!("019"), json!("019")),
        (json!("9007199254740992"), json!("9007199254740992")),
        (
            json!("123456789012345678901"),
            json!("123456789012345678901"),
        ),
        (json!("19-a"), json!("19-a")),
        (json!("1e3"), json!("1e3")),
    ]
    .into_iter()
    .enumerate()
    {
        for (hour, field, other) in [
            (9, "psychologist_id", "patient_id"),
            (21, "patient_id", "psychologist_id"),
        ] {
            let start =
                on_the_day(&format!("{hour:02}:00")).replace("-25T", &format!("-{}T", 10 + n));
            let start = start.replace("2027-01", "2027-03");
            let body = with(&visit("x", "y", &start), field, given.clone());
            let made = admin.post(APPOINTMENTS, body).await.expect(201).json();
            assert_eq!(made[field], expected, "{field} {given}");
            assert!(made[other].is_string(), "{made}");
        }
    }
}

#[tokio::test]
async fn a_number_and_its_digits_are_one_user() {
    let app = App::shared().await;
    let psychologist = app.numbered("psychologist", "sarah@example.com");
    let patient = app.numbered("patient", "jane@example.com");
    let number = |id: &str| json!(id.parse::<u64>().expect("digits"));
    let body = visit(&psychologist.id, &patient.id, &tomorrow_at("14:30"));
    let body = with(&body, "psychologist_id", number(&psychologist.id));
    let body = with(&body, "patient_id", number(&patient.id));
    let made = patient.post(APPOINTMENTS, body).await.expect(201);
    assert_eq!(made.json()["patient_id"], number(&patient.id));
    let path = format!("{APPOINTMENTS}{}/", made.number("id"));
    for person in [&psychologist, &patient] {
        let shown = person.get(&path).await.expect(200).json();
        assert_eq!(shown["psychologist_id"], number(&psychologist.id));
        assert_eq!(person.get(APPOINTMENTS).await.expect(200).ids().len(), 1);
    }
    // A token may have the number, too.
    let exp = tests::real_now().as_second() + 3_600;
    let claims = json!({ "sub": number(&psychologist.id), "role": "doctor", "exp": exp });
    let shown = app.with_claims(&claims).get(&path).await.expect(200).json();
    assert_ne!(shown["patient_id"], Value::Null);
    // The calendar knows them as one, too.
    let again = visit(&psychologist.id, &app.patient().id, &tomorrow_at("15:00"));
    let refused = psychologist.post(APPOINTMENTS, again).await;
    refused.assert_detailed(409);
}
