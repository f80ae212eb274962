//! GET /api/appointments

use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, App, Caller, LISTED, formatted, tomorrow, tomorrow_at, visit, without_timers,
};

async fn ids(caller: &Caller, query: &str) -> Vec<u64> {
    let list = caller.get(&format!("{APPOINTMENTS}{query}")).await;
    let list = list.expect(200);
    assert_eq!(list.number("count"), list.ids().len() as u64, "{query}");
    list.ids()
}

#[tokio::test]
async fn shows_ones_own() {
    let app = App::shared().await;
    let made = app.visit().await;
    let start = tomorrow_at("14:30");
    let (date, time) = formatted(&start, &jiff::tz::TimeZone::UTC);
    let shown = made.shown().await;
    let expected = json!({
        "id": made.id,
        "patient_name": shown["patient_name"],
        "service_name": "Individual Therapy",
        "appointment_date": start,
        "formatted_date": date,
        "formatted_time": time,
        "duration_minutes": 60,
        "status": "scheduled",
        "session_type": "telehealth",
        "video_room_id": shown["video_room_id"],
        "meeting_url": shown["meeting_url"],
        "session_start_time": start,
        "session_end_time": tomorrow_at("15:30"),
        "session_status": "upcoming",
        "can_join_session": false,
    });
    for person in [&made.psychologist, &made.patient] {
        let list = person.get(APPOINTMENTS).await.expect(200).json();
        assert_eq!(list["count"], 1);
        assert_eq!(
            (&list["next"], &list["previous"]),
            (&Value::Null, &Value::Null)
        );
        let fields = list.as_object().expect("an object");
        assert_eq!(fields.len(), 4, "{list}");
        let listed = &list["results"][0];
        let names: Vec<&String> = listed.as_object().expect("an object").keys().collect();
        assert_eq!(names, LISTED);
        let mut listed = without_timers(listed);
        let date = listed["formatted_date"].as_str().expect("a date");
        listed["formatted_date"] = json!(date.replace(", 0", ", "));
        assert_eq!(listed, expected);
    }
}

#[tokio::test]
async fn shows_nothing_to_who_has_none() {
    let app = App::shared().await;
    app.visit().await;
    let nothing = json!({ "count": 0, "next": null, "previous": null, "results": [] });
    for somebody in [app.psychologist(), app.doctor(), app.patient()] {
        let list = somebody.get(APPOINTMENTS).await.expect(200).json();
        assert_eq!(list, nothing);
    }
}

#[tokio::test]
async fn soonest_first_however_they_were_made_and_moved() {
    let app = App::shared().await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let mut made = Vec::new();
    for hour in ["16", "10", "14", "08", "12"] {
        let start = tomorrow_at(&format!("{hour}:00"));
        let body = visit(&psychologist.id, &patient.id, &start);
        made.push(app.visit_of(&psychologist, &patient, &body).await);
    }
    let sorted = |order: [usize; 5]| order.map(|index| made[index].id).to_vec();
    for person in [&psychologist, &patient] {
        assert_eq!(ids(person, "").await, sorted([3, 1, 4, 2, 0]));
    }
    let later = json!({ "appointment_date": tomorrow_at("18:00") });
    made[1].change(&patient, later).await.expect(200);
    for person in [&psychologist, &patient] {
        assert_eq!(ids(person, "").await, sorted([3, 4, 2, 0, 1]));
    }
}

#[tokio::test]
async fn is_listed_by_the_status_it_has_now() {
    let app = App::shared().await;
    for status in ["scheduled", "confirmed", "completed", "cancelled"] {
        let made = app.visit_in_status(status).await;
        for person in [&made.psychologist, &made.patient] {
            for other in ["scheduled", "confirmed", "completed", "cancelled"] {
                let expected = if other == status {
                    vec![made.id]
                } else {
                    vec![]
                };
                let found = ids(person, &format!("?status={other}")).await;
                assert_eq!(found, expected, "{other} while {status}");
            }
            for all in ["", "?status=all"] {
                let list = person.get(&format!("{APPOINTMENTS}{all}")).await;
                let listed = list.expect(200).results();
                assert_eq!(listed.len(), 1);
                assert_eq!(listed[0]["status"], status);
            }
        }
    }
}

