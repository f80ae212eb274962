//! What is left when a command breaks off: each single write and each call of
//! Chime in it fails, hangs or loses its answer, or the process is killed at
//! it. The client asks again, the sweeps run, and then the state, the calendar,
//! the audit trail, the bus and Chime must agree.

pub(crate) mod agreement;
mod commands;
mod faults;
mod kills;
mod lessons;
mod orphans;
pub(crate) mod session;

pub(crate) use kills::struck;

use serde_json::{Value, json};
use tests::{App, until};

/// Longer than the sweep leaves an intent alone, and shorter than Chime keeps
/// a meeting in which nobody is.
const WAIT_SECONDS: i64 = 120;

/// Lets both sweeps run, as after two minutes. Nothing is left to be done then.
pub(crate) async fn sweep(app: &App) {
    app.advance(WAIT_SECONDS).await;
    for function in ["consultation-sweep", "provider-sweep"] {
        app.invoke(function, &json!({})).await.expect(200);
    }
    until_nothing_is_due(app).await;
}

/// Sweeps until no intent is left. The schedule's own tick may be at it, too.
async fn until_nothing_is_due(app: &App) {
    until("an end of all intents", async || {
        let swept = app.invoke("provider-sweep", &json!({})).await;
        (swept.status() == 200 && swept.json()["due"] == 0).then_some(())
    })
    .await;
}

/// The external user ids in each live meeting of a session, sorted.
pub(crate) async fn in_meetings(app: &App, session_id: &str) -> Vec<Vec<String>> {
    let meetings = app.chime_meetings_of(session_id).await;
    let users = |meeting: &Value| {
        let attendees = meeting["Attendees"].as_array().expect("a list");
        let user = |attendee: &Value| attendee["ExternalUserId"].as_str().map(str::to_owned);
        let mut users: Vec<_> = attendees.iter().filter_map(user).collect();
        users.sort();
        users
    };
    meetings.iter().map(users).collect()
}
