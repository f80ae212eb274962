use std::collections::BTreeMap;
use std::time::Duration;

use tests::LogLine;

use crate::ledger::Ledger;
use crate::memory::Memory;

/// No more complaints are printed.
const SHOWN: usize = 20;

pub(crate) fn server_errors(lines: &[String]) -> usize {
    let requests = lines.iter().filter_map(|line| LogLine::read(line));
    requests
        .filter(|line| line.number("status") >= 500.0)
        .count()
}

/// Prints what was done, how fast, and what was wrong.
pub(crate) fn print(lines: &[String], ledger: &Ledger, memory: &Memory, length: Duration) {
    let mut routes = BTreeMap::<String, Vec<f64>>::new();
    for line in lines.iter().filter_map(|line| LogLine::read(line)) {
        let times = routes.entry(line.route()).or_default();
        times.push(line.number("latency_ms"));
    }
    let all: usize = routes.values().map(Vec::len).sum();
    println!("| Request | Count | p50 ms | p99 ms |\n| --- | --- | --- | --- |");
    for (route, times) in &mut routes {
        times.sort_unstable_by(f64::total_cmp);
        let part = |percent: usize| times[(times.len() - 1) * percent / 100];
        println!(
            "| {route} | {} | {:.1} | {:.1} |",
            times.len(),
            part(50),
            part(99)
        );
    }
    let errands = ledger.errands();
    let [things, calendars, events] = ledger.sizes();
    let [beginning, middle, end] = memory.course().map(|kibibytes| kibibytes / 1024);
    println!(
        "\n{all} requests in {} s, {} of them 5xx",
        length.as_secs(),
        server_errors(lines)
    );
    println!("errands: {errands:?}");
    println!("read back: {things} things, {calendars} calendars, {events} events");
    println!("memory: {beginning} MiB, {middle} MiB, {end} MiB");
    let complaints = ledger.complaints();
    println!("{} complaints", complaints.len());
    for complaint in complaints.iter().take(SHOWN) {
        println!("- {complaint}");
    }
}
