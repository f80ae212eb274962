//! Every command in every state by everybody. What is refused leaves all as
//! it was.

use http::Method;
use serde_json::json;
use tests::{Answer, App, Caller, Consultation, on_the_day};

const COMMANDS: [&str; 5] = ["join", "leave", "end", "cancel", "notes"];

/// Who is tried: doctor, patient, admin, another doctor, another patient.
const ACTORS: [&str; 5] = [
    "doctor",
    "patient",
    "admin",
    "other doctor",
    "other patient",
];

/// The status that each of [`COMMANDS`] answers to doctor, patient and admin.
/// To strangers all are 403.
type Table = [[u16; 3]; 5];

const SCHEDULED: Table = [
    [200, 200, 403],
    [409, 409, 403],
    [409, 403, 409],
    [200, 200, 200],
    [200, 403, 200],
];

/// The doctor is in.
const WAITING: Table = [
    [200, 200, 403],
    [200, 409, 403],
    [409, 403, 409],
    [200, 200, 200],
    [200, 403, 200],
];

const ACTIVE: Table = [
    [200, 200, 403],
    [200, 200, 403],
    [200, 403, 200],
    [409, 409, 200],
    [200, 403, 200],
];

/// Both were in; it was ended without a body, and is ended so again.
const COMPLETED: Table = [
    [409, 409, 403],
    [200, 200, 403],
    [200, 403, 200],
    [409, 409, 409],
    [200, 403, 200],
];

/// Nobody had joined.
const CANCELLED: Table = [
    [409, 409, 403],
    [409, 409, 403],
    [409, 403, 409],
    [409, 409, 409],
    [200, 403, 200],
];

async fn commanded(session: &Consultation, command: &str, caller: &Caller) -> Answer {
    match command {
        "notes" => {
            let notes = json!({ "session_notes": "Better." });
            let path = format!("{}/notes", session.path());
            caller.call(Method::PUT, &path).json(&notes).await
        }
        _ => session.command(caller, command).await,
    }
}

fn actor(app: &App, session: &Consultation, name: &str) -> Caller {
    match name {
        "doctor" => (*session.doctor).clone(),
        "patient" => (*session.patient).clone(),
        "admin" => app.as_admin(),
        "other doctor" => (*app.doctor()).clone(),
        _ => (*app.patient()).clone(),
    }
}

/// Holds what one actor is told, and that a refusal changes nothing.
async fn check(app: &App, session: &Consultation, command: &str, name: &str, expected: u16) {
    let before = (session.shown().await, session.events().await);
    let answer = commanded(session, command, &actor(app, session, name)).await;
    assert_eq!(
        answer.status(),
        expected,
        "{command} by {name} while {}: {answer}",
        before.0["status"]
    );
    if expected != 200 {
        answer.assert_detailed(expected);
        let after = (session.shown().await, session.events().await);
        assert_eq!(after, before, "{command} by {name} was refused");
    }
}

fn expected(table: &Table, command: usize, actor: usize) -> u16 {
    table[command].get(actor).copied().unwrap_or(403)
}

async fn check_all(app: &App, table: &Table, make: impl AsyncFn(&App) -> Consultation) {
    // Where all are refused one session will do.
    let kept = make(app).await;
    for (c, command) in COMMANDS.iter().enumerate() {
        for (a, name) in ACTORS.iter().enumerate() {
            let status = expected(table, c, a);
            if status == 200 {
                check(app, &make(app).await, command, name, status).await;
            } else {
                check(app, &kept, command, name, status).await;
            }
        }
    }
}

#[tokio::test]
async fn while_scheduled() {
    let app = App::shared().await;
    check_all(&app, &SCHEDULED, App::scheduled).await;
}

#[tokio::test]
async fn while_waiting() {
    let app = App::shared().await;
    check_all(&app, &WAITING, App::waiting).await;
}

#[tokio::test]
async fn while_active() {
    let app = App::shared().await;
    check_all(&app, &ACTIVE, App::active).await;
}

#[tokio::test]
async fn when_completed() {
    let app = App::shared().await;
    check_all(&app, &COMPLETED, App::completed).await;
}

#[tokio::test]
async fn when_cancelled() {
    let app = App::shared().await;
    check_all(&app, &CANCELLED, App::cancelled).await;
}

#[tokio::test]
async fn when_nobody_has_shown_up() {
    let app = App::start().await;
    app.set_time("14:00:00").await;
    let session = app.scheduled_at(&on_the_day("14:30")).await;
    app.set_time("15:05:10").await;
    session.until_status("NO_SHOW").await;
    for (c, command) in COMMANDS.iter().enumerate() {
        for (a, name) in ACTORS.iter().enumerate() {
            let status = expected(&CANCELLED, c, a);
            check(&app, &session, command, name, status).await;
        }
    }
    assert_eq!(session.status().await, "NO_SHOW");
}

#[tokio::test]
async fn notes_change_no_state() {
    let app = App::shared().await;
    for (session, status) in [
        (app.scheduled().await, "SCHEDULED"),
        (app.waiting().await, "WAITING"),
        (app.active().await, "ACTIVE"),
        (app.completed().await, "COMPLETED"),
        (app.cancelled().await, "CANCELLED"),
    ] {
        session.note(&session.doctor, "Better.").await.expect(200);
        assert_eq!(session.status().await, status);
    }
}

#[tokio::test]
async fn commands_on_what_is_not_there() {
    let app = App::shared().await;
    for id in ["nothing", "%00", &tests::unique_id("session")] {
        for command in ["join", "leave", "end", "cancel"] {
            let path = format!("/api/video/sessions/{id}/{command}");
            let answer = app.doctor().call(Method::POST, &path).await;
            answer.assert_detail(404, tests::NOT_FOUND);
        }
    }
}
