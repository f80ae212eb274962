//! GET /search/teachers

use serde_json::{Value, json};
use tests::{App, Caller, unique_id};

/// A word that no other test's teachers teach.
fn unique_word(start: &str) -> String {
    let letters = (0..10).map(|_| fastrand::lowercase());
    letters.fold(start.to_owned(), |word, letter| word + &letter.to_string())
}

async fn teacher_of(app: &App, topics: &[&str]) -> String {
    let id = unique_id("teacher");
    set_topics(app, &id, topics).await;
    id
}

async fn set_topics(app: &App, id: &str, topics: &[&str]) {
    let profile = json!({ "name": "Tessa Teach", "bio": "Teaches.", "topics": topics });
    let body = json!({ "user_id": id, "role": "teacher", "profile_data": profile });
    let answer = app.as_teacher(id).post("/profiles", body).await;
    assert!(answer.status() < 300, "{answer}");
}

fn path(topic: &str) -> String {
    format!("/search/teachers?topic={}", topic.replace(' ', "%20"))
}

async fn found(caller: &Caller, topic: &str) -> Vec<String> {
    let list = caller.get(&path(topic)).await.expect(200).list();
    let mut ids: Vec<_> = list
        .iter()
        .map(|found| found["user_id"].as_str().expect("an id").to_owned())
        .collect();
    ids.sort();
    ids
}

/// Gives a teacher a rating, as a student does.
async fn rate(app: &App, teacher_id: &str, rating: u8) {
    let teacher = app.as_teacher(teacher_id);
    let student = app.student().await;
    let from = tests::tomorrow_at("10:00");
    let to = tests::tomorrow_at("11:00");
    let slot = json!({ "teacher_id": teacher_id, "start_time": from, "end_time": to });
    teacher.post("/availability", slot).await.expect_success();
    let booking = json!({ "student_id": student.id, "teacher_id": teacher_id, "start_time": from, "end_time": to });
    let booking = student
        .post("/bookings", booking)
        .await
        .expect(201)
        .text("booking_id");
    let session = student
        .post("/sessions", json!({ "booking_id": booking }))
        .await
        .expect(201)
        .text("session_id");
    for status in ["active", "completed"] {
        teacher
            .put(&format!("/sessions/{session}"), json!({ "status": status }))
            .await
            .expect(200);
    }
    student
        .post(
            &format!("/sessions/{session}/rating"),
            json!({ "rating": rating }),
        )
        .await
        .expect(201);
}

#[tokio::test]
async fn finds_teachers_of_a_topic() {
    let app = App::shared().await;
    let word = unique_word("q");
    let id = teacher_of(&app, &[&word, "Chess"]).await;
    let list = app
        .as_student("anybody")
        .get(&path(&word))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&list[0]["user_id"], &list[0]["topics"][0]),
        (&json!(id), &json!(word))
    );
    assert_eq!(list[0]["rating"].as_f64(), Some(0.0));
    insta::assert_json_snapshot!(list, {
        "[].user_id" => "[id]", "[].topics[0]" => "[topic]", "[].rating" => "[number]",
    }, @r#"
    [
      {
        "bio": "Teaches.",
        "name": "Tessa Teach",
        "rating": "[number]",
        "topics": [
          "[topic]",
          "Chess"
        ],
        "user_id": "[id]"
      }
    ]
    "#);
}

#[tokio::test]
async fn matches_beginnings_of_any_word_whatever_the_case() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    let word = unique_word("math");
    let first = teacher_of(&app, &[&format!("{word}ematics")]).await;
    let second = teacher_of(&app, &[&format!("Applied {}", word.to_uppercase())]).await;
    let mut both = vec![first, second];
    both.sort();
    assert_eq!(found(&student, &word).await, both);
    assert_eq!(found(&student, &word.to_uppercase()).await, both);
    assert_eq!(found(&student, &word[..9]).await, both);
    assert!(
        found(&student, &word[1..]).await.is_empty(),
        "a beginning, not a middle"
    );
    assert!(found(&student, &format!("{word}x")).await.is_empty());
}

#[tokio::test]
async fn matches_without_accents() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    let word = unique_word("z");
    let accented = teacher_of(&app, &[&format!("{word}é Física")]).await;
    let plain = teacher_of(&app, &[&format!("{word}e")]).await;
    let mut both = vec![accented.clone(), plain];
    both.sort();
    assert_eq!(found(&student, &format!("{word}e")).await, both);
    assert_eq!(found(&student, &format!("{word}%C3%A9")).await, both);
    assert_eq!(
        found(&student, &format!("{word}e%CC%81")).await,
        both,
        "the accent as a character of its own"
    );
    assert_eq!(found(&student, &format!("{word} fisica")).await, [accented]);
}

