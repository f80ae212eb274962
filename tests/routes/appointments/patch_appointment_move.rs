//! PATCH /api/appointments/{id} (another time)

use serde_json::{Value, json};
use tests::{
    APPOINTMENTS, App, Caller, Visit, from_now, tomorrow, tomorrow_at, visit, with, without_timers,
};

fn to(time: &str) -> Value {
    json!({ "appointment_date": tomorrow_at(time) })
}

async fn booked(app: &App, psychologist: &str, patient: &str, time: &str) -> u16 {
    let body = visit(psychologist, patient, &tomorrow_at(time));
    app.as_admin().post(APPOINTMENTS, body).await.status()
}

/// Whether somebody else can be booked with each of the two at this time; if
/// so, it is.
async fn assert_taken(app: &App, visit: &Visit, time: &str, taken: bool) {
    let expected = if taken { 409 } else { 201 };
    let (psychologist, patient) = (app.psychologist().id, app.patient().id);
    let one = booked(app, &visit.psychologist.id, &patient, time).await;
    let other = booked(app, &psychologist, &visit.patient.id, time).await;
    assert_eq!((one, other), (expected, expected), "{time}");
}

#[tokio::test]
async fn both_and_admin_move_it() {
    let app = App::shared().await;
    for status in ["scheduled", "confirmed"] {
        let visit = app.visit_in_status(status).await;
        let room = visit.text("video_room_id").await;
        let admin = app.as_admin();
        let callers: [(&Caller, &str, &str); 3] = [
            (&visit.psychologist, "16:00", "17:00"),
            (&visit.patient, "18:00", "19:00"),
            (&admin, "20:00", "21:00"),
        ];
        for (caller, start, end) in callers {
            let moved = visit.change(caller, to(start)).await.expect(200);
            assert_eq!(moved.text("appointment_date"), tomorrow_at(start));
            assert_eq!(moved.text("session_start_time"), tomorrow_at(start));
            assert_eq!(moved.text("session_end_time"), tomorrow_at(end));
            // Nothing is said of its being confirmed again.
            assert_eq!(moved.text("status"), status);
            assert_eq!(moved.text("video_room_id"), room);
            let shown = without_timers(&visit.shown().await);
            assert_eq!(shown, without_timers(&moved.json()));
        }
    }
}

#[tokio::test]
async fn the_duration_changes_alone_or_with_the_start() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for (body, start, end) in [
        (json!({ "duration_minutes": 90 }), "14:30", "16:00"),
        (json!({ "duration_minutes": 15 }), "14:30", "14:45"),
        (to("14:15"), "14:15", "14:30"),
        (
            json!({ "appointment_date": tomorrow_at("15:00"), "duration_minutes": 240 }),
            "15:00",
            "19:00",
        ),
    ] {
        let moved = visit.change(&visit.patient, body).await.expect(200);
        assert_eq!(moved.text("session_start_time"), tomorrow_at(start));
        assert_eq!(moved.text("session_end_time"), tomorrow_at(end));
    }
}

#[tokio::test]
async fn the_calendar_of_both_follows() {
    let app = App::shared().await;
    let visit = app.visit().await;
    assert_taken(&app, &visit, "15:00", true).await;
    visit.change(&visit.patient, to("17:00")).await.expect(200);
    assert_taken(&app, &visit, "16:30", true).await;
    assert_taken(&app, &visit, "17:30", true).await;
    assert_taken(&app, &visit, "18:00", false).await;
    assert_taken(&app, &visit, "16:00", false).await;
    assert_taken(&app, &visit, "14:30", false).await;
}

#[tokio::test]
async fn the_calendar_follows_the_duration() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let longer = json!({ "duration_minutes": 120 });
    visit.change(&visit.psychologist, longer).await.expect(200);
    assert_taken(&app, &visit, "16:15", true).await;
    let shorter = json!({ "duration_minutes": 30 });
    visit.change(&visit.psychologist, shorter).await.expect(200);
    assert_taken(&app, &visit, "15:00", false).await;
}

#[tokio::test]
async fn its_own_time_is_in_nobodys_way() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for time in ["15:00", "14:45", "14:30", "14:30"] {
        visit.change(&visit.patient, to(time)).await.expect(200);
    }
    // Over midnight and back.
    for time in ["23:30", "23:45", "22:50", "14:30"] {
        visit.change(&visit.patient, to(time)).await.expect(200);
        assert_taken(&app, &visit, time, true).await;
    }
    let next = tomorrow().tomorrow().expect("the calendar goes on");
    let day_after = json!({ "appointment_date": format!("{next}T00:00:00Z") });
    visit.change(&visit.patient, day_after).await.expect(200);
    assert_taken(&app, &visit, "23:00", false).await;
}