#[tokio::test]
async fn days_are_inclusive_and_of_a_time_zone() {
    let app = App::start().await;
    app.set_clock("2027-02-01T00:00:00Z").await;
    let (psychologist, patient) = (app.psychologist(), app.patient());
    let mut all = Vec::new();
    for start in [
        "2027-02-27T23:30:00Z",
        "2027-02-28T00:30:00Z",
        "2027-02-28T23:30:00Z",
        "2027-03-01T00:30:00Z",
        "2027-03-01T23:30:00Z",
    ] {
        let mut body = visit(&psychologist.id, &patient.id, start);
        body["duration_minutes"] = json!(30);
        all.push(app.visit_of(&psychologist, &patient, &body).await.id);
    }
    for (query, from, to) in [
        ("", 0, 5),
        ("?date_from=2027-02-28", 1, 5),
        ("?date_to=2027-02-28", 0, 3),
        ("?date_from=2027-02-28&date_to=2027-02-28", 1, 3),
        ("?date_from=2027-02-28&date_to=2027-03-01", 1, 5),
        ("?date_from=2027-03-02", 5, 5),
        ("?date_to=2027-02-26", 0, 0),
        // Without a limit of days: they are one's own.
        ("?date_from=2020-01-01&date_to=2040-01-01", 0, 5),
        // An hour ahead, and an hour behind.
        ("?date_from=2027-02-28&timezone=Europe/Berlin", 0, 5),
        ("?date_to=2027-02-28&timezone=Europe/Berlin", 0, 2),
        ("?date_from=2027-02-28&timezone=Atlantic/Cape_Verde", 2, 5),
        ("?date_to=2027-02-28&timezone=Atlantic/Cape_Verde", 0, 4),
        ("?date_to=2027-02-28&timezone=UTC", 0, 3),
        ("?date_to=2027-02-28&status=scheduled", 0, 3),
        ("?date_to=2027-02-28&status=confirmed", 0, 0),
    ] {
        for person in [&psychologist, &patient] {
            assert_eq!(ids(person, query).await, all[from..to], "{query}");
        }
    }
    let zone = "?timezone=Asia/Kolkata";
    let list = patient.get(&format!("{APPOINTMENTS}{zone}")).await;
    let first = &list.expect(200).results()[0];
    assert_eq!(first["formatted_date"], "Sun, 28 Feb 2027");
    assert_eq!(first["formatted_time"], "05:00 AM");
    assert_eq!(first["appointment_date"], "2027-02-27T23:30:00Z");
}

#[tokio::test]
async fn both_forms_of_the_path_answer() {
    let app = App::shared().await;
    let made = app.visit().await;
    for path in [
        "/api/appointments",
        "/api/appointments/",
        "/api/appointments?status=all",
        "/api/appointments/?status=all",
    ] {
        let list = made.patient.get(path).await.expect(200);
        assert_eq!(list.ids(), [made.id], "{path}");
    }
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    app.anonymous().get(APPOINTMENTS).await.assert_detailed(401);
    let nonsense = app.with_token("nonsense");
    let query = format!("{APPOINTMENTS}?page=x");
    nonsense.get(&query).await.assert_detailed(401);
}

#[tokio::test]
async fn other_roles_may_not() {
    let app = App::shared().await;
    for role in ["student", "teacher", "instructor"] {
        let somebody = app.somebody(role);
        somebody.get(APPOINTMENTS).await.assert_detailed(403);
        // The role is judged before the query.
        let query = format!("{APPOINTMENTS}?page=x");
        somebody.get(&query).await.assert_detailed(403);
    }
}

#[tokio::test]
async fn refuses_bad_parameters() {
    let app = App::shared().await;
    for (fields, query) in [
        (vec!["status"], "status=open"),
        (vec!["status"], "status="),
        (vec!["status"], "status=scheduled,confirmed"),
        (vec!["date_from"], "date_from=soon"),
        (vec!["date_from"], "date_from=2027-02-30"),
        (vec!["date_from"], "date_from=2027-2-3"),
        (vec!["date_to"], "date_to="),
        (vec!["date_to"], "date_to=2027-01"),
        (vec!["date_to"], "date_to=2027-01-25T10:00:00Z"),
        (vec!["timezone"], "timezone=Mars/Phobos"),
        (vec!["timezone"], "timezone=..%2F..%2Fetc%2Fpasswd"),
        (vec!["timezone"], "timezone="),
        (vec!["page"], "page=0"),
        (vec!["page"], "page=-1"),
        (vec!["page"], "page=1.5"),
        (vec!["page"], "page=last"),
        (vec!["page"], "page="),
        (vec!["page_size"], "page_size=0"),
        (vec!["page_size"], "page_size=-5"),
        (vec!["page_size"], "page_size=all"),
        (vec!["page_size"], "page_size="),
        (
            vec![
                "date_from",
                "date_to",
                "page",
                "page_size",
                "status",
                "timezone",
            ],
            "status=x&date_from=x&date_to=x&page=x&page_size=x&timezone=x",
        ),
    ] {
        let path = format!("{APPOINTMENTS}?{query}");
        for somebody in [app.psychologist(), app.patient()] {
            somebody.get(&path).await.assert_wrong_names(&fields);
        }
        app.as_admin().get(&path).await.assert_wrong_names(&fields);
    }
}

#[tokio::test]
async fn unknown_parameters_are_ignored() {
    let app = App::shared().await;
    let made = app.visit().await;
    let query = format!("?colour=red&date_from={}", tomorrow());
    assert_eq!(ids(&made.patient, &query).await, [made.id]);
}
