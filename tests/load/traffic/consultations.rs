use std::sync::Arc;

use tests::{App, SOURCE};

use crate::ledger::Ledger;

/// A consultation from its booking to its end.
pub(super) async fn held(app: App, ledger: Arc<Ledger>) {
    let session = app.active().await;
    session
        .note(&session.doctor, "Sleeps well.")
        .await
        .expect(200);
    session.leave(&session.patient).await;
    session.end().await;
    for event in [
        "video.consultation.session-created",
        "video.consultation.doctor-joined",
        "video.consultation.patient-joined",
        "video.consultation.notes-updated",
        "video.consultation.patient-left",
        "video.consultation.completed",
    ] {
        ledger.keep_event(SOURCE, event, &session.id);
    }
    ledger.keep(&session.patient, &session.path()).await;
    let trail = format!("{}/events?limit=100", session.path());
    ledger.keep(&session.doctor, &trail).await;
}
