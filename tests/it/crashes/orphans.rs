//! Nobody asks again: what a command has left at Chime is swept, and nothing
//! that is in use.

use serde_json::json;
use std::fs;
use tests::{App, Process, until};

use super::agreement::{Case, assert_agreement};
use super::commands::{self, END, JOIN, Operation, Step};
use super::kills::kill_at;
use super::session::Session;
use super::{WAIT_SECONDS, in_meetings, sweep, until_nothing_is_due};
use crate::faults::ALL;
use crate::process::{PLATFORM, data_dir};

const DOCTOR_JOINS: Step = ("doctor", "join");

/// Where a join can break off with a meeting at Chime that nobody knows of.
const AFTER_THE_MEETING: [(Operation, &str); 5] = [
    (("chime", "CreateMeeting"), "lost_answer"),
    (("chime", "CreateAttendee"), "error"),
    (("chime", "CreateAttendee"), "lost_answer"),
    (("dynamodb", "TransactWriteItems"), "error"),
    (("dynamodb", "TransactWriteItems"), "timeout"),
];

/// Somebody gives a command in vain.
async fn break_off(app: &App, session: &Session, step: Step, (call, kind): (Operation, &str)) {
    app.fault(call.0, call.1, kind, ALL).await;
    let answer = session.give(app, step).await;
    app.clear_faults().await;
    assert!(answer.status() >= 500, "{kind} of {}: {answer}", call.1);
}

async fn assert_untouched(app: &App, session: &Session) {
    assert_eq!(session.shown(app).await["status"], "SCHEDULED");
    assert_eq!(session.trail(app).await.len(), 1);
}

#[tokio::test]
async fn a_join_that_broke_off_leaves_no_meeting() {
    let app = App::start().await;
    let mut sessions = Vec::new();
    for point in AFTER_THE_MEETING {
        let session = Session::made(&app).await;
        break_off(&app, &session, DOCTOR_JOINS, point).await;
        let left = in_meetings(&app, &session.id).await;
        assert_eq!(left.len(), 1, "{point:?}");
        sessions.push(session);
    }
    sweep(&app).await;
    for (session, point) in sessions.iter().zip(AFTER_THE_MEETING) {
        let left = in_meetings(&app, &session.id).await;
        assert!(left.is_empty(), "{point:?}: {left:?}");
        assert_untouched(&app, session).await;
        // Whoever comes after all gets a meeting that stays.
        session.give(&app, DOCTOR_JOINS).await.expect(200);
    }
    sweep(&app).await;
    for session in &sessions {
        assert_eq!(in_meetings(&app, &session.id).await, [["doctor"]]);
        session.give(&app, ("patient", "join")).await.expect(200);
        assert_eq!(session.shown(&app).await["status"], "ACTIVE");
    }
}

#[tokio::test]
async fn neither_does_one_whose_session_is_cancelled_then() {
    let app = App::start().await;
    let mut sessions = Vec::new();
    for point in AFTER_THE_MEETING {
        let session = Session::made(&app).await;
        break_off(&app, &session, DOCTOR_JOINS, point).await;
        let cancel = session.give(&app, ("patient", "cancel"));
        cancel.await.expect(200);
        sessions.push(session);
    }
    sweep(&app).await;
    for session in &sessions {
        let left = in_meetings(&app, &session.id).await;
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(session.shown(&app).await["status"], "CANCELLED");
    }
}

/// The doctor is in, only was not told so.
#[tokio::test]
async fn a_meeting_whose_join_was_stored_stays() {
    let app = App::start().await;
    let case = Case::ready(&app, &JOIN, "a lost answer to the commit of").await;
    let lost = (("dynamodb", "TransactWriteItems"), "lost_answer");
    break_off(&app, &case.session, DOCTOR_JOINS, lost).await;
    assert_agreement(&app, &[case]).await;
}

