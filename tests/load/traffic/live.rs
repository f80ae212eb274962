use std::sync::Arc;

use serde_json::json;
use tests::{App, LIVE_SOURCE, SCHEDULED_SESSIONS, live_time};

use crate::ledger::Ledger;

/// A class that is scheduled, held and recorded; in half of all cases its room
/// is removed.
pub(super) async fn class(app: App, ledger: Arc<Ledger>) {
    let session = app.joined_live_session().await;
    ledger.keep_event(LIVE_SOURCE, "live.session.created", &session.id);
    let instructor = &session.instructor;
    let body = json!({ "startsAt": live_time("10:00"), "sessionId": session.id });
    let scheduled = app.scheduled_of(instructor, &body).await;
    ledger.keep_event(LIVE_SOURCE, "live.scheduled.created", &scheduled.id);
    session.token(instructor, "Ida").await.expect(200);
    session.record().await;
    session.stop(instructor).await.expect(200);
    for event in ["live.recording.started", "live.recording.stopped"] {
        ledger.keep_event(LIVE_SOURCE, event, &session.id);
    }
    scheduled.step(instructor, "finished").await.expect(200);
    ledger.keep_event(LIVE_SOURCE, "live.scheduled.updated", &scheduled.id);
    if fastrand::bool() {
        session.delete(instructor).await.expect(200);
        ledger.keep_event(LIVE_SOURCE, "live.session.deleted", &session.id);
    }
    ledger.keep(&app.anonymous(), &session.path()).await;
    ledger.keep(instructor, &scheduled.path()).await;
    let list = format!("{SCHEDULED_SESSIONS}?instructorId={}", instructor.id);
    ledger.keep(instructor, &list).await;
}
