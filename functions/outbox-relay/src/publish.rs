use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use events::Outgoing;
use runtime::Base;

/// The event bus; clones share its client.
#[derive(Clone)]
pub(crate) struct Bus {
    client: Client,
    name: String,
}

/// An event was not taken by the bus.
#[derive(Debug, thiserror::Error)]
#[error("event {event_id} was not taken: {reason}")]
pub(crate) struct NotTaken {
    /// Which one, among those that were given.
    pub(crate) at: usize,
    event_id: String,
    reason: String,
}

impl Bus {
    pub(crate) fn new(base: &Base) -> Self {
        Self {
            client: runtime::eventbridge(base),
            name: base.settings.event_bus_name.clone(),
        }
    }

    /// Puts events on the bus in one call. Says which is the first that was
    /// not taken: those after it may have been.
    pub(crate) async fn put(&self, events: &[Outgoing]) -> Result<(), NotTaken> {
        let not_taken = |at: usize, reason: String| NotTaken {
            at,
            event_id: events
                .get(at)
                .map(|event| event.event_id.clone())
                .unwrap_or_default(),
            reason,
        };
        let entries = events.iter().map(|event| self.entry(event)).collect();
        let call = self.client.put_events().set_entries(Some(entries));
        let answer = call
            .send()
            .await
            .map_err(|error| not_taken(0, told(&error)))?;
        let refused = |entry: &aws_sdk_eventbridge::types::PutEventsResultEntry| {
            let code = entry.error_code()?;
            Some(format!(
                "{code}: {}",
                entry.error_message().unwrap_or_default()
            ))
        };
        let mut results = answer.entries().iter().map(refused).enumerate();
        match results.find_map(|(at, reason)| Some((at, reason?))) {
            Some((at, reason)) => Err(not_taken(at, reason)),
            None => Ok(()),
        }
    }

    fn entry(&self, event: &Outgoing) -> PutEventsRequestEntry {
        let nanoseconds = u32::try_from(event.time.subsec_nanosecond()).unwrap_or_default();
        PutEventsRequestEntry::builder()
            .event_bus_name(&self.name)
            .source(&event.source)
            .detail_type(&event.detail_type)
            .detail(&event.detail)
            .time(DateTime::from_secs_and_nanos(
                event.time.as_second(),
                nanoseconds,
            ))
            .build()
    }
}

/// What the bus said, or that it said nothing.
fn told<E: ProvideErrorMetadata>(error: &SdkError<E>) -> String {
    match (error.code(), error.message()) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(code), None) => code.to_owned(),
        (None, _) => format!("no answer: {error}"),
    }
}
