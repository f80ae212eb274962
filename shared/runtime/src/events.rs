use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::{Value, json};

use crate::{Base, Error, log};

type Handled = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>;

/// What a function does with the events it is invoked with: events of the bus,
/// batches of stream records, ticks of a schedule. Clones share it.
#[derive(Clone)]
pub struct EventHandler {
    function: &'static str,
    log_all: bool,
    handle: Arc<dyn Fn(Value) -> Handled + Send + Sync>,
}

impl EventHandler {
    /// A handler for the function of this name. An error makes the invocation
    /// fail: it comes again, and at last goes to a dead-letter queue.
    pub fn new<H, F>(function: &'static str, base: &Base, handle: H) -> Self
    where
        H: Fn(Value) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Value, Error>> + Send + 'static,
    {
        Self {
            function,
            log_all: base.settings.log_all,
            handle: Arc::new(move |event| Box::pin(handle(event))),
        }
    }

    /// Handles one event and writes the one log line.
    ///
    /// # Errors
    ///
    /// The function's own; its text must hold nothing personal.
    pub async fn handle(&self, event: Value) -> Result<Value, Error> {
        let started = Instant::now();
        let handled = (self.handle)(event).await;
        if self.log_all || handled.is_err() {
            let mut line = json!({
                "level": if handled.is_ok() { "info" } else { "error" },
                "function": self.function,
                "latency_ms": log::milliseconds(started.elapsed()),
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
