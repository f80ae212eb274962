use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::{Value, json};
use table::{Db, Gate, Meter};

use crate::{Base, Error, log};

type Handled = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>;

/// One event that a function is invoked with: of the bus, a batch of stream
/// records, a tick of a schedule.
pub struct Invocation {
    /// The event.
    pub event: Value,
    /// The table, counted for this invocation.
    pub db: Db,
    /// When, in whole seconds.
    pub now: Timestamp,
}

/// What a function does with the events it is invoked with. Clones share it.
#[derive(Clone)]
pub struct EventHandler {
    function: &'static str,
    base: Base,
    handle: Arc<dyn Fn(Invocation) -> Handled + Send + Sync>,
}

impl EventHandler {
    /// A handler for the function of this name. An error makes the invocation
    /// fail: it comes again, and at last goes to a dead-letter queue.
    pub fn new<H, F>(function: &'static str, base: &Base, handle: H) -> Self
    where
        H: Fn(Invocation) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Value, Error>> + Send + 'static,
    {
        Self {
            function,
            base: base.clone(),
            handle: Arc::new(move |call| Box::pin(handle(call))),
        }
    }

    /// Handles one event and writes the one log line.
    ///
    /// # Errors
    ///
    /// The function's own; its text must hold nothing personal.
    pub async fn handle(&self, event: Value) -> Result<Value, Error> {
        let started = Instant::now();
        let meter = Arc::new(Meter::default());
        let call = Invocation {
            event,
            db: Db::new(self.base.table.clone(), Gate::open(), Arc::clone(&meter)),
            now: self.base.clock.now(),
        };
        let handled = (self.handle)(call).await;
        if self.base.settings.log_all || handled.is_err() {
            let usage = meter.usage();
            let mut line = json!({
                "level": if handled.is_ok() { "info" } else { "error" },
                "function": self.function,
                "latency_ms": log::milliseconds(started.elapsed()),
                "dynamodb_calls": usage.calls,
                "read_units": usage.read_units,
                "write_units": usage.write_units,
            });
            if let Err(error) = &handled {
                line["cause"] = log::chain(error.as_ref()).into();
            }
            log::line(&line);
        }
        handled
    }
}

/// Handles Lambda's invocations, for ever.
///
/// # Errors
///
/// The Runtime API cannot be reached.
pub async fn serve_events(handler: EventHandler) -> Result<(), Error> {
    let invoked = |event: LambdaEvent<Value>| {
        let handler = handler.clone();
        async move { handler.handle(event.payload).await }
    };
    lambda_runtime::run(service_fn(invoked)).await
}
