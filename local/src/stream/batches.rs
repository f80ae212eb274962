use std::collections::VecDeque;

use serde_json::Value;

/// Records of one shard that are still to be handled, in order, in the batches
/// that the function gets.
pub(super) struct Batches {
    waiting: VecDeque<Vec<Value>>,
    failures: u64,
    retries: u64,
    bisects: bool,
}

/// What became of the first batch when the function had it.
pub(super) enum Outcome {
    /// All was handled.
    Handled,
    /// All before the record with this sequence number was handled.
    HandledBefore(String),
    /// Nothing is known to have been handled.
    Failed,
}

/// What is to be done next.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// The function gets the first batch, at once.
    GoOn,
    /// The same, after the pause for so many failures.
    Pause(u64),
    /// These records are given up.
    GiveUp(Vec<Value>),
}

impl Batches {
    /// Batches of at most `size`.
    pub(super) fn new(records: Vec<Value>, size: usize, retries: u64, bisects: bool) -> Self {
        let mut waiting = VecDeque::new();
        let mut rest = records;
        while rest.len() > size {
            let later = rest.split_off(size);
            waiting.push_back(std::mem::replace(&mut rest, later));
        }
        if !rest.is_empty() {
            waiting.push_back(rest);
        }
        Self {
            waiting,
            failures: 0,
            retries,
            bisects,
        }
    }

    /// What the function gets next.
    pub(super) fn first(&self) -> Option<&Vec<Value>> {
        self.waiting.front()
    }

    /// Follows up on what became of the first batch.
    pub(super) fn after(&mut self, outcome: &Outcome) -> Next {
        let Some(mut batch) = self.waiting.pop_front() else {
            return Next::GoOn;
        };
        let handled = match outcome {
            Outcome::Handled => batch.len(),
            Outcome::Failed => 0,
            // One that is not in the batch says nothing: as if all had failed.
            Outcome::HandledBefore(number) => batch
                .iter()
                .position(|record| record["dynamodb"]["SequenceNumber"] == number.as_str())
                .unwrap_or(0),
        };
        let rest = batch.split_off(handled);
        if rest.is_empty() {
            self.failures = 0;
            return Next::GoOn;
        }
        if handled > 0 {
            self.failures = 0;
            self.waiting.push_front(rest);
            return Next::Pause(1);
        }
        self.failed(rest)
    }

    /// Halves it, tries it again, or gives it up. Halving is no retry.
    fn failed(&mut self, mut batch: Vec<Value>) -> Next {
        if self.bisects && batch.len() > 1 {
            let later = batch.split_off(batch.len() / 2);
            self.waiting.push_front(later);
            self.waiting.push_front(batch);
            return Next::GoOn;
        }
        self.failures += 1;
        if self.failures > self.retries {
            self.failures = 0;
            return Next::GiveUp(batch);
        }
        self.waiting.push_front(batch);
        Next::Pause(self.failures)
    }
}
