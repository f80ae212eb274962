use std::fs;
use std::time::{Duration, Instant};

const EVERY: Duration = Duration::from_millis(500);

/// What the second half may add to the first, in KiB: what the platform keeps
/// to be looked at (its events), and no more.
const MOST: u64 = 64 * 1024;

/// Readings of a process's resident memory.
pub(crate) struct Memory {
    process: u32,
    kibibytes: Vec<u64>,
}

impl Memory {
    pub(crate) fn of(process: u32) -> Self {
        Self {
            process,
            kibibytes: Vec::new(),
        }
    }

    /// Reads it until then.
    pub(crate) async fn watch(mut self, end: Instant) -> Self {
        while Instant::now() < end {
            self.kibibytes.push(self.read());
            tokio::time::sleep(EVERY).await;
        }
        self
    }

    fn read(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process));
        let status = status.expect("a process that runs");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.and_then(|text| text.parse().ok()).expect("a number")
    }

    /// At the beginning, in the middle and at the end, in KiB.
    pub(crate) fn course(&self) -> [u64; 3] {
        let at = |place: usize| self.kibibytes.get(place).copied().unwrap_or_default();
        let last = self.kibibytes.len().saturating_sub(1);
        [at(0), at(last / 2), at(last)]
    }

    pub(crate) fn is_steady(&self) -> bool {
        let [_, middle, end] = self.course();
        end.saturating_sub(middle) < MOST
    }
}
