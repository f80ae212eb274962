//! What each read costs in a table of 100, of 10,000, of a million items.

pub mod crowd;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::Result;
use crate::cases::Case;
use crate::measure::{Bench, Measured};
use crate::report::quantile;
use crowd::Crowd;
use table::Db;

/// How many items the table has.
const SIZES: [u64; 3] = [100, 10_000, 1_000_000];
const CALLS: usize = 9;

/// The reads of one list or thing each.
const READS: [(&str, &str); 12] = [
    ("profiles", "get-profile"),
    ("availability", "list-availability"),
    ("bookings", "get-booking"),
    ("bookings", "list-bookings"),
    ("sessions", "get-session"),
    ("sessions", "get-booking-session"),
    ("search", "search-teachers"),
    ("consultations", "get-session"),
    ("consultations", "list-sessions"),
    ("consultations", "list-events"),
    ("consultations", "get-availability"),
    ("presigned-url", "create-presigned-url"),
];

/// What one call of a read costs in a table of this size.
#[derive(Serialize)]
pub struct Cost {
    items: u64,
    read: String,
    status: Option<u64>,
    round_trips: f64,
    read_units: f64,
    /// Of DynamoDB's answers.
    bytes: f64,
    p50_ms: f64,
}

/// The cases whose binaries it needs.
pub fn cases() -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (function, event) in READS {
        cases.push(Case::new(function, event, "")?);
    }
    cases.push(
        Case::new("availability", "list-availability", " of all teachers")?
            .without("teacher_id=teacher-1&"),
    );
    Ok(cases)
}

/// Fills the table step by step, and reads at each.
pub async fn run(bench: &Bench, db: &Db, cases: &[Case], most: u64) -> Result<Vec<Cost>> {
    let mut costs = Vec::new();
    let mut crowd = Crowd::default();
    for items in SIZES.into_iter().filter(|size| *size <= most) {
        crowd.grow(db, items).await?;
        for case in cases {
            costs.push(cost(bench, case, items).await?);
        }
    }
    Ok(costs)
}

async fn cost(bench: &Bench, case: &Case, items: u64) -> Result<Cost> {
    let mut measured = Measured::default();
    let mut function = bench.cold(case, &mut measured).await?;
    let before = bench.table.traffic.so_far();
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..CALLS {
        function.asked().await?;
        times.push(bench.invoke(case, &mut function, &mut measured).await?);
    }
    function.asked().await?;
    let after = bench.table.traffic.so_far();
    #[allow(clippy::cast_precision_loss, reason = "means of small numbers")]
    let mean = |before: u64, after: u64| (after - before) as f64 / CALLS as f64;
    // The line is written before the answer is sent.
    let line: Value = serde_json::from_str(&function.last_line())?;
    Ok(Cost {
        items,
        read: case.name.clone(),
        status: measured.status,
        round_trips: mean(before.0, after.0),
        read_units: line["read_units"].as_f64().unwrap_or_default(),
        bytes: mean(before.1, after.1),
        p50_ms: quantile(&times, 50),
    })
}

/// A table in Markdown: a line for each read, a column for each size.
pub fn table(costs: &[Cost]) -> String {
    let mut lines: BTreeMap<&str, Vec<&Cost>> = BTreeMap::new();
    for cost in costs {
        lines.entry(&cost.read).or_default().push(cost);
    }
    let sizes = lines.values().next().map_or(0, Vec::len);
    let mut table = String::from("| round trips, read units, bytes, p50 |");
    for size in SIZES.iter().take(sizes) {
        table.push_str(&format!(" {size} items |"));
    }
    table.push_str(&format!("\n| --- |{}\n", " --- |".repeat(sizes)));
    for (read, costs) in lines {
        table.push_str(&format!("| {read} |"));
        for cost in costs {
            table.push_str(&format!(
                " {:.0}, {:.1}, {:.0}, {:.2} ms |",
                cost.round_trips, cost.read_units, cost.bytes, cost.p50_ms
            ));
        }
        table.push('\n');
    }
    table
}
