//! Every command × every call that it makes of the store or a provider × every
//! way in which that can fail. The client sees a clean answer in time, or the
//! process is killed at the call; it asks again with the same key, and then
//! there is one effect: what is shown is what a command shows that nothing has
//! struck.
//!
//! Which calls a command makes is not listed by hand: each operation of each
//! service is struck, and those that were hit stand in the snapshot.

mod live;
mod practice;
mod tutoring;
mod video;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::future::Future;
use std::pin::Pin;

use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tests::{Answer, App, Call, Caller, Person, Process, tomorrow, unique_id};

use crate::crashes::struck;
use crate::faults::{ALL, in_time};
use crate::process::{PLATFORM, data_dir};

/// Most of the time is spent on what does not answer.
const AT_ONCE: usize = 6;

/// A key is held for so long by a call that never came back, in seconds.
const KEY_IS_HELD: i64 = 61;

/// What a function may ask of the store and the providers.
const OPERATIONS: [(&str, &[&str]); 4] = [
    (
        "dynamodb",
        &[
            "BatchGetItem",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "Query",
            "TransactWriteItems",
            "UpdateItem",
        ],
    ),
    (
        "chime",
        &[
            "CreateAttendee",
            "CreateMeeting",
            "DeleteAttendee",
            "DeleteMeeting",
            "GetMeeting",
        ],
    ),
    (
        "daily",
        &[
            "CreateRoom",
            "CreateToken",
            "DeleteRoom",
            "GetPresence",
            "GetRecording",
            "ListRecordings",
            "StartRecording",
            "StopRecording",
        ],
    ),
    ("twilio", &["FetchRoom", "ListParticipants"]),
];

/// What these begin changes nothing.
const READS: [&str; 5] = ["BatchGet", "Fetch", "Get", "List", "Query"];

/// A service and one of its operations.
type Operation = (&'static str, &'static str);

/// Who asks for which path.
type Look = (Caller, String);

/// Where an answer says that its effect is seen.
type LooksOf = dyn Fn(&Answer) -> Vec<Look> + Send + Sync;

/// A command that can be given.
pub(crate) struct Ready {
    give: Box<dyn Fn() -> Call + Send + Sync>,
    looks: Box<LooksOf>,
    /// What who asks again may be told besides, once it is done.
    done: &'static [u16],
}

impl Ready {
    /// A command, and where its effect is seen.
    fn new(give: impl Fn() -> Call + Send + Sync + 'static, looks: Vec<Look>) -> Self {
        Self {
            give: Box::new(give),
            looks: Box::new(move |_| looks.clone()),
            done: &[],
        }
    }

    /// One that makes something: it is given with a key.
    fn making(give: impl Fn() -> Call + Send + Sync + 'static, looks: Vec<Look>) -> Self {
        let key = unique_id("key");
        Self::new(move || give().header("idempotency-key", &key), looks)
    }

    /// Its effect is seen where its answer says.
    fn looking(self, looks: impl Fn(&Answer) -> Vec<Look> + Send + Sync + 'static) -> Self {
        Self {
            looks: Box::new(looks),
            ..self
        }
    }

    /// Who asks again may be told so.
    fn or_done(self, done: &'static [u16]) -> Self {
        Self { done, ..self }
    }

    /// Gives it until it is done.
    async fn done(&self, app: &App, name: &str) -> Answer {
        let mut answer = in_time((self.give)()).await;
        if answer.status() == 409 {
            app.advance(KEY_IS_HELD).await;
            answer = in_time((self.give)()).await;
        }
        let status = answer.status();
        assert!(
            (200..300).contains(&status) || self.done.contains(&status),
            "{name}, asked again: {answer}"
        );
        answer
    }

    /// What is shown of its effect, without what differs from one to the next.
    async fn effect(&self, answer: &Answer) -> Vec<Value> {
        let mut effect = Vec::new();
        for (caller, path) in (self.looks)(answer) {
            let shown = caller.get(&path).await;
            effect.push(match shown.status() {
                404 => Value::Null,
                _ => form(shown.expect(200).json()),
            });
        }
        effect
    }
}

/// Fields that may be anything: a recording may have no id yet.
const CHANCE: [&str; 3] = ["duration", "recordingId", "roomName"];

/// Ids and the times at which something was done are all alike; words, counts
/// and the times that were asked for, which are tomorrow's, are what they are.
fn form(value: Value) -> Value {
    let is_asked_for = |text: &str| text.starts_with(&tomorrow().to_string());
    let has_digits = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    match value {
        Value::String(text) if has_digits(&text) && !is_asked_for(&text) => "#".into(),
        Value::Number(number) if number.as_u64().is_some_and(|id| id > 1_000_000) => "#".into(),
        Value::Array(values) => values.into_iter().map(form).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(name, _)| !name.starts_with("time_") && !CHANCE.contains(&name.as_str()))
            .map(|(name, value)| (name, form(value)))
            .collect(),
        other => other,
    }
}

fn look(person: &Person, path: String) -> Look {
    ((**person).clone(), path)
}

fn post(person: &Person, path: &str, body: Value) -> impl Fn() -> Call + use<> {
    let (person, path) = (person.clone(), path.to_owned());
    move || person.post(&path, body.clone())
}

