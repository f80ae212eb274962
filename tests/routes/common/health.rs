//! GET /health

use tests::App;

#[tokio::test]
async fn says_that_it_is_up() {
    let app = App::shared().await;
    for path in ["/health", "/health/"] {
        let health = app.anonymous().get(path).await.expect(200);
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(health.json(), { ".version" => "[version]" }, @r#"
            {
              "status": "ok",
              "version": "[version]"
            }
            "#);
        }
        assert!(!health.text("version").is_empty());
        assert!(health.header("x-request-id").is_some(), "{health}");
    }
}

#[tokio::test]
async fn looks_at_no_token() {
    let app = App::shared().await;
    app.with_token("nonsense").get("/health").await.expect(200);
    let health = app.as_student("anybody").get("/health").await.expect(200);
    assert_eq!(health.header("ratelimit-limit"), None);
}
