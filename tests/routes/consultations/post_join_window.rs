//! POST /api/video/sessions/{session_id}/join (when)

use tests::{App, NOT_YOURS, TOO_EARLY, on_the_day};

#[tokio::test]
async fn opens_15_minutes_before_the_start() {
    let app = App::start().await;
    app.set_time("12:00:00").await;
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    let too_early = async || {
        for person in [&session.doctor, &session.patient] {
            let refused = session.command(person, "join").await;
            refused.assert_detail(409, TOO_EARLY);
        }
    };
    too_early().await;
    app.set_time("14:14:30").await;
    too_early().await;
    // Whose it is comes before its time.
    let refused = session.command(&app.doctor(), "join").await;
    refused.assert_detail(403, NOT_YOURS);
    assert_eq!(session.status().await, "SCHEDULED");
    app.set_time("14:15:00").await;
    session.join(&session.patient).await;
    session.join(&session.doctor).await;
    assert_eq!(session.status().await, "ACTIVE");
}

#[tokio::test]
async fn closes_5_minutes_after_the_end() {
    let app = App::start().await;
    app.set_time("14:00:00").await;
    let in_time = app.scheduled_at(&on_the_day("14:30")).await;
    let too_late = app.scheduled_at(&on_the_day("14:30")).await;
    app.set_time("15:04:20").await;
    in_time.join(&in_time.doctor).await;
    in_time.join(&in_time.patient).await;
    assert_eq!(in_time.status().await, "ACTIVE");
    app.set_time("15:05:05").await;
    // Whether or not the sweep has been there.
    for person in [&too_late.doctor, &too_late.patient] {
        let refused = too_late.command(person, "join").await;
        refused.assert_detailed(409);
    }
}

#[tokio::test]
async fn a_second_who_comes_too_late_stays_out() {
    let app = App::start().await;
    app.set_time("14:30:00").await;
    let session = app.scheduled_at(&on_the_day("14:31")).await;
    session.connect(&session.doctor).await;
    app.set_time("15:06:05").await;
    let refused = session.command(&session.patient, "join").await;
    refused.assert_detailed(409);
    // The doctor was alone to the end.
    session.until_status("NO_SHOW").await;
}

#[tokio::test]
async fn stays_open_while_it_is_active() {
    let app = App::start().await;
    app.set_time("14:20:00").await;
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    session.connect(&session.doctor).await;
    session.connect(&session.patient).await;
    // Long after the end, but before it counts as forgotten.
    app.set_time("15:40:00").await;
    session.leave(&session.patient).await;
    app.set_time("15:42:30").await;
    session.join(&session.patient).await;
    assert_eq!(session.status().await, "ACTIVE");
    let ended = session.end().await;
    assert_eq!(ended["status"], "COMPLETED");
    assert_eq!(ended["total_duration_minutes"], 82);
    for person in [&session.doctor, &session.patient] {
        let refused = session.command(person, "join").await;
        refused.assert_detailed(409);
    }
}
