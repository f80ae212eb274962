use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::batches::{Batches, Next, Outcome};
use super::records::{Page, Records};
use crate::deliveries::Invocations;
use crate::functions::Functions;
use crate::stop::Stop;
use crate::store::{DeadLetter, Store};
use crate::template::{Invocation, StreamMapping};

/// What the store calls a place in the stream.
const KIND: &str = "stream-position";

/// How often is looked for new records.
const LOOK: Duration = Duration::from_millis(50);

/// Pauses between tries: the first, and the longest. Lambda's grow to minutes.
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_millis(200);

/// How far a function has come in the stream.
#[derive(Deserialize, Serialize)]
struct Position {
    function: String,
    next: String,
}

/// One stream mapping at work.
pub(crate) struct Reader {
    mapping: StreamMapping,
    records: Records,
    functions: Functions,
    how: Invocation,
    store: Store,
}

impl Reader {
    pub(crate) fn new(
        mapping: StreamMapping,
        records: Records,
        functions: Functions,
        invocations: &Invocations,
        store: Store,
    ) -> Self {
        let how = invocations.of(&mapping.function);
        Self {
            mapping,
            records,
            functions,
            how,
            store,
        }
    }

    /// Reads from where it came to the last time, until it is over. What was
    /// being handled then comes again.
    pub(crate) async fn run(self, mut stop: Stop) {
        tokio::select! {
            () = stop.told() => {}
            () = self.read_on() => {}
        }
    }

    async fn read_on(&self) {
        let positions = self.store.all::<Position>(KIND).unwrap_or_default();
        let mut next = positions
            .into_iter()
            .find(|position| position.function == self.mapping.function)
            .map(|position| position.next);
        loop {
            let page = self.read(next.clone()).await;
            let Some(page) = page.filter(|page| !page.records.is_empty()) else {
                tokio::time::sleep(LOOK).await;
                continue;
            };
            let wanted = page.records.into_iter().filter(|record| self.wants(record));
            self.handle(wanted.collect()).await;
            next = page.next;
            let position = Position {
                function: self.mapping.function.clone(),
                next: next.clone().unwrap_or_default(),
            };
            // When this fails the records come again after a restart.
            let _ = self.store.put(KIND, &self.mapping.function, &position);
        }
    }

    /// Nothing when it cannot be read; it is tried again.
    async fn read(&self, at: Option<String>) -> Option<Page> {
        let records = self.records.clone();
        let read = tokio::task::spawn_blocking(move || records.read(at.as_deref()));
        read.await.ok()?.ok()
    }

    fn wants(&self, record: &Value) -> bool {
        let filters = &self.mapping.filters;
        filters.is_empty() || filters.iter().any(|filter| filter.matches(record))
    }

    async fn handle(&self, records: Vec<Value>) {
        let mapping = &self.mapping;
        let mut batches = Batches::new(records, mapping.batch, mapping.retries, mapping.bisects);
        let mut reason = String::new();
        while let Some(batch) = batches.first() {
            let event = json!({ "Records": batch });
            let answer = self
                .functions
                .invoke(&mapping.function, event, &self.how)
                .await;
            let outcome = match answer {
                Ok(answer) => self.outcome(&answer),
                Err(error) => {
                    reason = error;
                    Outcome::Failed
                }
            };
            match batches.after(&outcome) {
                Next::GoOn => {}
                Next::Pause(failures) => tokio::time::sleep(pause(failures)).await,
                Next::GiveUp(records) => self.give_up(records, &reason).await,
            }
        }
    }

    /// What the function's answer says. Of several failures the first record's
    /// counts: the stream comes again from there.
    fn outcome(&self, answer: &Value) -> Outcome {
        let failures = answer["batchItemFailures"].as_array();
        let failures = failures.filter(|_| self.mapping.reports_failures);
        let numbers = failures
            .into_iter()
            .flatten()
            .map(|failure| failure["itemIdentifier"].as_str().unwrap_or_default());
        // They all have the same number of digits.
        match numbers.min() {
            None => Outcome::Handled,
            Some(number) => Outcome::HandledBefore(number.to_owned()),
        }
    }

    async fn give_up(&self, records: Vec<Value>, reason: &str) {
        let Some(queue) = &self.mapping.queue else {
            return;
        };
        let letter = DeadLetter {
            queue: queue.clone(),
            reason: reason.to_owned(),
            body: json!({ "Records": records }),
        };
        // Once the position has moved on, nothing else knows of them.
        while self.store.put_dead_letter(&letter).is_err() {
            tokio::time::sleep(LONGEST_PAUSE).await;
        }
    }
}

fn pause(failures: u64) -> Duration {
    let doublings = u32::try_from(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    let pause = PAUSE.saturating_mul(2_u32.saturating_pow(doublings));
    pause.min(LONGEST_PAUSE)
}
