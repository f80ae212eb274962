use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use tests::{App, Caller, Person, tomorrow_at};

/// A teacher with 60 bookings by one student, 15 minutes each.
async fn sixty_bookings(app: &App) -> (Person, Person) {
    let (teacher, student) = (app.teacher().await, app.student().await);
    teacher.offer("00:00", "08:00").await;
    teacher.offer("08:00", "16:00").await;
    let time = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    for n in 0..60 {
        student
            .book(&teacher, &time(n * 15), &time(n * 15 + 15))
            .await;
    }
    (teacher, student)
}

async fn walk(caller: &Caller, path: &str, longest: usize) -> Vec<Value> {
    let mut page = Some(path.to_owned());
    let mut all = Vec::new();
    while let Some(path) = page {
        let answer = caller.get(&path).await.expect(200);
        let list = answer.list();
        assert!(list.len() <= longest, "{} in a page: {path}", list.len());
        all.extend(list);
        page = answer.next_page();
        assert!(
            page.as_ref().is_none_or(|next| next.starts_with('/')),
            "a path and query: {page:?}"
        );
        assert!(all.len() <= 1_000, "no end: {path}");
    }
    all
}

#[tokio::test]
async fn walks_everything_exactly_once() {
    let app = App::shared().await;
    let (teacher, student) = sixty_bookings(&app).await;
    for (caller, own) in [
        (&student, format!("student_id={}", student.id)),
        (&teacher, format!("teacher_id={}", teacher.id)),
    ] {
        for (query, longest) in [
            ("", 50),
            ("&limit=7", 7),
            ("&limit=20", 20),
            ("&limit=60", 60),
            ("&status=pending&limit=11", 11),
        ] {
            let all = walk(caller, &format!("/bookings?{own}{query}"), longest).await;
            let starts: Vec<_> = all
                .iter()
                .map(|booking| booking["start_time"].as_str().expect("a time"))
                .collect();
            let mut sorted = starts.clone();
            sorted.sort();
            sorted.dedup();
            sorted.reverse();
            assert_eq!((starts.len(), starts), (60, sorted), "{query}");
        }
    }
}

#[tokio::test]
async fn a_page_that_shows_all_names_no_next() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let answer = booked
        .student
        .get(&format!("/bookings?student_id={}", booked.student.id))
        .await
        .expect(200);
    assert_eq!(answer.next_page(), None);
}

#[tokio::test]
async fn the_default_is_50_and_the_most_is_100() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    for hour in ["08", "10", "12"] {
        let series = json!({
            "teacher_id": teacher.id,
            "start_time": tomorrow_at(&format!("{hour}:00")),
            "end_time": tomorrow_at(&format!("{hour}:30")),
            "recurrence": "FREQ=DAILY;COUNT=40",
        });
        teacher.post("/availability", series).await.expect_success();
    }
    let path = format!("/availability?teacher_id={}", teacher.id);
    for (query, expected) in [
        ("", 50),
        ("&limit=100", 100),
        ("&limit=101", 100),
        ("&limit=100000", 100),
        ("&limit=1", 1),
    ] {
        let answer = teacher.get(&format!("{path}{query}")).await.expect(200);
        assert_eq!(answer.list().len(), expected, "{query}");
        assert!(answer.next_page().is_some(), "{query}");
    }
    for limit in ["", "&limit=13", "&limit=1000"] {
        let all = walk(&teacher, &format!("{path}{limit}"), 100).await;
        let mut ids: Vec<_> = all
            .iter()
            .map(|slot| slot["id"].as_str().expect("an id"))
            .collect();
        assert!(
            all.iter()
                .map(|slot| slot["start_time"].as_str())
                .is_sorted(),
            "{limit}"
        );
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), all.len()), (120, 120), "{limit}");
    }
}

