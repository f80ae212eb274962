use serde_json::{Value, json};
use tests::{App, LIVE_SESSIONS, LiveSession, SCHEDULED_SESSIONS, Scheduled, live_body, live_time};

use super::{Command, Look, Ready, commands, look, post};

pub(super) const ALL: &[Command] = commands! {
    "live-sessions": {
        "a live session is opened" => opened,
        "a live session is deleted" => deleted,
        "somebody is let in" => token,
        "a recording is started" => |app: App| async move { recorded(app.joined_live_session().await, "start-recording").or_done(&[409]) },
        "a recording is stopped" => stopped,
    },
    "scheduled-sessions": {
        "a live session is scheduled" => scheduled,
        "a scheduled session is moved" => |app| changed(app, json!({ "startsAt": live_time("12:00") })),
        "a scheduled session takes a step" => |app| changed(app, json!({ "status": "live" })),
        "a scheduled session is deleted" => unscheduled,
    },
};

async fn opened(app: App) -> Ready {
    let instructor = app.instructor();
    let caller = instructor.clone();
    let made = Ready::making(post(&instructor, LIVE_SESSIONS, live_body()), vec![]);
    made.looking(move |answer| {
        let name = answer.text("roomName");
        vec![look(&caller, format!("{LIVE_SESSIONS}/{name}"))]
    })
}

async fn deleted(app: App) -> Ready {
    let session = app.live_session().await;
    let looks = vec![look(&session.instructor, session.path())];
    Ready::new(move || session.delete(&session.instructor), looks).or_done(&[404])
}

async fn token(app: App) -> Ready {
    let session = app.live_session().await;
    let looks = vec![look(&session.instructor, session.path())];
    Ready::new(move || session.token(&session.instructor, "Ida"), looks)
}

async fn stopped(app: App) -> Ready {
    let session = app.joined_live_session().await;
    session.record().await;
    recorded(session, "stop-recording").or_done(&[404])
}

/// A start of which nobody knows how it ended is waited for; when it is known
/// that it runs, it need not be started.
fn recorded(session: LiveSession, command: &str) -> Ready {
    let looks = vec![
        look(&session.instructor, session.path()),
        look(&session.instructor, format!("{}/recording", session.path())),
    ];
    let path = format!("{}/{command}", session.path());
    let give = move || session.instructor.call(http::Method::POST, &path);
    Ready::new(give, looks)
}

fn listed(of: &Scheduled) -> Vec<Look> {
    let path = format!("{SCHEDULED_SESSIONS}?instructorId={}", of.instructor.id);
    vec![look(&of.instructor, of.path()), look(&of.instructor, path)]
}

async fn scheduled(app: App) -> Ready {
    let instructor = app.instructor();
    let body = json!({ "startsAt": live_time("10:00") });
    let path = format!("{SCHEDULED_SESSIONS}?instructorId={}", instructor.id);
    let give = post(&instructor, SCHEDULED_SESSIONS, body);
    Ready::making(give, vec![look(&instructor, path)])
}

async fn changed(app: App, body: Value) -> Ready {
    let scheduled = app.scheduled_live().await;
    let looks = listed(&scheduled);
    let give = move || scheduled.change(&scheduled.instructor, body.clone());
    Ready::new(give, looks)
}

async fn unscheduled(app: App) -> Ready {
    let scheduled = app.scheduled_live().await;
    let looks = listed(&scheduled);
    let give = move || scheduled.instructor.delete(&scheduled.path());
    Ready::new(give, looks).or_done(&[404])
}