#[tokio::test]
async fn a_time_that_is_taken_on_either_side_is_refused() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let (psychologist, patient) = (&visit.psychologist.id, &visit.patient.id);
    assert_eq!(
        booked(&app, psychologist, &app.patient().id, "10:00").await,
        201
    );
    assert_eq!(
        booked(&app, &app.psychologist().id, patient, "18:00").await,
        201
    );
    let before = without_timers(&visit.shown().await);
    let longer = json!({ "appointment_date": tomorrow_at("16:30"), "duration_minutes": 120 });
    for body in [
        to("10:00"),
        to("09:30"),
        to("10:59"),
        to("17:30"),
        to("18:00"),
        to("18:59"),
        json!({ "duration_minutes": 240 }),
        longer,
    ] {
        for caller in [&*visit.psychologist, &*visit.patient, &app.as_admin()] {
            let refused = visit.change(caller, body.clone()).await;
            refused.assert_detailed(409);
        }
        let both = with(&body, "status", "confirmed");
        let refused = visit.change(&visit.psychologist, both).await;
        refused.assert_detailed(409);
        assert_eq!(without_timers(&visit.shown().await), before, "{body}");
    }
    assert_taken(&app, &visit, "14:00", true).await;
    // Ends are exclusive.
    for time in ["09:00", "11:00", "17:00", "19:00"] {
        visit.change(&visit.patient, to(time)).await.expect(200);
    }
}

#[tokio::test]
async fn not_into_the_past() {
    let app = App::shared().await;
    let visit = app.visit().await;
    for start in [from_now(-60), "2020-01-01T10:00:00Z".to_owned()] {
        let body = json!({ "appointment_date": start });
        let refused = visit.change(&visit.patient, body).await;
        refused.assert_wrong_names(&["appointment_date"]);
    }
    assert_eq!(visit.text("appointment_date").await, tomorrow_at("14:30"));
}

#[tokio::test]
async fn what_is_completed_or_cancelled_stays() {
    let app = App::shared().await;
    for status in ["completed", "cancelled"] {
        let visit = app.visit_in_status(status).await;
        let before = visit.shown().await;
        for body in [to("16:00"), json!({ "duration_minutes": 30 })] {
            for caller in [&*visit.psychologist, &*visit.patient, &app.as_admin()] {
                let refused = visit.change(caller, body.clone()).await;
                refused.assert_detailed(409);
            }
        }
        let after = without_timers(&visit.shown().await);
        assert_eq!(after, without_timers(&before));
    }
}

#[tokio::test]
async fn a_start_with_an_offset_is_answered_in_utc() {
    let app = App::shared().await;
    let visit = app.visit().await;
    let start = format!("{}T18:30:00+02:00", tomorrow());
    let body = json!({ "appointment_date": start });
    let moved = visit.change(&visit.patient, body).await.expect(200);
    assert_eq!(moved.text("appointment_date"), tomorrow_at("16:30"));
}

#[tokio::test]
async fn one_wins_the_race_for_a_time() {
    let app = App::shared().await;
    let psychologist = app.psychologist();
    let mut visits = Vec::new();
    for hour in 0..12 {
        let patient = app.patient();
        let start = tomorrow_at(&format!("{hour:02}:00"));
        let body = visit(&psychologist.id, &patient.id, &start);
        visits.push(app.visit_of(&psychologist, &patient, &body).await);
    }
    let race = visits.iter().enumerate().map(|(n, visit)| {
        let start = tomorrow_at(&format!("20:{n:02}"));
        let body = json!({ "appointment_date": start });
        visit.change(&visit.patient, body).into_future()
    });
    let answers = futures::future::join_all(race).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status() == 200);
    assert_eq!((won.len(), lost.len()), (1, 11));
    for answer in lost {
        answer.assert_detailed(409);
    }
    let list = psychologist.get(APPOINTMENTS).await.expect(200);
    assert_eq!(list.number("count"), 12);
    let last = &list.results()[11];
    assert_eq!(last["id"], won[0].number("id"));
    assert_eq!(last["appointment_date"], won[0].text("appointment_date"));
}
