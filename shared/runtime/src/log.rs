//! Log lines: one JSON object each on standard output, where Lambda takes
//! them to CloudWatch.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use serde::Serialize;

/// Writes one line. A log that cannot be written is no reason to fail.
pub fn line(entry: &impl Serialize) {
    if let Ok(mut text) = serde_json::to_vec(entry) {
        text.push(b'\n');
        let _ = std::io::stdout().lock().write_all(&text);
    }
}

/// A length of time as log lines give it: milliseconds to three decimals.
pub fn milliseconds(elapsed: Duration) -> f64 {
    (elapsed.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}

/// An error with all that caused it, outermost first.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
