//! Holds the dollars in `docs/operations.md` to the capacity units in
//! `docs/table.md`, at the prices and with the assumption that it states.

use std::collections::BTreeMap;
use std::fs;

use crate::capacity::{Cost, documented};
use crate::coverage::PUBLIC;

/// Dollars for a million.
const READ_UNITS: f64 = 0.125;
const WRITE_UNITS: f64 = 0.625;
const INVOCATIONS: f64 = 0.20;
const GATEWAY: f64 = 1.00;
const GIGABYTE_SECONDS: f64 = 13.3334;

const MEMORY_GIGABYTES: f64 = 0.25;
const OWN_SECONDS: f64 = 0.001;
const CALL_SECONDS: f64 = 0.005;

fn row(request: &str, (calls, reads, writes): Cost) -> String {
    let route = request.split(" (").next().unwrap_or_default();
    let counted = if PUBLIC.contains(&route) { 0.0 } else { 1.0 };
    let table = reads * READ_UNITS + (writes + counted) * WRITE_UNITS;
    let seconds = OWN_SECONDS + calls * CALL_SECONDS;
    let function = INVOCATIONS + seconds * MEMORY_GIGABYTES * GIGABYTE_SECONDS;
    let all = table + function + GATEWAY;
    format!("| {request} | {table:.2} | {function:.2} | {GATEWAY:.2} | {all:.2} |")
}

#[test]
fn every_request_costs_what_the_guide_says() {
    let units: BTreeMap<String, Cost> = documented();
    assert!(!units.is_empty(), "docs/table.md lists no request");
    let rows = units.iter().map(|(request, cost)| row(request, *cost));
    let expected: Vec<String> = rows.collect();
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operations.md");
    let guide = fs::read_to_string(guide).expect("docs/operations.md");
    let is_request = |line: &&str| line.starts_with("| ") && line.contains(" /");
    let (_, list) = guide.split_once("| Request | Table |").expect("the list");
    let written: Vec<&str> = list.lines().filter(is_request).collect();
    assert!(
        written == expected,
        "docs/operations.md should list\n{}",
        expected.join("\n")
    );
}
