use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::ConsumedCapacity;

/// Counts what one request asks of the table.
#[derive(Debug, Default)]
pub struct Meter {
    calls: AtomicU64,
    tenths_read: AtomicU64,
    tenths_written: AtomicU64,
}

/// What one request asked of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Calls, those of the rate limit and of idempotency included.
    pub calls: u64,
    /// Read capacity units.
    pub read_units: f64,
    /// Write capacity units.
    pub write_units: f64,
}

impl Meter {
    pub(crate) fn read<'a>(&self, capacity: impl IntoIterator<Item = &'a ConsumedCapacity>) {
        self.count(&self.tenths_read, capacity);
    }

    pub(crate) fn wrote<'a>(&self, capacity: impl IntoIterator<Item = &'a ConsumedCapacity>) {
        self.count(&self.tenths_written, capacity);
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "units are small and positive"
    )]
    fn count<'a>(
        &self,
        counter: &AtomicU64,
        capacity: impl IntoIterator<Item = &'a ConsumedCapacity>,
    ) {
        let units: f64 = capacity
            .into_iter()
            .filter_map(ConsumedCapacity::capacity_units)
            .sum();
        self.calls.fetch_add(1, Ordering::Relaxed);
        counter.fetch_add((units * 10.0).round() as u64, Ordering::Relaxed);
    }

    /// What has been asked so far.
    #[allow(clippy::cast_precision_loss, reason = "units are small")]
    pub fn usage(&self) -> Usage {
        let tenths = |counter: &AtomicU64| counter.load(Ordering::Relaxed) as f64 / 10.0;
        Usage {
            calls: self.calls.load(Ordering::Relaxed),
            read_units: tenths(&self.tenths_read),
            write_units: tenths(&self.tenths_written),
        }
    }
}
