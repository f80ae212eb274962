//! Gives functions the events that rules and schedules have for them, as
//! Lambda's asynchronous invocation does: tries again, then the dead-letter
//! queue. What is not done when the process ends is done by the next one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::functions::Functions;
use crate::stop::Stop;
use crate::store::{DeadLetter, Delivery, Store};
use crate::template::Invocation;

/// Functions that handle events at once; requests need the machine too.
const AT_ONCE: usize = 8;

/// Pauses between tries. Lambda's are minutes.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(500)];

/// How functions are invoked, by their names; clones share it.
#[derive(Clone)]
pub(crate) struct Invocations(Arc<BTreeMap<String, Invocation>>);

impl Invocations {
    pub(crate) fn new(all: BTreeMap<String, Invocation>) -> Self {
        Self(Arc::new(all))
    }

    /// How this function is invoked.
    pub(crate) fn of(&self, name: &str) -> Invocation {
        let known = self.0.get(name).cloned();
        known.unwrap_or(Invocation {
            timeout: Duration::from_secs(3),
            retries: 0,
            queue: None,
        })
    }
}

/// What delivers.
#[derive(Clone)]
pub(crate) struct Deliveries {
    store: Store,
    functions: Functions,
    invocations: Invocations,
    places: Arc<Semaphore>,
}

impl Deliveries {
    pub(crate) fn new(store: Store, functions: Functions, invocations: Invocations) -> Self {
        Self {
            store,
            functions,
            invocations,
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Delivers what is there and what comes, until it is over.
    pub(crate) async fn run(self, mut put: watch::Receiver<()>, mut stop: Stop) {
        let mut running = JoinSet::new();
        let mut last = 0;
        loop {
            // A store that fails is asked again when the next event comes.
            let new = self.store.deliveries_after(last).unwrap_or_default();
            if new.is_empty() {
                tokio::select! {
                    () = stop.told() => return,
                    _ = put.changed() => {}
                    Some(_) = running.join_next(), if !running.is_empty() => {}
                }
            }
            for delivery in new {
                last = delivery.id;
                let place = tokio::select! {
                    () = stop.told() => return,
                    place = self.places.clone().acquire_owned() => place,
                };
                let this = self.clone();
                running.spawn(async move {
                    this.deliver(delivery).await;
                    drop(place);
                });
            }
        }
    }

    async fn deliver(&self, delivery: Delivery) {
        let how = self.invocations.of(&delivery.function);
        let mut reason = String::new();
        for attempt in 0..=how.retries {
            if attempt > 0 {
                let at = usize::try_from(attempt - 1).unwrap_or(usize::MAX);
                tokio::time::sleep(PAUSES[at.min(PAUSES.len() - 1)]).await;
            }
            let event = delivery.event.clone();
            match self.functions.invoke(&delivery.function, event, &how).await {
                Ok(_) => {
                    self.settle(delivery.id, None);
                    return;
                }
                Err(error) => reason = error,
            }
        }
        let dead = how.queue.map(|queue| DeadLetter {
            queue,
            reason,
            body: delivery.event,
        });
        self.settle(delivery.id, dead.as_ref());
    }

    fn settle(&self, delivery: i64, dead: Option<&DeadLetter>) {
        // When this fails it is delivered again after a restart.
        let _ = self.store.delivered(delivery, dead);
    }
}
