//! A stand-in for EventBridge: the project's bus and the account's default
//! one, the rules of the template, and `PutEvents`.

mod controls;
mod entry;
mod put_events;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::watch;
use uuid::Uuid;

use crate::clock::MovableClock;
use crate::store::{Store, StoreError};
use crate::template::{OnBus, Rule};

pub(crate) use controls::controls;
pub(crate) use put_events::{error, router};

/// The name of the project's bus, which functions are given.
pub(crate) const BUS: &str = "sessions";

const ACCOUNT: &str = "000000000000";
const REGION: &str = "us-east-1";

/// Both buses; clones share them.
#[derive(Clone)]
pub(crate) struct Bus {
    rules: Arc<Vec<Rule>>,
    store: Store,
    clock: MovableClock,
    put: watch::Sender<()>,
}

/// An event as an outside system gives it.
pub(crate) struct Happened<'a> {
    pub(crate) source: &'a str,
    pub(crate) detail_type: &'a str,
    pub(crate) detail: Value,
}

impl Bus {
    pub(crate) fn new(rules: Vec<Rule>, store: Store, clock: MovableClock) -> Self {
        Self {
            rules: Arc::new(rules),
            store,
            clock,
            put: watch::Sender::new(()),
        }
    }

    /// Tells when there is something new to be delivered.
    pub(crate) fn on_put(&self) -> watch::Receiver<()> {
        self.put.subscribe()
    }

    /// Puts one event on the bus where its source puts them: AWS's services
    /// use the default one. Answers its id.
    pub(crate) fn happened(&self, event: Happened<'_>) -> Result<String, StoreError> {
        let bus = if event.source.starts_with("aws.") {
            OnBus::Default
        } else {
            OnBus::Own
        };
        let envelope = self.envelope(&event);
        let id = envelope["id"].as_str().unwrap_or_default().to_owned();
        self.put_all(vec![(bus, envelope)])?;
        Ok(id)
    }

    /// A function is to be given an event that is on no bus, as a tick is.
    pub(crate) fn deliver(&self, function: &str, event: Value) -> Result<(), StoreError> {
        self.store
            .put_events(&[], &[(function.to_owned(), event)])?;
        self.put.send_replace(());
        Ok(())
    }

    /// The envelope of an event that happens now.
    pub(crate) fn envelope(&self, event: &Happened<'_>) -> Value {
        json!({
            "version": "0",
            "id": Uuid::new_v4(),
            "detail-type": event.detail_type,
            "source": event.source,
            "account": ACCOUNT,
            "time": self.clock.now(),
            "region": REGION,
            "resources": [],
            "detail": event.detail,
        })
    }

    /// Keeps events together with their deliveries: none is lost on the way.
    fn put_all(&self, events: Vec<(OnBus, Value)>) -> Result<(), StoreError> {
        let mut deliveries = Vec::new();
        for (bus, event) in &events {
            let matching = self
                .rules
                .iter()
                .filter(|rule| rule.bus == *bus && rule.pattern.matches(event));
            deliveries.extend(matching.map(|rule| {
                let given = rule.input.as_ref().unwrap_or(event);
                (rule.function.clone(), given.clone())
            }));
        }
        let events: Vec<Value> = events.into_iter().map(|(_, event)| event).collect();
        self.store.put_events(&events, &deliveries)?;
        self.put.send_replace(());
        Ok(())
    }
}

#[cfg(test)]
mod tests;
