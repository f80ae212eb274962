//! What a function's memory, and with it its share of a CPU, makes of its times
//! and its price.

use std::time::Duration;

use serde::Serialize;

use crate::Result;
use crate::cases::Case;
use crate::measure::{Bench, Measured};
use crate::report::quantile;
use crate::share::{ONE_CPU, Share};

const MEGABYTES: [u32; 5] = [128, 256, 512, 1_024, ONE_CPU];
const STARTS: u32 = 5;
const CALLS: u32 = 40;
/// Calls come one by one, as to a function that is not busy.
const BETWEEN: Duration = Duration::from_millis(30);
/// Dollars for a million gigabyte-seconds on arm64, over a thousand for one
/// millisecond.
const GIGABYTE_MILLISECONDS: f64 = 0.013_333_4;

/// One case at one size.
#[derive(Serialize)]
pub struct Times {
    case: String,
    megabytes: u32,
    first_ms: f64,
    p50_ms: f64,
    p99_ms: f64,
    /// Dollars of Lambda's time for a million warm calls.
    dollars: f64,
}

/// The cases: a read, the costliest command, and a list.
pub fn cases() -> Result<Vec<Case>> {
    Ok(vec![
        Case::new("profiles", "get-profile", "")?,
        Case::new("bookings", "create-booking", "")?,
        Case::new("availability", "list-availability", "")?,
    ])
}

/// How many days are booked.
pub fn days() -> Result<u32> {
    Ok(u32::try_from(MEGABYTES.len())? * STARTS * (CALLS + 1))
}

pub async fn run(bench: &Bench, cases: &[Case]) -> Result<Vec<Times>> {
    let mut all = Vec::new();
    for case in cases {
        for megabytes in MEGABYTES {
            all.push(times(bench, case, megabytes).await?);
        }
    }
    Ok(all)
}

async fn times(bench: &Bench, case: &Case, megabytes: u32) -> Result<Times> {
    let (mut first, mut warm) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut measured = Measured::default();
        let mut function = bench.start(case).await?;
        function.asked().await?;
        let share = Share::of(function.id(), megabytes)?;
        first.push(bench.invoke(case, &mut function, &mut measured).await?);
        for _ in 0..CALLS {
            function.asked().await?;
            tokio::time::sleep(BETWEEN).await;
            warm.push(bench.invoke(case, &mut function, &mut measured).await?);
        }
        drop((function, share));
    }
    let p50_ms = quantile(&warm, 50);
    Ok(Times {
        case: case.name.clone(),
        megabytes,
        first_ms: quantile(&first, 50),
        p50_ms,
        p99_ms: quantile(&warm, 99),
        dollars: p50_ms.ceil() * f64::from(megabytes) / 1_024.0 * GIGABYTE_MILLISECONDS,
    })
}

/// A table in Markdown: a line for each case and size.
pub fn table(times: &[Times]) -> String {
    let mut table = String::from(
        "| | memory | first | p50 | p99 | a million |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for of in times {
        table.push_str(&format!(
            "| {} | {} MB | {:.1} ms | {:.1} ms | {:.1} ms | ${:.2} |\n",
            of.case, of.megabytes, of.first_ms, of.p50_ms, of.p99_ms, of.dollars,
        ));
    }
    table
}
