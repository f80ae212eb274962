use std::collections::BTreeSet;

use http::Method;
use serde_json::json;
use tests::App;

const METHODS: [Method; 6] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::HEAD,
];

const TUTORING: [(&str, &[&str]); 14] = [
    ("/profiles", &["GET", "POST"]),
    ("/bookings", &["GET", "POST"]),
    ("/bookings/x", &["GET", "PATCH"]),
    ("/bookings/x/session", &["GET"]),
    ("/availability", &["GET", "POST"]),
    ("/availability/x", &["DELETE"]),
    ("/sessions", &["POST"]),
    ("/sessions/x", &["GET", "PUT"]),
    ("/sessions/x/rating", &["POST"]),
    ("/meetings", &["POST", "DELETE"]),
    ("/meetings/x", &["GET"]),
    ("/attendees", &["POST"]),
    ("/search/teachers", &["GET"]),
    ("/presigned-url", &["POST"]),
];

#[tokio::test]
async fn a_known_path_with_another_method_names_the_allowed_ones() {
    let app = App::shared().await;
    for (path, allowed) in TUTORING {
        for method in METHODS {
            if allowed.contains(&method.as_str()) || method == Method::HEAD {
                continue;
            }
            for path in [path.to_owned(), format!("{path}/")] {
                let refused = app.as_student("anybody").call(method.clone(), &path).await;
                refused.assert_refused(405);
                let named: BTreeSet<_> = refused.words("allow").into_iter().collect();
                let expected: BTreeSet<_> =
                    allowed.iter().map(|method| method.to_lowercase()).collect();
                let extra = BTreeSet::from(["head".to_owned(), "options".to_owned()]);
                assert!(expected.is_subset(&named), "{refused}");
                assert!(
                    named
                        .difference(&expected)
                        .all(|method| extra.contains(method)),
                    "{refused}"
                );
            }
        }
    }
    let refused = app.anonymous().post("/health", json!({})).await;
    refused.assert_refused(405);
    assert!(
        refused.words("allow").contains(&"get".to_owned()),
        "{refused}"
    );
}

#[tokio::test]
async fn both_forms_of_each_path_answer() {
    let app = App::shared().await;
    for (path, allowed) in TUTORING {
        for method in allowed {
            let method: Method = method.parse().expect("a method");
            app.anonymous()
                .call(method.clone(), path)
                .await
                .assert_refused(401);
            app.anonymous()
                .call(method, &format!("{path}/"))
                .await
                .assert_refused(401);
        }
    }
    let met = app.met().await;
    for path in [
        format!("/bookings/{}/", met.booking_id),
        format!("/bookings/{}/session/", met.booking_id),
        format!("/sessions/{}/", met.session_id),
        format!("/meetings/{}/", met.session_id),
        format!("/bookings/?student_id={}", met.student.id),
        format!("/profiles/?user_id={}", met.student.id),
        format!("/availability/?teacher_id={}", met.teacher.id),
    ] {
        met.student.get(&path).await.expect(200);
    }
    met.student
        .post("/meetings/", json!({ "session_id": met.session_id }))
        .await
        .expect(200);
}

#[tokio::test]
async fn unknown_paths_are_not_found_in_tutorings_shape() {
    let app = App::shared().await;
    for path in [
        "/",
        "/nowhere",
        "/Bookings",
        "/bookings/x/y",
        "//bookings",
        "/sessions/x/rating/y",
        "/search",
        "/search/students",
        "/health/x",
        "/api",
        "/api/v2/sessions",
        "/livestream",
        "/%00",
        "/%ff",
        "/a%20b",
        "/..%2fbookings",
    ] {
        app.anonymous().get(path).await.assert_refused(404);
        app.as_student("anybody")
            .post(path, json!({}))
            .await
            .assert_refused(404);
    }
}

#[tokio::test]
async fn unknown_paths_of_each_api_have_its_shape() {
    let app = App::shared().await;
    for path in ["/live/x/y/z", "/live/nothing", "/live/nothing/"] {
        let body = app.anonymous().get(path).await.expect(404).json();
        let message = body["message"].as_str().expect("a message");
        assert_eq!(body, json!({ "message": message }), "{path}");
    }
    for path in [
        "/api/v1/sessions/1/2/3/4",
        "/api/v1/sessions/1/nothing/here/",
    ] {
        let body = app.anonymous().get(path).await.expect(404).json();
        let message = body["message"].as_str().expect("a message");
        assert_eq!(
            body,
            json!({ "success": false, "message": message, "data": null }),
            "{path}"
        );
    }
    for path in [
        "/api/video/nothing",
        "/api/video/nothing/",
        "/api/appointments/1/nothing/here/",
        "/api/appointments/1/a/b",
    ] {
        let body = app.anonymous().get(path).await.expect(404).json();
        let detail = body["detail"].as_str().expect("a detail");
        assert_eq!(body, json!({ "detail": detail }), "{path}");
    }
}

#[tokio::test]
async fn every_answer_has_its_own_request_id() {
    let app = App::shared().await;
    let mut ids = BTreeSet::new();
    for path in [
        "/health",
        "/nowhere",
        "/bookings",
        "/profiles?user_id=x",
        "/live/nothing",
    ] {
        for caller in [app.anonymous(), app.as_student("anybody")] {
            let answer = caller.get(path).await;
            let id = answer.header("x-request-id").unwrap_or_default().to_owned();
            assert!(!id.is_empty() && ids.insert(id), "{answer}");
        }
    }
}
