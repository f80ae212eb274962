//! Real concurrency: many callers, one winner, nothing lost.

use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{App, Person, tomorrow_at, unique_id};

/// How many make profiles at once: that is not the race.
const PREPARING: usize = 32;

pub(crate) fn count(statuses: &[u16], status: u16) -> usize {
    statuses.iter().filter(|one| **one == status).count()
}

#[tokio::test]
async fn a_thousand_students_race_for_one_slot() {
    let app = App::start().await;
    let teacher = app.teacher().await;
    teacher.offer("10:00", "12:00").await;
    let students: Vec<Person> = stream::iter(0..1_000)
        .map(|_| app.student())
        .buffer_unordered(PREPARING)
        .collect()
        .await;

    let race = students
        .iter()
        .map(|student| student.post("/bookings", student.booking(&teacher, "10:30", "11:30")));
    let answers = join_all(race.map(IntoFuture::into_future)).await;
    let statuses: Vec<_> = answers.iter().map(tests::Answer::status).collect();
    assert_eq!(
        (count(&statuses, 201), count(&statuses, 409)),
        (1, 999),
        "{:?}",
        statuses.iter().collect::<BTreeSet<_>>()
    );
    for answer in answers.iter().filter(|answer| answer.status() == 409) {
        answer.assert_refused(409);
    }

    let bookings = teacher
        .get(&format!("/bookings?teacher_id={}", teacher.id))
        .await
        .expect(200)
        .list();
    assert_eq!(bookings.len(), 1);
    let winner = answers
        .iter()
        .find(|answer| answer.status() == 201)
        .expect("a winner");
    assert_eq!(bookings[0]["booking_id"], winner.text("booking_id"));
    let expected = [
        ("10:00", "10:30", false),
        ("10:30", "11:30", true),
        ("11:30", "12:00", false),
    ];
    assert_eq!(
        teacher.slots().await,
        expected.map(|(from, to, booked)| (tomorrow_at(from), tomorrow_at(to), booked))
    );

    let loser = students
        .iter()
        .find(|student| bookings[0]["student_id"] != student.id.as_str())
        .expect("a loser");
    let list = loser
        .get(&format!("/bookings?student_id={}", loser.id))
        .await
        .expect(200)
        .list();
    assert!(list.is_empty());
    loser.book(&teacher, "10:00", "10:30").await;
}

#[tokio::test]
async fn different_parts_of_one_slot_are_all_booked() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    teacher.offer("10:00", "12:00").await;
    let students = join_all((0..24).map(|_| app.student())).await;
    let race = students.iter().enumerate().map(|(n, student)| {
        let minutes = |n: usize| format!("{:02}:{:02}", 10 + n / 12, n % 12 * 5);
        student
            .post(
                "/bookings",
                student.booking(&teacher, &minutes(n), &minutes(n + 1)),
            )
            .into_future()
    });
    let statuses: Vec<_> = join_all(race)
        .await
        .iter()
        .map(tests::Answer::status)
        .collect();
    assert_eq!(count(&statuses, 201), 24, "{statuses:?}");
    let slots = teacher.slots().await;
    assert!(
        slots.len() == 24 && slots.iter().all(|(_, _, booked)| *booked),
        "{slots:?}"
    );
}

#[tokio::test]
async fn callers_who_change_different_fields_both_win() {
    let app = App::shared().await;
    for _ in 0..10 {
        let id = unique_id("teacher");
        let teacher = app.as_teacher(&id);
        let change = |fields: Value| {
            let body = json!({ "user_id": id, "role": "teacher", "profile_data": fields });
            teacher.post("/profiles", body).into_future()
        };
        change(json!({ "name": "Tessa" })).await.expect(201);
        let word = format!("q{}", fastrand::u32(..));
        let changes = [
            json!({ "bio": "new bio" }),
            json!({ "email": "new@example.com" }),
            json!({ "topics": [word] }),
            json!({ "time_zone": "Europe/Berlin" }),
        ];
        for answer in join_all(changes.into_iter().map(change)).await {
            answer.expect(200);
        }
        let profile = teacher
            .get(&format!("/profiles?user_id={id}"))
            .await
            .expect(200)
            .json()["profile"]
            .clone();
        assert_eq!(profile["bio"], "new bio");
        assert_eq!(profile["email"], "new@example.com");
        assert_eq!(profile["topics"], json!([word]));
        assert_eq!(profile["time_zone"], "Europe/Berlin");
        let found = teacher
            .get(&format!("/search/teachers?topic={word}"))
            .await
            .expect(200)
            .list();
        assert_eq!(found.len(), 1);
    }
}