#[tokio::test]
async fn all_words_must_match() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    let (one, two) = (unique_word("v"), unique_word("w"));
    let both = teacher_of(&app, &[&format!("Advanced {one}"), &two]).await;
    teacher_of(&app, &[&one]).await;
    teacher_of(&app, &[&two]).await;
    assert_eq!(
        found(&student, &format!("{one} {two}")).await,
        [both.as_str()]
    );
    assert_eq!(
        found(&student, &format!("{two} adv")).await,
        [both.as_str()]
    );
    assert_eq!(found(&student, &one).await.len(), 2);
}

#[tokio::test]
async fn one_who_stops_teaching_it_is_not_found() {
    let app = App::shared().await;
    let student = app.as_student("anybody");
    let (one, two) = (unique_word("v"), unique_word("w"));
    let id = teacher_of(&app, &[&one]).await;
    set_topics(&app, &id, &[&two]).await;
    assert!(found(&student, &one).await.is_empty());
    assert_eq!(found(&student, &two).await, [id.as_str()]);
    set_topics(&app, &id, &[]).await;
    assert!(found(&student, &two).await.is_empty());
}

#[tokio::test]
async fn a_student_is_not_found() {
    let app = App::shared().await;
    let word = unique_word("q");
    let student = app.student().await;
    let body =
        json!({ "user_id": student.id, "role": "student", "profile_data": { "topics": [word] } });
    student.post("/profiles", body).await;
    assert!(found(&student, &word).await.is_empty());
}

#[tokio::test]
async fn the_best_rated_come_first_and_the_unrated_last() {
    let app = App::shared().await;
    let word = unique_word("q");
    let unrated = teacher_of(&app, &[&word]).await;
    let poor = teacher_of(&app, &[&word]).await;
    let good = teacher_of(&app, &[&word]).await;
    rate(&app, &poor, 2).await;
    rate(&app, &good, 5).await;
    let list = app
        .as_student("anybody")
        .get(&path(&word))
        .await
        .expect(200)
        .list();
    let ids: Vec<_> = list
        .iter()
        .map(|found| found["user_id"].as_str().expect("an id"))
        .collect();
    assert_eq!(ids, [good.as_str(), poor.as_str(), unrated.as_str()]);
    let ratings: Vec<_> = list.iter().map(|found| found["rating"].as_f64()).collect();
    assert_eq!(ratings, [Some(5.0), Some(2.0), Some(0.0)]);
}

#[tokio::test]
async fn is_paged() {
    let app = App::shared().await;
    let word = unique_word("q");
    let mut expected = Vec::new();
    for _ in 0..5 {
        expected.push(teacher_of(&app, &[&format!("{word}a {word}b"), &word]).await);
    }
    let caller = app.as_student("anybody");
    let mut page = Some(format!("{}&limit=2", path(&word)));
    let mut sizes = Vec::new();
    let mut ids = Vec::new();
    while let Some(path) = page {
        let answer = caller.get(&path).await.expect(200);
        sizes.push(answer.list().len());
        ids.extend(
            answer
                .list()
                .iter()
                .map(|found| found["user_id"].as_str().expect("an id").to_owned()),
        );
        page = answer.next_page();
    }
    assert!(sizes.iter().all(|size| *size <= 2), "{sizes:?}");
    expected.sort();
    ids.sort();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn nobody_is_an_empty_list() {
    let app = App::shared().await;
    let nobody = app
        .as_student("anybody")
        .get(&path(&unique_word("q")))
        .await
        .expect(200);
    assert_eq!(nobody.json(), json!([]));
}

#[tokio::test]
async fn any_valid_token_will_do() {
    let app = App::shared().await;
    for role in ["student", "teacher", "doctor", "admin"] {
        app.as_user("anybody", role)
            .get(&path("chess"))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .get(&path("chess"))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    let caller = app.as_student("anybody");
    let long = "t".repeat(10_001);
    for (field, query) in [
        ("topic", ""),
        ("topic", "topic="),
        ("topic", "topic=%20%20"),
        ("topic", "topic=a%00b"),
        ("topic", "topic=a%1Bb"),
        ("topic", &format!("topic={long}")),
        ("limit", "topic=chess&limit=0"),
        ("limit", "topic=chess&limit=1.5"),
        ("cursor", "topic=chess&cursor=x"),
    ] {
        caller
            .get(&format!("/search/teachers?{query}"))
            .await
            .assert_error(400, field);
    }
    let shown: Value = caller.get(&path("chess")).await.expect(200).json();
    assert!(shown.is_array());
}
