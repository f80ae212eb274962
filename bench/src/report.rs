//! The figures: medians and minima, ratios to the reference, as a table and
//! as JSON.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use crate::Result;
use crate::cases::Case;
use crate::measure::Measured;

/// The figures of one case. Times are medians; CPU times, and what is called
/// least, are the least of all starts: other programs only ever add to them.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    pub case: String,
    pub status: Option<u64>,
    pub init_ms: f64,
    pub first_ms: f64,
    pub cold_ms: f64,
    pub cold_least_ms: f64,
    pub cold_cpu_ms: f64,
    pub cold_at_128_mb_ms: f64,
    pub warm_p50_ms: f64,
    pub warm_p99_ms: f64,
    pub warm_cpu_us: f64,
    pub peak_memory_mb: f64,
    pub binary_mb: f64,
    pub zip_mb: f64,
    pub round_trips: f64,
}

impl Figures {
    pub fn of(case: &Case, measured: &Measured, binaries: &Path) -> Result<Self> {
        let (binary, zip) = sizes(&binaries.join(&case.binary))?;
        Ok(Self {
            case: case.name.clone(),
            status: measured.status.filter(|status| *status != 0),
            init_ms: quantile(&measured.init, 50),
            first_ms: quantile(&measured.first, 50),
            cold_ms: quantile(&measured.cold, 50),
            cold_least_ms: quantile(&measured.cold, 0),
            cold_cpu_ms: quantile(&measured.cold_cpu, 0),
            cold_at_128_mb_ms: quantile(&measured.cold_at_128_mb, 50),
            warm_p50_ms: quantile(&measured.warm, 50),
            warm_p99_ms: quantile(&measured.warm, 99),
            warm_cpu_us: quantile(&measured.warm_cpu, 0) * 1_000.0,
            peak_memory_mb: megabytes(measured.peak_memory * 1024),
            binary_mb: megabytes(binary),
            zip_mb: megabytes(zip),
            round_trips: measured.round_trips,
        })
    }
}

/// Milliseconds; 0 of nothing.
pub fn quantile(times: &[Duration], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    let index = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times
        .get(index)
        .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

#[allow(clippy::cast_precision_loss, reason = "sizes of files")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}

/// The bytes of a binary, and of the zip that is deployed.
fn sizes(binary: &Path) -> Result<(u64, u64)> {
    let bytes = std::fs::read(binary)?;
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
    deflated.write_all(&bytes)?;
    let zipped = deflated.finish()?.len();
    Ok((u64::try_from(bytes.len())?, u64::try_from(zipped)?))
}

/// A table in Markdown. What is said as `×` is the ratio to `one-get`.
pub fn table(figures: &[Figures], reference: &str) -> String {
    let mut table = String::from(
        "| | status | init | first | cold | least | × | CPU | cold at 128 MB | p50 | × | p99 | CPU | × | memory | binary | zip | round trips |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let Some(one) = figures.iter().find(|one| one.case == reference) else {
        return table;
    };
    for of in figures {
        let status = of.status.map(|status| status.to_string());
        table.push_str(&format!(
            "| {} | {} | {:.1} ms | {:.1} ms | {:.1} ms | {:.1} ms | {:.2} | {:.1} ms | {:.1} ms | {:.0} µs | {:.2} | {:.0} µs | {:.0} µs | {:.2} | {:.1} MB | {:.1} MB | {:.2} MB | {:.1} |\n",
            of.case,
            status.unwrap_or_default(),
            of.init_ms,
            of.first_ms,
            of.cold_ms,
            of.cold_least_ms,
            of.cold_least_ms / one.cold_least_ms,
            of.cold_cpu_ms,
            of.cold_at_128_mb_ms,
            of.warm_p50_ms * 1_000.0,
            of.warm_p50_ms / one.warm_p50_ms,
            of.warm_p99_ms * 1_000.0,
            of.warm_cpu_us,
            of.warm_cpu_us / one.warm_cpu_us,
            of.peak_memory_mb,
            of.binary_mb,
            of.zip_mb,
            of.round_trips,
        ));
    }
    table
}
