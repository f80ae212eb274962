//! Many events about many appointments, shuffled and at once.

use futures::future::join_all;
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tests::{App, Appointment, on_the_day, until, with};

/// How many are taken in at once: twice as many as the bus delivers.
const AT_ONCE: usize = 16;

/// Appointments of different people, half an hour apart.
fn appointments(app: &App, count: usize) -> Vec<Appointment> {
    let start = |n: usize| on_the_day(&format!("{:02}:{:02}", 8 + n % 12, n % 2 * 30));
    (0..count).map(|n| app.appointment_at(&start(n))).collect()
}

async fn listed(app: &App, query: &str) -> Value {
    let path = format!("/api/video/sessions?{query}");
    app.as_admin().get(&path).await.expect(200).json()
}

#[tokio::test]
async fn a_thousand_deliveries_of_a_hundred_bookings_make_a_hundred_sessions() {
    let app = App::start().await;
    app.set_time("06:00:00").await;
    let appointments = appointments(&app, 100);
    let mut deliveries: Vec<&Appointment> = (0..10).flat_map(|_| &appointments).collect();
    fastrand::shuffle(&mut deliveries);
    let details: Vec<Value> = deliveries.iter().map(|one| one.detail()).collect();
    let told = deliveries
        .iter()
        .zip(&details)
        .map(|(appointment, detail)| appointment.told("booked", detail));
    join_all(told).await;
    // One that is delivered after all of them.
    let last = app.appointment_at(&on_the_day("22:00"));
    last.told("booked", &last.detail()).await;
    last.session().await;

    let total = until("all sessions", async || {
        let total = listed(&app, "limit=1").await["total"].clone();
        (total.as_u64() >= Some(101)).then_some(total)
    })
    .await;
    assert_eq!(total, 101);
    for appointment in &appointments {
        let sessions = appointment.sessions().await;
        assert_eq!(sessions.len(), 1, "{sessions:?}");
        assert_eq!(sessions[0]["scheduled_start_time"], appointment.start);
        assert_eq!(sessions[0]["patient_id"], appointment.patient.id);
    }
    // Each was told of once, too.
    let events = until("their events", async || {
        let events = app.bus_events(tests::SOURCE).await;
        (events.len() >= 101).then_some(events)
    })
    .await;
    assert_eq!(events.len(), 101);
    let letters = app.dead_letters().await;
    assert!(letters.is_empty(), "{letters:?}");
    assert_eq!(listed(&app, "limit=1").await["total"], 101);
}

#[tokio::test]
async fn bookings_and_cancels_in_any_order_end_the_same() {
    let app = App::start().await;
    app.set_time("06:00:00").await;
    let appointments = appointments(&app, 40);
    // The even ones are cancelled, all are booked; each is told three times.
    let mut deliveries = Vec::new();
    for (n, appointment) in appointments.iter().enumerate() {
        let detail = appointment.detail();
        let cancelled = with(&detail, "status", "CANCELLED");
        for _ in 0..3 {
            deliveries.push((appointment, "booked", detail.clone()));
            if n % 2 == 0 {
                deliveries.push((appointment, "cancelled", cancelled.clone()));
            }
        }
    }
    fastrand::shuffle(&mut deliveries);
    stream::iter(&deliveries)
        .map(|(appointment, what, detail)| appointment.taken_in(what, detail))
        .buffer_unordered(AT_ONCE)
        .for_each(async |answer| drop(answer.expect(200)))
        .await;
    for (n, appointment) in appointments.iter().enumerate() {
        let sessions = appointment.sessions().await;
        let open = sessions
            .iter()
            .filter(|session| session["status"] == "SCHEDULED");
        assert_eq!(open.count(), n % 2, "{sessions:?}");
        assert!(sessions.len() <= 1, "{sessions:?}");
    }
    let list = listed(&app, "status=SCHEDULED&limit=1").await;
    assert_eq!(list["total"], json!(20));
}
