//! GET /availability

use jiff::ToSpan as _;
use serde_json::{Value, json};
use tests::{App, Offered, Person, from_now, tomorrow, tomorrow_at};

async fn ids(teacher: &Person, query: &str) -> Vec<Value> {
    let path = format!("/availability?teacher_id={}{query}", teacher.id);
    teacher
        .get(&path)
        .await
        .expect(200)
        .list()
        .iter()
        .map(|slot| slot["id"].clone())
        .collect()
}

#[tokio::test]
async fn shows_a_teachers_slots() {
    let app = App::shared().await;
    let Offered {
        teacher,
        student,
        slot_id,
    } = app.offered().await;
    let shown = student
        .get(&format!("/availability?teacher_id={}", teacher.id))
        .await
        .expect(200)
        .json();
    assert_eq!(shown[0]["id"], slot_id.as_str());
    assert_eq!(shown[0]["teacher_id"], teacher.id.as_str());
    assert_eq!(shown[0]["start_time"], tomorrow_at("10:00"));
    assert_eq!(shown[0]["end_time"], tomorrow_at("12:00"));
    insta::assert_json_snapshot!(shown, {
        "[].id" => "[id]", "[].teacher_id" => "[id]", "[].start_time" => "[time]", "[].end_time" => "[time]",
    }, @r#"
    [
      {
        "end_time": "[time]",
        "id": "[id]",
        "is_booked": false,
        "start_time": "[time]",
        "teacher_id": "[id]"
      }
    ]
    "#);
}

#[tokio::test]
async fn the_soonest_comes_first() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let late = teacher.offer("14:00", "15:00").await;
    let early = teacher.offer("08:00", "09:00").await;
    let middle = teacher.offer("12:00", "13:00").await;
    assert_eq!(ids(&teacher, "").await, [early, middle, late]);
}

#[tokio::test]
async fn booked_ones_can_be_left_out() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    student.book(&teacher, "10:00", "11:00").await;
    assert_eq!(ids(&teacher, "").await.len(), 2);
    assert_eq!(ids(&teacher, "&include_booked=true").await.len(), 2);
    let free = format!(
        "/availability?teacher_id={}&include_booked=false",
        teacher.id
    );
    let free = student.get(&free).await.expect(200).list();
    assert_eq!(free.len(), 1);
    assert_eq!(free[0]["start_time"], tomorrow_at("11:00"));
}

#[tokio::test]
async fn shows_what_touches_the_window() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let early = teacher.offer("08:00", "09:00").await;
    let late = teacher.offer("10:00", "11:00").await;
    let window =
        |from: &str, to: &str| format!("&from={}&to={}", tomorrow_at(from), tomorrow_at(to));
    assert_eq!(
        ids(&teacher, &window("08:30", "10:30")).await,
        [early.as_str(), late.as_str()]
    );
    assert_eq!(
        ids(&teacher, &window("07:00", "08:30")).await,
        [early.as_str()]
    );
    assert_eq!(
        ids(&teacher, &window("08:15", "08:30")).await,
        [early.as_str()]
    );
    assert_eq!(
        ids(&teacher, &window("10:59", "23:00")).await,
        [late.as_str()]
    );
    assert!(ids(&teacher, &window("09:15", "09:45")).await.is_empty());
}

#[tokio::test]
async fn a_teachers_are_shown_however_far_ahead() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    let day = tomorrow() + 200.days();
    let body = json!({
        "teacher_id": teacher.id,
        "start_time": format!("{day}T10:00:00Z"),
        "end_time": format!("{day}T11:00:00Z"),
    });
    let id = teacher
        .post("/availability", body)
        .await
        .expect_success()
        .text("id");
    assert_eq!(ids(&teacher, "").await, [id]);
}

#[tokio::test]
async fn without_a_teacher_it_shows_everybodys_next_31_days() {
    let app = App::start().await;
    let (first, second) = (app.teacher().await, app.teacher().await);
    let late = second.offer("10:30", "11:30").await;
    let early = first.offer("10:00", "11:00").await;
    let day = tomorrow() + 40.days();
    let (from, to) = (format!("{day}T10:00:00Z"), format!("{day}T11:00:00Z"));
    let far = json!({ "teacher_id": first.id, "start_time": from, "end_time": to });
    let far = first
        .post("/availability", far)
        .await
        .expect_success()
        .text("id");

    let caller = app.as_student("anybody");
    let shown = caller.get("/availability").await.expect(200).list();
    let ids: Vec<_> = shown.iter().map(|slot| slot["id"].clone()).collect();
    assert_eq!(ids, [early, late]);
    let shown = caller
        .get(&format!("/availability?from={from}&to={to}"))
        .await
        .expect(200)
        .list();
    assert_eq!(
        shown
            .iter()
            .map(|slot| slot["id"].clone())
            .collect::<Vec<_>>(),
        [far]
    );
}

