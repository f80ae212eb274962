use http::Method;
use tests::{Answer, App};

const EXPOSED: [&str; 9] = [
    "allow",
    "x-request-id",
    "link",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "idempotent-replayed",
    "www-authenticate",
];

async fn preflight(app: &App, path: &str, origin: &str, method: &str) -> Answer {
    let call = app
        .anonymous()
        .call(Method::OPTIONS, path)
        .header("origin", origin);
    let call = call.header("access-control-request-method", method);
    call.header(
        "access-control-request-headers",
        "authorization,content-type,idempotency-key",
    )
    .await
}

fn assert_allows(answer: &Answer, method: &str) {
    assert!(matches!(answer.status(), 200 | 204), "{answer}");
    let methods = answer.words("access-control-allow-methods");
    assert!(
        methods.contains(&method.to_lowercase()) || methods.contains(&"*".to_owned()),
        "{method} in {answer}"
    );
    let headers = answer.words("access-control-allow-headers");
    for header in ["authorization", "content-type", "idempotency-key"] {
        assert!(headers.contains(&header.to_owned()), "{header} in {answer}");
    }
}

#[tokio::test]
async fn preflights_are_answered_without_a_token() {
    let app = App::shared().await;
    for (path, method) in [
        ("/bookings", "POST"),
        ("/bookings/x", "PATCH"),
        ("/sessions/x", "PUT"),
        ("/meetings", "DELETE"),
        ("/profiles", "GET"),
        ("/profiles/", "GET"),
    ] {
        let answer = preflight(&app, path, "https://app.example.com", method).await;
        assert_allows(&answer, method);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("*"),
            "{answer}"
        );
        assert_eq!(
            answer.header("access-control-allow-credentials"),
            None,
            "{answer}"
        );
    }
}

#[tokio::test]
async fn answers_and_errors_are_readable_with_their_headers() {
    let app = App::shared().await;
    for path in ["/health", "/nowhere", "/bookings", "/profiles?user_id=x"] {
        for caller in [app.anonymous(), app.as_student("anybody")] {
            let answer = caller
                .get(path)
                .header("origin", "https://app.example.com")
                .await;
            assert_eq!(
                answer.header("access-control-allow-origin"),
                Some("*"),
                "{answer}"
            );
            let exposed = answer.words("access-control-expose-headers");
            for header in EXPOSED {
                assert!(exposed.contains(&header.to_owned()), "{header} in {answer}");
            }
        }
    }
}

#[tokio::test]
async fn only_the_named_origins_are_allowed() {
    let settings = [(
        "CORS_ALLOWED_ORIGINS",
        "https://one.example.com,https://two.example.com",
    )];
    let app = App::start_with(&settings).await;
    for origin in ["https://one.example.com", "https://two.example.com"] {
        let answer = preflight(&app, "/bookings", origin, "POST").await;
        assert_allows(&answer, "POST");
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        let answer = app
            .anonymous()
            .get("/bookings")
            .header("origin", origin)
            .await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        assert!(
            answer.words("vary").contains(&"origin".to_owned()),
            "{answer}"
        );
    }
    for origin in [
        "https://evil.example.com",
        "https://one.example.com.evil.com",
        "null",
        "http://one.example.com",
    ] {
        let answer = preflight(&app, "/bookings", origin, "POST").await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{answer}"
        );
    }
}
