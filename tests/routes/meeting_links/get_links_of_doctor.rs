//! GET /api/v1/sessions/doctor/{doctor_id}

use serde_json::json;
use tests::{App, LINKS, unique_id};

#[tokio::test]
async fn newest_first_and_paged() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.insert(0, doctor.keeps_link().await);
    }
    let path = format!("{LINKS}/doctor/{}", doctor.id);
    let mut seen = Vec::new();
    for page in 1..=4 {
        let answer = doctor.get(&format!("{path}?page={page}&limit=2")).await;
        let data = answer.expect(200).data();
        let expected = json!({ "page": page, "limit": 2, "total": 5, "total_pages": 3 });
        assert_eq!(data["pagination"], expected);
        let links = data["sessions"].as_array().expect("a list").clone();
        assert_eq!(links.len(), [2, 2, 1, 0][page - 1]);
        seen.extend(links.iter().filter_map(|link| link["id"].as_u64()));
    }
    assert_eq!(seen, ids);
    let data = doctor.get(&path).await.expect(200).data();
    let expected = json!({ "page": 1, "limit": 20, "total": 5, "total_pages": 1 });
    assert_eq!(data["pagination"], expected);
}

#[tokio::test]
async fn admins_see_anybodys_and_none_is_none() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let path = format!("{LINKS}/doctor/{}", doctor.id);
    let data = app.as_admin().get(&path).await.expect(200).data();
    let none = json!({ "page": 1, "limit": 20, "total": 0, "total_pages": 0 });
    assert_eq!(
        (&data["sessions"], &data["pagination"]),
        (&json!([]), &none)
    );
    doctor.keeps_link().await;
    let data = app
        .as_admin()
        .get(&format!("{path}?limit=1000"))
        .await
        .expect(200)
        .data();
    assert_eq!(data["pagination"]["limit"], 100);
    assert_eq!(data["sessions"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let answer = app.anonymous().get(&format!("{LINKS}/doctor/1")).await;
    answer.assert_link_error(401, "");
}

#[tokio::test]
async fn another_doctors_are_refused() {
    let app = App::shared().await;
    let path = format!("{LINKS}/doctor/{}", unique_id("doctor"));
    app.link_keeper()
        .get(&path)
        .await
        .assert_link_error(403, "");
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    for (query, names) in [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=x", "page"),
        ("page=", "page"),
        ("limit=0", "limit"),
        ("limit=1.5", "limit"),
    ] {
        let path = format!("{LINKS}/doctor/{}?{query}", doctor.id);
        doctor.get(&path).await.assert_link_error(400, names);
    }
}
