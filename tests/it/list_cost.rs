//! What a page of a list costs does not depend on how many there are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dynoxide::Item;
use dynoxide::types::AttributeValue;
use serde_json::json;
use tests::{LogLine, Process, SCHEDULED_SESSIONS, live_time};

use crate::import::{Table, renamed};
use crate::process::{PLATFORM, data_dir};

const FEW: usize = 10;
const MANY: usize = 100_000;

const INSTRUCTOR: &str = "instructor-1";

/// The list of an instructor's, and not of all.
const OWN: &str = "&instructorId=instructor-1";

/// In how many partitions of the index they are.
const SHARDS: usize = 8;

/// Calls, read units and write units.
type Cost = (f64, f64, f64);

/// Makes a few scheduled sessions as the API does; their ids.
async fn models(folder: &Path) -> Vec<String> {
    let process = Process::start(PLATFORM, folder);
    let app = process.app().await;
    let instructor = app.as_user(INSTRUCTOR, "instructor");
    let mut ids = Vec::new();
    for _ in 0..FEW {
        let body = json!({ "startsAt": live_time("10:00") });
        let made = instructor.post(SCHEDULED_SESSIONS, body).await;
        ids.push(made.expect(201).text("_id"));
    }
    process.interrupt();
    ids
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    match &item[name] {
        AttributeValue::S(text) => text,
        other => panic!("{other:?}"),
    }
}

/// The same of another scheduled session; the last digits of its id say in
/// which shard it is.
fn copied(model: &Item, id: &str, number: usize) -> Item {
    let other = format!("{}{number:08x}{}", &id[..24], &id[32..]);
    renamed(model, id, &other)
}

/// Fills the table of a folder with so many scheduled sessions, all counted.
async fn fill(folder: &Path, count: usize) {
    let ids = models(folder).await;
    let table = Table::open(folder);
    let model = |id: &String| table.item(&format!("SCHEDULED_SESSION#{id}"), "SCHEDULED");
    let models: Vec<Item> = ids.iter().map(model).collect();
    let mut counted = BTreeMap::<String, usize>::new();
    let mut count_in = |item: &Item| {
        let shard = text(item, "gsi2pk").replace("SCHEDULED#", "SCHEDULED_TALLY#");
        *counted.entry(shard).or_default() += 1;
    };
    models.iter().for_each(&mut count_in);
    table.import((FEW..count).map(|number| {
        let copy = copied(&models[number % FEW], &ids[number % FEW], number);
        count_in(&copy);
        copy
    }));
    counted.insert(format!("SCHEDULED_TALLY_OF#{INSTRUCTOR}"), count);
    table.import(counted.into_iter().map(|(pk, items)| {
        let mut tally = table.item(&pk, "TALLY");
        tally.insert("items".to_owned(), AttributeValue::N(items.to_string()));
        tally
    }));
}

async fn measured(stored: usize) -> Vec<Cost> {
    let folder = data_dir("list-cost");
    fill(&folder, stored).await;
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let mut costs = Vec::new();
    for (of, page) in [("", 1), ("", stored), (OWN, 1), (OWN, 2), (OWN, stored)] {
        let path = format!("{SCHEDULED_SESSIONS}?limit=1&page={page}{of}");
        let answer = app.anonymous().get(&path).await.expect(200);
        assert_eq!(answer.number("totalItems"), stored as u64);
        let line = process.log_of(&answer);
        costs.push(cost(&line));
    }
    drop(process);
    fs::remove_dir_all(folder).expect("a folder to remove");
    costs
}

fn cost(line: &LogLine) -> Cost {
    (
        line.number("dynamodb_calls"),
        line.number("read_units"),
        line.number("write_units"),
    )
}

#[tokio::test]
async fn a_page_costs_with_what_it_shows() {
    let few = measured(FEW).await;
    for (calls, _, _) in &few {
        assert!(*calls <= (SHARDS + 2) as f64, "{few:?}");
    }
    assert_eq!(measured(MANY).await, few, "with {MANY} stored");
}
