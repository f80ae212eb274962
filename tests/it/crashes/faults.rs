//! A call fails, however often it is tried, or once.

use futures::future::join_all;
use tests::App;

use super::agreement::{Case, assert_agreement};
use super::commands::{self, Command, Operation};
use crate::faults::{ALL, in_time};

/// What does not hold up the answer: a meeting is ended after the commit.
fn is_afterwards(operation: &str) -> bool {
    operation == "DeleteMeeting"
}

async fn break_off(app: &App, command: &'static Command, call: Operation, kind: &str) -> Vec<Case> {
    let (service, operation) = call;
    let mut cases = Vec::new();
    for count in [ALL, 1] {
        let how = format!("{count} times {kind} of {operation} in");
        let case = Case::ready(app, command, &how).await;
        app.fault(service, operation, kind, count).await;
        let answer = in_time(case.session.give(app, command.step)).await;
        app.clear_faults().await;
        // One failure is not seen, but for a conflict that is not tried again.
        let expected: &[u16] = match (count, is_afterwards(operation), operation, kind) {
            (_, true, ..) => &[200],
            (1, _, "PutItem", "conflict") => &[200, 503],
            (1, ..) => &[200],
            _ if service == "chime" => &[502, 503],
            _ => &[503],
        };
        assert!(
            expected.contains(&answer.status()),
            "{}: {answer}",
            case.name
        );
        case.retry(app).await;
        cases.push(case);
    }
    cases
}

/// Breaks off each command at each of its calls, each on a platform of its own.
async fn break_all_off(kind: &str, strikes: impl Fn(Operation) -> bool) {
    let every = commands::ALL.iter();
    let every = every.flat_map(|command| command.calls.iter().map(move |call| (command, *call)));
    let struck = every.filter(|(_, call)| strikes(*call));
    let runs = struck.map(|(command, call)| async move {
        let app = App::start().await;
        let cases = break_off(&app, command, call, kind).await;
        assert_agreement(&app, &cases).await;
    });
    join_all(runs).await;
}

#[tokio::test]
async fn answers_are_lost() {
    break_all_off("lost_answer", |_| true).await;
}

#[tokio::test]
async fn calls_fail() {
    break_all_off("error", |_| true).await;
}

#[tokio::test]
async fn calls_are_throttled() {
    break_all_off("throttle", |_| true).await;
}

#[tokio::test]
async fn calls_are_not_answered() {
    break_all_off("timeout", |_| true).await;
}

#[tokio::test]
async fn writes_are_in_conflict() {
    break_all_off("conflict", |(service, _)| service == "dynamodb").await;
}