#[tokio::test]
async fn a_profile_made_at_once_by_many_is_one() {
    let app = App::shared().await;
    let id = unique_id("student");
    let body = json!({ "user_id": id, "role": "student", "profile_data": { "name": "Stu Dent" } });
    let caller = app.as_student(&id);
    let answers =
        join_all((0..20).map(|_| caller.post("/profiles", body.clone()).into_future())).await;
    let statuses: Vec<_> = answers.iter().map(tests::Answer::status).collect();
    assert_eq!(
        (count(&statuses, 201), count(&statuses, 200)),
        (1, 19),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn one_student_is_in_one_place_only() {
    let app = App::shared().await;
    for _ in 0..10 {
        let student = app.student().await;
        let teachers = join_all((0..4).map(|_| app.teacher())).await;
        for teacher in &teachers {
            teacher.offer("10:00", "12:00").await;
        }
        let race = teachers
            .iter()
            .zip(["10:00", "10:15", "10:30", "10:45"])
            .map(|(teacher, from)| {
                student
                    .post("/bookings", student.booking(teacher, from, "11:30"))
                    .into_future()
            });
        let statuses: Vec<_> = join_all(race)
            .await
            .iter()
            .map(tests::Answer::status)
            .collect();
        assert_eq!(
            (count(&statuses, 201), count(&statuses, 409)),
            (1, 3),
            "{statuses:?}"
        );
        let list = student
            .get(&format!("/bookings?student_id={}", student.id))
            .await
            .expect(200)
            .list();
        assert_eq!(list.len(), 1);
        let mut booked = 0;
        for teacher in &teachers {
            booked += teacher
                .slots()
                .await
                .iter()
                .filter(|(_, _, booked)| *booked)
                .count();
        }
        assert_eq!(booked, 1);
    }
}

#[tokio::test]
async fn a_slot_is_made_once() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let slot = json!({ "teacher_id": teacher.id, "start_time": tomorrow_at("10:00"), "end_time": tomorrow_at("12:00") });
    let answers =
        join_all((0..20).map(|_| teacher.post("/availability", slot.clone()).into_future())).await;
    let statuses: Vec<_> = answers.iter().map(tests::Answer::status).collect();
    assert_eq!(
        (count(&statuses, 201), count(&statuses, 409)),
        (1, 19),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn a_slot_is_booked_or_deleted() {
    let app = App::shared().await;
    for _ in 0..10 {
        let offered = app.offered().await;
        let path = format!("/availability/{}", offered.slot_id);
        let body = offered.student.booking(&offered.teacher, "10:00", "12:00");
        let (booked, deleted) = tokio::join!(
            offered.student.post("/bookings", body).into_future(),
            offered.teacher.delete(&path).into_future(),
        );
        match (booked.status(), deleted.status()) {
            (201, 404 | 409) => assert_eq!(offered.teacher.slots().await.len(), 1),
            (409, 200) => assert!(offered.teacher.slots().await.is_empty()),
            _ => panic!("{booked}\n{deleted}"),
        }
    }
}

#[tokio::test]
async fn a_booking_is_cancelled_once_and_its_time_freed_once() {
    let app = App::shared().await;
    let booked = app.booked().await;
    let path = format!("/bookings/{}", booked.id);
    let race = (0..10).map(|n| {
        let caller = if n % 2 == 0 {
            &booked.student
        } else {
            &booked.teacher
        };
        caller
            .patch(&path, json!({ "status": "cancelled" }))
            .into_future()
    });
    let statuses: Vec<_> = join_all(race)
        .await
        .iter()
        .map(tests::Answer::status)
        .collect();
    assert_eq!(
        (count(&statuses, 200), count(&statuses, 409)),
        (1, 9),
        "{statuses:?}"
    );
    assert_eq!(
        booked.teacher.slots().await,
        [(tomorrow_at("10:00"), tomorrow_at("12:00"), false)]
    );
}

#[tokio::test]
async fn bookings_that_are_moved_to_one_time_do_not_share_it() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    teacher.offer("08:00", "12:00").await;
    let students = join_all((0..6).map(|_| app.student())).await;
    let mut paths = Vec::new();
    for (n, student) in students.iter().enumerate() {
        let minutes = |n: usize| format!("{:02}:{:02}", 8 + n / 2, n % 2 * 30);
        let id = student.book(&teacher, &minutes(n), &minutes(n + 1)).await;
        paths.push(format!("/bookings/{id}"));
    }
    let times = json!({ "start_time": tomorrow_at("11:00"), "end_time": tomorrow_at("11:30") });
    let race = students
        .iter()
        .zip(&paths)
        .map(|(student, path)| student.patch(path, times.clone()).into_future());
    let statuses: Vec<_> = join_all(race)
        .await
        .iter()
        .map(tests::Answer::status)
        .collect();
    assert_eq!(
        (count(&statuses, 200), count(&statuses, 409)),
        (1, 5),
        "{statuses:?}"
    );
    let booked = teacher
        .slots()
        .await
        .into_iter()
        .filter(|(_, _, booked)| *booked);
    let mut starts: Vec<_> = booked.map(|(from, ..)| from).collect();
    starts.dedup();
    assert_eq!(starts.len(), 6);
}