#[tokio::test]
async fn a_cursor_belongs_to_its_filters() {
    let app = App::shared().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    teacher.offer("10:00", "12:00").await;
    for (from, to) in [("10:00", "10:30"), ("10:30", "11:00"), ("11:00", "11:30")] {
        student.book(&teacher, from, to).await;
    }
    let own = format!("/bookings?student_id={}", student.id);
    let next = student
        .get(&format!("{own}&limit=1"))
        .await
        .expect(200)
        .next_page()
        .expect("a next page");
    let cursor = next
        .split(['?', '&'])
        .find(|part| part.starts_with("cursor="))
        .expect("a cursor")
        .to_owned();
    student
        .get(&format!("{own}&limit=1&{cursor}"))
        .await
        .expect(200);
    student
        .get(&format!("{own}&limit=2&{cursor}"))
        .await
        .expect(200);
    student
        .get(&format!("{own}&limit=1&status=pending&{cursor}"))
        .await
        .assert_error(400, "cursor");
    student
        .get(&format!("/bookings?teacher_id={}&{cursor}", teacher.id))
        .await
        .assert_error(400, "cursor");
    let (other, path) = (app.student().await, "/bookings?student_id=");
    other
        .get(&format!("{path}{}&{cursor}", other.id))
        .await
        .assert_error(400, "cursor");
    student
        .get(&format!("/availability?teacher_id={}&{cursor}", teacher.id))
        .await
        .assert_error(400, "cursor");
    student
        .get(&format!("/search/teachers?topic=chess&{cursor}"))
        .await
        .assert_error(400, "cursor");
}

#[tokio::test]
async fn bad_cursors_and_limits_are_refused() {
    let app = App::shared().await;
    let student = app.student().await;
    let lists = [
        format!("/bookings?student_id={}", student.id),
        format!("/availability?teacher_id={}", student.id),
        "/search/teachers?topic=chess".to_owned(),
    ];
    let long = "A".repeat(4_000);
    for list in lists {
        for cursor in ["", "x", "%00", "e30", "eyJhIjoxfQ", "%F0%9F%98%80", &long] {
            student
                .get(&format!("{list}&cursor={cursor}"))
                .await
                .assert_error(400, "cursor");
        }
        for limit in ["", "0", "-1", "1.5", "ten", "1e2", "%00", "0x10"] {
            student
                .get(&format!("{list}&limit={limit}"))
                .await
                .assert_error(400, "limit");
        }
        student
            .get(&format!("{list}&limit=99999999999999999999999"))
            .await
            .expect(200);
    }
}

/// A cursor as anybody can make one up who knows how ours are made: the first
/// eight bytes of the question's digest, and a place.
fn made_up(question: &Value, place: &Value) -> String {
    let seal = digest(&SHA256, question.to_string().as_bytes());
    let place = place.to_string();
    let bytes = [&seal.as_ref()[..8], place.as_bytes()].concat();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place is as good as the question, so it is the place that must not
/// hurt: a slot of the year 1 is no reason to read every month since.
#[tokio::test]
async fn a_made_up_cursor_leads_nowhere_else() {
    let app = App::shared().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    teacher.offer("10:00", "12:00").await;
    let question = json!(["availability", null, null, null, null]);
    for time in [
        "0001-01-01T00:00:00Z",
        "-009999-01-02T01:59:59Z",
        "9999-12-30T22:00:00Z",
    ] {
        let cursor = made_up(&question, &json!([time, ""]));
        student
            .get(&format!("/availability?cursor={cursor}"))
            .await
            .expect(200);
    }
    let question = json!(["bookings", {
        "student": student.id, "teacher": null, "status": null, "from": null, "to": null,
    }]);
    for place in ["", "~", "\u{10ffff}", "2027#\"'{}"] {
        let cursor = made_up(&question, &json!(place));
        let path = format!("/bookings?student_id={}&cursor={cursor}", student.id);
        student.get(&path).await.expect(200);
    }
    let cursor = made_up(&question, &json!("2".repeat(2_000)));
    let path = format!("/bookings?student_id={}&cursor={cursor}", student.id);
    student.get(&path).await.assert_error(400, "cursor");
}