/// No command that closes a session has to be given again.
#[tokio::test]
async fn what_is_over_is_swept() {
    let app = App::start().await;
    let mut cases = Vec::new();
    let closing = commands::ALL.iter().filter(|command| command.closes());
    for command in closing {
        let lost = (("dynamodb", "TransactWriteItems"), "lost_answer");
        let case = Case::ready(&app, command, "a lost answer to the commit of").await;
        break_off(&app, &case.session, command.step, lost).await;
        cases.push(case);
        for kind in ["error", "throttle", "timeout"] {
            let how = format!("{kind} of DeleteMeeting in");
            let case = Case::ready(&app, command, &how).await;
            app.fault("chime", "DeleteMeeting", kind, ALL).await;
            case.session.give(&app, command.step).await.expect(200);
            app.clear_faults().await;
            cases.push(case);
        }
    }
    assert_agreement(&app, &cases).await;
}

#[tokio::test]
async fn a_killed_process_leaves_no_meeting() {
    let folder = data_dir("orphan");
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let joined = kill_at(process, &app, &JOIN, ("chime", "CreateAttendee")).await;
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let ended = kill_at(process, &app, &END, ("chime", "DeleteMeeting")).await;
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    for case in [&joined, &ended] {
        let left = in_meetings(&app, &case.session.id).await;
        assert_eq!(left.len(), 1, "{}", case.name);
    }
    assert_agreement(&app, &[ended]).await;
    let left = in_meetings(&app, &joined.session.id).await;
    assert!(left.is_empty(), "{left:?}");
    assert_untouched(&app, &joined.session).await;
    process.kill();
    fs::remove_dir_all(folder).expect("a folder to remove");
}

/// The first try hangs until the sweep has given its meeting up.
#[tokio::test]
async fn a_join_that_the_sweep_overtakes_gets_another_meeting() {
    let app = App::start().await;
    let session = Session::made(&app).await;
    app.fault("dynamodb", "TransactWriteItems", "timeout", 1)
        .await;
    let overtake = async {
        until("a join that hangs", async || {
            let standing = app.anonymous().get("/_local/faults").await.json();
            (standing["faults"] == json!([])).then_some(())
        })
        .await;
        let given_up = app.chime_meetings_of(&session.id).await[0].clone();
        app.advance(WAIT_SECONDS).await;
        app.invoke("provider-sweep", &json!({})).await.expect(200);
        assert!(in_meetings(&app, &session.id).await.is_empty());
        given_up["Meeting"]["MeetingId"].clone()
    };
    let (joined, given_up) = tokio::join!(session.give(&app, DOCTOR_JOINS).into_future(), overtake);
    let joined = joined.expect(200).json();
    assert_ne!(joined["meeting_id"], given_up);
    sweep(&app).await;
    let live = app.chime_meetings_of(&session.id).await;
    assert_eq!(live.len(), 1);
    assert_eq!(live[0]["Meeting"]["MeetingId"], joined["meeting_id"]);
    assert_eq!(session.shown(&app).await["status"], "WAITING");
}

#[tokio::test]
async fn a_sweep_that_fails_is_made_up_for_by_the_next() {
    /// One call is tried so often.
    const TRIES: u32 = 3;

    let app = App::start().await;
    let session = Session::made(&app).await;
    break_off(&app, &session, DOCTOR_JOINS, AFTER_THE_MEETING[1]).await;
    for (service, operation) in [
        ("dynamodb", "Query"),
        ("dynamodb", "GetItem"),
        ("dynamodb", "TransactWriteItems"),
        ("chime", "CreateMeeting"),
        ("chime", "DeleteMeeting"),
        ("dynamodb", "DeleteItem"),
    ] {
        app.fault(service, operation, "error", TRIES).await;
    }
    app.advance(WAIT_SECONDS).await;
    until_nothing_is_due(&app).await;
    let standing = app.anonymous().get("/_local/faults").await.json();
    assert_eq!(standing["faults"], json!([]), "each call has failed");
    assert!(in_meetings(&app, &session.id).await.is_empty());
    session.give(&app, DOCTOR_JOINS).await.expect(200);
    sweep(&app).await;
    assert_eq!(in_meetings(&app, &session.id).await, [["doctor"]]);
}
