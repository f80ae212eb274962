use serde_json::json;
use tests::{App, LIVE_SESSIONS, SCHEDULED_SESSIONS, live_body, on_the_day};

use super::keyed;
use crate::faults::ALL;

pub(super) async fn everything(app: &App) {
    app.set_time("08:00:00").await;
    sessions(app).await;
    left_at_daily(app).await;
    scheduled(app).await;
}

async fn sessions(app: &App) {
    let instructor = app.instructor();
    let create = |body| instructor.post(LIVE_SESSIONS, body);
    keyed(create(json!({})), create(live_body())).await;
    let session = app.joined_live_session().await;
    session.shown().await;
    session.token(&session.instructor, "Ada").await.expect(200);
    session.record().await;
    session.recording(&session.instructor).await.expect(200);
    session.stop(&session.instructor).await.expect(200);
    session.delete(&session.instructor).await.expect_success();
}

/// A room, and an attempt to record, of which nobody was told.
async fn left_at_daily(app: &App) {
    let instructor = app.instructor();
    app.fault("daily", "CreateRoom", "lost_answer", ALL).await;
    let failed = instructor.post(LIVE_SESSIONS, live_body()).await;
    assert_eq!(failed.status(), 500, "{failed}");
    app.clear_faults().await;
    let session = app.joined_live_session().await;
    // Nobody knows whether it records, and nothing can be done about it.
    app.fault("daily", "*", "error", ALL).await;
    let failed = session.start(&session.instructor).await;
    assert_eq!(failed.status(), 500, "{failed}");
    app.clear_faults().await;
    app.sweep_rooms().await;
}

async fn scheduled(app: &App) {
    let instructor = app.instructor();
    let room = app.live_session_of(&instructor).await;
    let body = json!({ "startsAt": on_the_day("15:00"), "sessionId": room.id });
    let create = |body| instructor.post(SCHEDULED_SESSIONS, body);
    let wrong = json!({ "startsAt": on_the_day("15:00"), "sessionId": "nothing" });
    keyed(create(wrong), create(body.clone())).await;
    let made = app.scheduled_of(&instructor, &body).await;
    made.shown().await;
    instructor.lists(&instructor).await;
    app.anonymous().get(SCHEDULED_SESSIONS).await.expect(200);
    let change = json!({ "startsAt": on_the_day("16:00") });
    made.change(&instructor, change).await.expect(200);
    made.step(&instructor, "live").await.expect(200);
    instructor.delete(&made.path()).await.expect_success();
}