type Prepared = Pin<Box<dyn Future<Output = Ready> + Send>>;

/// A name, the function that carries it out, and what is done before it can
/// be given.
pub(crate) struct Command {
    name: &'static str,
    function: &'static str,
    prepare: fn(App) -> Prepared,
}

/// The commands of a file by their functions, each an async function.
macro_rules! commands {
    ($($function:literal: { $($name:literal => $prepare:expr),* $(,)? }),* $(,)?) => {
        &[$($(crate::fault_matrix::Command {
            name: $name,
            function: $function,
            prepare: |app| Box::pin($prepare(app)),
        }),*),*]
    };
}
pub(crate) use commands;

impl Command {
    /// Makes the calls of its function fail: what works in the background at
    /// the same time is not struck, nor counted. Calls of Twilio and Daily do
    /// not say whose they are, but only the sweep makes any besides, for what
    /// has been left for minutes.
    async fn fault(&self, app: &App, (service, operation): Operation, kind: &str) {
        let mut fault =
            json!({ "service": service, "operation": operation, "kind": kind, "count": ALL });
        if matches!(service, "dynamodb" | "chime") {
            fault["function"] = self.function.into();
        }
        let faults = app.anonymous().put("/_local/faults", fault).await;
        faults.expect(200);
    }
}

fn all() -> impl Iterator<Item = &'static Command> {
    let files = [tutoring::ALL, practice::ALL, video::ALL, live::ALL];
    files.into_iter().flatten()
}

/// Strikes a command at an operation, however often that is tried; whether it
/// was hit.
async fn strike(app: &App, command: &Command, at: Operation, kind: &str, whole: &[Value]) -> bool {
    let name = format!("{}, {kind} of {}", command.name, at.1);
    let ready = (command.prepare)(app.clone()).await;
    command.fault(app, at, kind).await;
    let answer = in_time((ready.give)()).await;
    let standing = app
        .anonymous()
        .get("/_local/faults")
        .await
        .expect(200)
        .json();
    let is_hit = standing["faults"][0]["count"] != ALL;
    app.clear_faults().await;
    let expected = match is_hit {
        true => &[200, 201, 204, 500, 502, 503][..],
        false => &[200, 201, 204],
    };
    assert!(expected.contains(&answer.status()), "{name}: {answer}");
    if is_hit {
        let again = ready.done(app, &name).await;
        assert_eq!(ready.effect(&again).await, whole, "{name}");
    }
    is_hit
}

/// What a command shows that nothing has struck.
async fn whole(app: &App, command: &Command) -> Vec<Value> {
    let ready = (command.prepare)(app.clone()).await;
    let answer = ready.done(app, command.name).await;
    ready.effect(&answer).await
}

/// Strikes a command at every operation in every way, on a platform of its
/// own; what was hit.
async fn strike_everywhere(command: &Command) -> BTreeSet<String> {
    let app = App::start().await;
    let whole = whole(&app, command).await;
    let mut hit = BTreeSet::new();
    for (service, operations) in OPERATIONS {
        for operation in operations {
            let at = (service, *operation);
            if strike(&app, command, at, "error", &whole).await {
                hit.insert(format!("{service} {operation}"));
                let is_read = READS.iter().any(|read| operation.starts_with(read));
                for kind in other_kinds(service, is_read) {
                    let is_hit = strike(&app, command, at, kind, &whole).await;
                    // What is read of a provider depends on what it has told.
                    let name = command.name;
                    assert!(is_hit || is_read, "{name}: {kind} of {operation}");
                }
                if !is_read {
                    kill(command, at, &whole).await;
                }
            }
        }
    }
    hit
}

/// A read that hangs, or whose answer is lost, is one that fails.
fn other_kinds(service: &str, is_read: bool) -> &'static [&'static str] {
    match service {
        _ if is_read => &["throttle"],
        "dynamodb" => &["throttle", "timeout", "lost_answer", "conflict"],
        _ => &["throttle", "timeout", "lost_answer"],
    }
}

/// Kills the process while the command is at this call; the next process is
/// asked again.
async fn kill(command: &Command, at: Operation, whole: &[Value]) {
    let name = format!("{}, killed at {}", command.name, at.1);
    let folder = data_dir("fault-matrix");
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let ready = (command.prepare)(app.clone()).await;
    command.fault(&app, at, "timeout").await;
    tokio::select! {
        answer = (ready.give)() => panic!("{name}: {answer}"),
        () = struck(&app) => {}
    }
    process.kill();
    let port = app
        .base_url
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok());
    let process = Process::start_at(PLATFORM, &folder, port.expect("a port"));
    let app = process.app().await;
    let again = ready.done(&app, &name).await;
    assert_eq!(ready.effect(&again).await, whole, "{name}");
    process.kill();
    fs::remove_dir_all(folder).expect("a folder to remove");
}

#[tokio::test]
async fn every_command_has_one_effect_whatever_fails() {
    let struck = stream::iter(all())
        .map(async |command| (command.name, strike_everywhere(command).await))
        .buffer_unordered(AT_ONCE);
    let hit: BTreeMap<&str, BTreeSet<String>> = struck.collect().await;
    insta::assert_json_snapshot!(hit);
}
