//! GET /api/v1/sessions

use tests::{App, LINKS, unique_id};

#[tokio::test]
async fn a_super_admin_sees_all_newest_first() {
    let app = App::start().await;
    let mut ids = Vec::new();
    for _ in 0..9 {
        ids.insert(0, app.link_keeper().keeps_link().await);
    }
    let root = app.as_user(&unique_id("root"), "super_admin");
    let mut seen = Vec::new();
    for page in 1..=3 {
        let answer = root.get(&format!("{LINKS}?page={page}&limit=4")).await;
        let data = answer.expect(200).data();
        assert_eq!(data["pagination"]["total"], 9);
        assert_eq!(data["pagination"]["total_pages"], 3);
        let links = data["sessions"].as_array().expect("a list").clone();
        seen.extend(links.iter().filter_map(|link| link["id"].as_u64()));
    }
    assert_eq!(seen, ids);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous().get(LINKS).await.assert_link_error(401, "");
}

#[tokio::test]
async fn nobody_else_does() {
    let app = App::shared().await;
    for role in ["admin", "doctor", "patient"] {
        let caller = app.as_user(&unique_id(role), role);
        caller.get(LINKS).await.assert_link_error(403, "");
    }
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    let root = app.as_user(&unique_id("root"), "super_admin");
    let answer = root.get(&format!("{LINKS}?page=two")).await;
    answer.assert_link_error(400, "page");
}
