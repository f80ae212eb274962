//! The process is killed while a call of a command is under way.

use std::fs;
use std::time::Duration;

use tests::{App, Process};
use tokio::time::sleep;

use super::agreement::{Case, assert_agreement};
use super::commands::{self, Command, Operation};
use crate::faults::ALL;
use crate::process::{PLATFORM, data_dir};

const POLL: Duration = Duration::from_millis(10);

/// Gives a command and kills the process while this call is held.
pub(super) async fn kill_at(
    process: Process,
    app: &App,
    command: &'static Command,
    (service, operation): Operation,
) -> Case {
    let how = format!("killed before {operation} in");
    let case = Case::ready(app, command, &how).await;
    app.fault(service, operation, "timeout", ALL).await;
    let call = case.session.give(app, command.step);
    tokio::select! {
        answer = call => panic!("{}: {answer}", case.name),
        () = struck(app) => {}
    }
    process.kill();
    case
}

/// Returns once a call of all that are to be held is held.
pub(crate) async fn struck(app: &App) {
    let left = async || {
        let standing = app.anonymous().get("/_local/faults").await.expect(200);
        standing.json()["faults"][0]["count"].clone()
    };
    while left().await == ALL {
        sleep(POLL).await;
    }
}

#[tokio::test]
async fn the_next_process_takes_it_up() {
    let folder = data_dir("killed");
    let mut cases = Vec::new();
    for command in &commands::ALL {
        for call in command.calls {
            let process = Process::start(PLATFORM, &folder);
            let app = process.app().await;
            cases.push(kill_at(process, &app, command, *call).await);
            let process = Process::start(PLATFORM, &folder);
            let app = process.app().await;
            cases.last().expect("a case").retry(&app).await;
        }
    }
    let process = Process::start(PLATFORM, &folder);
    assert_agreement(&process.app().await, &cases).await;
    process.kill();
    fs::remove_dir_all(folder).expect("a folder to remove");
}
