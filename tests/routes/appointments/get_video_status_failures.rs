//! GET /api/appointments/video-status/{id} (while Twilio fails)

use tests::{Answer, App, Visit};

use crate::faults::{ALL, in_time};

async fn status(visit: &Visit) -> Answer {
    in_time(visit.video(&visit.patient, "status")).await
}

/// One whose room somebody is in.
async fn started(app: &App) -> Visit {
    let visit = app.visit().await;
    visit.connect("19-sarah@example.com").await;
    visit
}

#[tokio::test]
async fn failing_is_502_and_busy_or_silent_503() {
    let app = App::start().await;
    let (quiet, started) = (app.visit().await, started(&app).await);
    for (kind, status_code) in [("error", 502), ("throttle", 503), ("timeout", 503)] {
        for operation in ["FetchRoom", "ListParticipants", "*"] {
            app.fault("twilio", operation, kind, ALL).await;
            let failed = status(&started).await;
            assert_eq!(
                failed.status(),
                status_code,
                "{kind} of {operation}: {failed}"
            );
            failed.assert_detailed(status_code);
            if operation != "ListParticipants" {
                let failed = status(&quiet).await;
                assert_eq!(failed.status(), status_code, "{kind}: {failed}");
            }
            app.clear_faults().await;
            assert_eq!(
                status(&started).await.expect(200).text("status"),
                "in-progress"
            );
            assert_eq!(
                status(&quiet).await.expect(200).text("status"),
                "not-started"
            );
        }
    }
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_an_error_of_twilios() {
    let app = App::start().await;
    let visit = started(&app).await;
    app.fault("twilio", "*", "lost_answer", ALL).await;
    let failed = status(&visit).await;
    app.clear_faults().await;
    // It fails, or does not answer.
    assert!(matches!(failed.status(), 502 | 503), "{failed}");
    failed.assert_detailed(failed.status());
}

#[tokio::test]
async fn one_failure_is_not_seen() {
    let app = App::start().await;
    let visit = started(&app).await;
    for kind in ["error", "lost_answer", "timeout"] {
        for operation in ["FetchRoom", "ListParticipants"] {
            app.fault("twilio", operation, kind, 1).await;
            let answer = status(&visit).await;
            app.clear_faults().await;
            if kind == "timeout" && answer.status() == 503 {
                // Whether there is time for a second try is not said.
                answer.assert_detailed(503);
                continue;
            }
            assert_eq!(answer.status(), 200, "{kind} of {operation}: {answer}");
            assert_eq!(answer.number("participants_count"), 1);
        }
    }
}

#[tokio::test]
async fn what_is_said_is_constant_and_shows_nothing_from_inside() {
    let app = App::start().await;
    let visit = started(&app).await;
    for (kind, operations) in [
        ("error", ["FetchRoom", "ListParticipants"]),
        ("throttle", ["FetchRoom", "ListParticipants"]),
    ] {
        let mut said = Vec::new();
        for operation in operations {
            app.fault("twilio", operation, kind, ALL).await;
            said.push(status(&visit).await.text("detail"));
            app.clear_faults().await;
        }
        said.dedup();
        assert_eq!(said.len(), 1, "{said:?}");
        let said = said[0].to_lowercase();
        for inside in [
            "127.0.0.1",
            "injected",
            "sk000",
            "ac000",
            "local-twilio",
            "rooms/",
        ] {
            assert!(!said.contains(inside), "{said}");
        }
    }
}

#[tokio::test]
async fn everything_else_works_meanwhile() {
    let app = App::start().await;
    app.fault("twilio", "*", "error", ALL).await;
    let visit = app.visit_in_status("confirmed").await;
    visit.shown().await;
    visit.step(&visit.patient, "cancelled").await.expect(200);
    let list = visit.patient.get(tests::APPOINTMENTS).await.expect(200);
    assert_eq!(list.number("count"), 1);
}

#[tokio::test]
async fn whose_it_is_is_judged_without_twilio() {
    let app = App::start().await;
    let visit = started(&app).await;
    app.fault("twilio", "*", "error", ALL).await;
    let stranger = app.patient();
    visit.video(&stranger, "status").await.assert_detailed(403);
    let path = format!("{}video-status/1/", tests::APPOINTMENTS);
    stranger.get(&path).await.assert_detailed(404);
}
