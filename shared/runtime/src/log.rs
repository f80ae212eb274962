//! Log lines: one JSON object each on standard output, where Lambda takes
//! them to CloudWatch.

use std::io::Write;

use serde::Serialize;

/// Writes one line. A log that cannot be written is no reason to fail.
pub fn line(entry: &impl Serialize) {
    if let Ok(mut text) = serde_json::to_vec(entry) {
        text.push(b'\n');
        let _ = std::io::stdout().lock().write_all(&text);
    }
}
