//! What the sweeps cost grows with what is due, and not with what is stored.

use std::fs;
use std::path::Path;

use dynoxide::Item;
use serde_json::Value;
use tests::{App, Process, direct, tomorrow_at, unique_id, until};

use crate::crashes::session::Session;
use crate::faults::ALL;
use crate::import::{Table, renamed};
use crate::process::{PLATFORM, data_dir};

const FEW: usize = 10;
const MANY: usize = 100_000;

/// Longer than an intent waits, and shorter than until a session is missed.
const TWO_MINUTES: i64 = 120;

/// Longer than until one that starts in ten minutes is missed.
const ONE_HOUR: i64 = 3_600;

/// Calls, read units and write units.
type Cost = (f64, f64, f64);

/// Makes so few consultations of tomorrow as the API does; their ids as
/// hexadecimal digits.
async fn models(folder: &Path) -> Vec<String> {
    let process = Process::start(PLATFORM, folder);
    let app = process.app().await;
    let mut ids = Vec::new();
    for _ in 0..FEW {
        let (doctor, patient) = (unique_id("doctor"), unique_id("patient"));
        let body = direct(&doctor, &patient, &tomorrow_at("10:00"));
        let made = app.as_admin().post("/api/video/sessions", body);
        let id = made.await.expect(201).text("session_id");
        ids.push(id.replace("sess_", ""));
    }
    process.interrupt();
    ids
}

/// The same of another consultation. The digits in the middle of its id are
/// its number: the last ones say in which shard it is.
fn copied(item: &Item, id: &str, number: usize) -> Item {
    let other = format!("{}{number:08x}{}", &id[..20], &id[28..]);
    renamed(item, id, &other)
}

/// Fills the table of a folder with so many consultations of tomorrow: a few
/// that the API has made, and copies of them. Their listings, which no sweep
/// reads, would double the time of the import.
async fn fill(folder: &Path, count: usize) {
    let ids = models(folder).await;
    let table = Table::open(folder);
    let item = |id: &String| table.item(&format!("CONSULTATION#{id}"), "CONSULTATION");
    let models: Vec<Item> = ids.iter().map(item).collect();
    table.import((FEW..count).map(|number| {
        let model = number % FEW;
        copied(&models[model], &ids[model], number)
    }));
}

/// What each run of a function has cost so far.
fn costs(process: &Process, function: &str) -> Vec<Cost> {
    let lines = process.output();
    let entries = lines
        .iter()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let of_function = entries.filter(|entry| entry["function"] == function);
    let number = |entry: &Value, field: &str| entry[field].as_f64().expect("a number");
    let cost = |entry: Value| {
        (
            number(&entry, "dynamodb_calls"),
            number(&entry, "read_units"),
            number(&entry, "write_units"),
        )
    };
    of_function.map(cost).collect()
}

/// Moves the clock, so that the schedule ticks, and waits for a run of the
/// function that wrote, or for any where nothing is due.
async fn tick(process: &Process, app: &App, function: &str, seconds: i64, due: usize) -> Cost {
    let before = costs(process, function).len();
    app.advance(seconds).await;
    until(function, async || {
        let new = costs(process, function).split_off(before);
        new.into_iter()
            .find(|(_, _, writes)| (*writes > 0.0) == (due > 0))
    })
    .await
}

/// What both sweeps cost when so much is due: intents of joins that broke off,
/// and then the same sessions, which everybody missed.
async fn swept(process: &Process, app: &App, due: usize) -> [Cost; 2] {
    for _ in 0..due {
        let session = Session::made(app).await;
        app.fault("chime", "CreateMeeting", "error", ALL).await;
        session.give(app, ("doctor", "join")).await.expect(502);
        app.clear_faults().await;
    }
    [
        tick(process, app, "provider-sweep", TWO_MINUTES, due).await,
        tick(process, app, "consultation-sweep", ONE_HOUR, due).await,
    ]
}

/// The costs of both sweeps with 0, 2 and 4 due.
async fn measured(stored: usize) -> [[Cost; 2]; 3] {
    let folder = data_dir("sweep-cost");
    fill(&folder, stored).await;
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let none = swept(&process, &app, 0).await;
    let costs = [
        none,
        swept(&process, &app, 2).await,
        swept(&process, &app, 4).await,
    ];
    drop(process);
    fs::remove_dir_all(folder).expect("a folder to remove");
    costs
}

#[tokio::test]
async fn a_sweep_costs_with_what_is_due() {
    let few = measured(FEW).await;
    let [none, two, four] = few;
    for sweep in 0..2 {
        let more = |of: [Cost; 2]| {
            let (of, none) = (of[sweep], none[sweep]);
            (of.0 - none.0, of.1 - none.1, of.2 - none.2)
        };
        let (two, four) = (more(two), more(four));
        assert!(two.0 > 0.0 && two.1 > 0.0 && two.2 > 0.0, "{few:?}");
        let twice = (two.0 * 2.0, two.1 * 2.0, two.2 * 2.0);
        assert_eq!(four, twice, "{few:?}");
    }
    assert_eq!(measured(MANY).await, few, "with {MANY} stored");
}