#[tokio::test]
async fn everybodys_slots_are_paged_over_days() {
    let app = App::start().await;
    let mut expected = Vec::new();
    for hour in ["08", "09", "10"] {
        let teacher = app.teacher().await;
        let series = json!({
            "teacher_id": teacher.id,
            "start_time": tomorrow_at(&format!("{hour}:00")),
            "end_time": tomorrow_at(&format!("{hour}:30")),
            "recurrence": "FREQ=DAILY;COUNT=4",
        });
        let ids = teacher
            .post("/availability", series)
            .await
            .expect_success()
            .json()["ids"]
            .clone();
        expected.extend(ids.as_array().expect("ids").clone());
    }
    let caller = app.as_student("anybody");
    let mut page = Some("/availability?limit=5".to_owned());
    let mut starts = Vec::new();
    let mut found = Vec::new();
    while let Some(path) = page {
        let answer = caller.get(&path).await.expect(200);
        let slots = answer.list();
        assert!(slots.len() <= 5 && !slots.is_empty(), "{answer}");
        starts.extend(
            slots
                .iter()
                .map(|slot| slot["start_time"].as_str().expect("a time").to_owned()),
        );
        found.extend(slots.iter().map(|slot| slot["id"].clone()));
        page = answer.next_page();
    }
    assert!(starts.is_sorted(), "{starts:?}");
    let text = |ids: &[Value]| {
        let mut ids: Vec<_> = ids
            .iter()
            .map(|id| id.as_str().expect("an id").to_owned())
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(text(&found), text(&expected));
}

#[tokio::test]
async fn what_has_ended_is_gone_and_what_is_on_is_there() {
    let app = App::start().await;
    let teacher = app.teacher().await;
    teacher.offer("08:00", "09:00").await;
    let on = teacher.offer("10:00", "12:00").await;
    app.set_clock(&tomorrow_at("11:00")).await;
    assert_eq!(ids(&teacher, "").await, [on.as_str()]);
    let from = format!("&from={}&to={}", tomorrow_at("07:00"), tomorrow_at("23:00"));
    assert_eq!(
        ids(&teacher, &from).await,
        [on.as_str()],
        "slots that end in the future, whatever `from` says"
    );
}

#[tokio::test]
async fn a_window_that_is_past_holds_nothing() {
    let app = App::shared().await;
    let offered = app.offered().await;
    let past = "from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z";
    assert!(ids(&offered.teacher, &format!("&{past}")).await.is_empty());
    let yesterday = from_now(-86_400);
    let of_all = format!("/availability?from={}&to={yesterday}", from_now(-172_800));
    for list in [format!("/availability?{past}"), of_all] {
        assert!(
            offered
                .student
                .get(&list)
                .await
                .expect(200)
                .list()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn any_valid_token_will_do() {
    let app = App::shared().await;
    let teacher = app.teacher().await;
    for role in ["student", "teacher", "doctor", "admin"] {
        app.as_user("anybody", role)
            .get(&format!("/availability?teacher_id={}", teacher.id))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous()
        .get("/availability")
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    let caller = app.as_student("anybody");
    let backwards = format!("from={}&to={}", from_now(7_200), from_now(3_600));
    let too_long = format!("from={}&to={}", from_now(0), from_now(93 * 86_400));
    for (field, query) in [
        ("teacher_id", "teacher_id=a%20b"),
        ("teacher_id", "teacher_id="),
        ("from", "from=now"),
        ("from", "from=2030-01-01"),
        ("to", "to=2030-01-01T00:00:00"),
        ("to", &backwards),
        ("to", &too_long),
        ("include_booked", "include_booked=maybe"),
        ("limit", "limit=-1"),
        ("cursor", "cursor=%21"),
    ] {
        caller
            .get(&format!("/availability?{query}"))
            .await
            .assert_error(400, field);
    }
}
