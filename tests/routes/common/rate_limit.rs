use serde_json::json;
use tests::{Answer, App, Caller};

const PATH: &str = "/profiles?user_id=nobody-at-all";

/// A platform with the default limit, at the start of a minute.
async fn limited() -> App {
    let app = App::start_with(&[]).await;
    app.set_clock("2030-01-01T12:00:01Z").await;
    app
}

fn number(answer: &Answer, header: &str) -> u32 {
    let value = answer.header(header).and_then(|value| value.parse().ok());
    value.unwrap_or_else(|| panic!("no number {header} in {answer}"))
}

async fn use_up(caller: &Caller, requests: u32) {
    for _ in 0..requests {
        caller.get(PATH).await.expect(404);
    }
}

#[tokio::test]
async fn is_100_a_minute_and_says_how_many_are_left() {
    let app = limited().await;
    let caller = app.as_student("somebody");
    for left in (0..100).rev() {
        let answer = caller.get(PATH).await.expect(404);
        assert_eq!(number(&answer, "ratelimit-limit"), 100);
        assert_eq!(number(&answer, "ratelimit-remaining"), left);
        assert!(
            (1..=60).contains(&number(&answer, "ratelimit-reset")),
            "{answer}"
        );
    }
    for _ in 0..3 {
        let refused = caller.get(PATH).await;
        refused.assert_refused(429);
        assert_eq!(number(&refused, "ratelimit-remaining"), 0);
        assert_eq!(number(&refused, "ratelimit-limit"), 100);
        assert!(
            (1..=60).contains(&number(&refused, "retry-after")),
            "{refused}"
        );
    }
    app.as_student("somebody-else").get(PATH).await.expect(404);
}

#[tokio::test]
async fn a_new_minute_is_a_new_count() {
    let app = limited().await;
    let caller = app.as_student("somebody");
    use_up(&caller, 100).await;
    caller.get(PATH).await.assert_refused(429);
    app.set_clock("2030-01-01T12:01:01Z").await;
    let answer = caller.get(PATH).await.expect(404);
    assert_eq!(number(&answer, "ratelimit-remaining"), 99);
}

#[tokio::test]
async fn is_one_over_all_functions_and_roles() {
    let app = limited().await;
    let (student, admin) = (app.as_student("somebody"), app.as_user("somebody", "admin"));
    for _ in 0..20 {
        student.get(PATH).await;
        student.get("/bookings?student_id=somebody").await;
        admin.get("/availability").await;
        student.get("/search/teachers?topic=chess").await;
        admin
            .post(
                "/presigned-url",
                json!({ "file_name": "a.png", "content_type": "image/png" }),
            )
            .await;
    }
    student.get(PATH).await.assert_refused(429);
    admin.get("/sessions/nothing").await.assert_refused(429);
}

#[tokio::test]
async fn failures_count_too() {
    let app = limited().await;
    let caller = app.as_student("somebody");
    let answers = [
        caller.get("/bookings").await.expect(400),
        caller.post("/availability", json!({})).await.expect(403),
        caller.get("/sessions/nothing").await.expect(404),
        caller.post("/sessions", json!({})).await.expect(400),
    ];
    let left: Vec<_> = answers
        .iter()
        .map(|answer| number(answer, "ratelimit-remaining"))
        .collect();
    assert_eq!(left, [99, 98, 97, 96]);
}

#[tokio::test]
async fn what_belongs_to_no_user_or_route_is_not_counted() {
    let app = limited().await;
    let caller = app.as_student("somebody");
    caller.get("/health").await.expect(200);
    caller.get("/nowhere").await.expect(404);
    caller
        .call(http::Method::PUT, "/bookings")
        .await
        .expect(405);
    app.anonymous().get(PATH).await.expect(401);
    assert_eq!(number(&caller.get(PATH).await, "ratelimit-remaining"), 99);
}

#[tokio::test]
async fn what_is_over_it_is_not_done() {
    let app = limited().await;
    let caller = app.as_student("somebody");
    use_up(&caller, 100).await;
    let body =
        json!({ "user_id": "somebody", "role": "student", "profile_data": { "name": "Stu Dent" } });
    caller.post("/profiles", body).await.assert_refused(429);
    app.as_admin()
        .get("/profiles?user_id=somebody")
        .await
        .assert_refused(404);
}

#[tokio::test]
async fn callers_at_once_are_counted_exactly() {
    let app = limited().await;
    let caller = app.as_student("somebody");
    let answers =
        futures::future::join_all((0..150).map(|_| async { caller.get(PATH).await.status() }))
            .await;
    assert_eq!(answers.iter().filter(|status| **status == 404).count(), 100);
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 50);
}

#[tokio::test]
async fn can_be_set_and_turned_off() {
    let app = App::start_with(&[("RATE_LIMIT_PER_MINUTE", "2")]).await;
    app.set_clock("2030-01-01T12:00:01Z").await;
    let caller = app.as_student("somebody");
    use_up(&caller, 2).await;
    caller.get(PATH).await.assert_refused(429);
    let app = App::shared().await;
    assert_eq!(
        app.as_student("somebody")
            .get(PATH)
            .await
            .header("ratelimit-limit"),
        None
    );
}
