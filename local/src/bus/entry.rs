use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{BUS, Bus, Happened};
use crate::template::OnBus;

/// The bytes that a `Time` counts for.
const TIME_BYTES: usize = 14;

/// One event of a call to `PutEvents`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Entry {
    event_bus_name: Option<String>,
    source: Option<String>,
    detail_type: Option<String>,
    detail: Option<String>,
    time: Option<f64>,
    #[serde(default)]
    resources: Vec<String>,
}

/// Why an entry is not taken: code and message.
pub(super) type Refusal = (&'static str, String);

impl Entry {
    /// How long it is, as EventBridge counts.
    pub(super) fn size(&self) -> usize {
        let texts = [&self.source, &self.detail_type, &self.detail];
        let texts = texts.into_iter().flatten().map(String::len).sum::<usize>();
        let resources = self.resources.iter().map(String::len).sum::<usize>();
        self.time.map_or(0, |_| TIME_BYTES) + texts + resources
    }

    /// The envelope that it becomes, and on which bus.
    pub(super) fn accept(&self, bus: &Bus) -> Result<(OnBus, Value), Refusal> {
        let source = required("Source", self.source.as_deref())?;
        let detail_type = required("DetailType", self.detail_type.as_deref())?;
        let detail = required("Detail", self.detail.as_deref())?;
        if source.starts_with("aws.") {
            let message = format!("Not authorized for the source {source}.");
            return Err(("NotAuthorizedForSourceException", message));
        }
        let detail: Map<String, Value> = serde_json::from_str(detail)
            .map_err(|_| ("MalformedDetail", "Detail is malformed.".to_owned()))?;
        let mut envelope = bus.envelope(&Happened {
            source,
            detail_type,
            detail: Value::Object(detail),
        });
        envelope["resources"] = json!(self.resources);
        if let Some(time) = self.time {
            envelope["time"] = json!(timestamp(time)?);
        }
        Ok((self.bus()?, envelope))
    }

    /// A bus is given by its name or its ARN, which ends with it.
    fn bus(&self) -> Result<OnBus, Refusal> {
        let name = self.event_bus_name.as_deref().unwrap_or("default");
        match name.rsplit('/').next() {
            Some("default") => Ok(OnBus::Default),
            Some(BUS) => Ok(OnBus::Own),
            _ => Err((
                "ResourceNotFoundException",
                format!("Event bus {name} does not exist."),
            )),
        }
    }
}

fn required<'a>(name: &str, value: Option<&'a str>) -> Result<&'a str, Refusal> {
    value.filter(|value| !value.is_empty()).ok_or_else(|| {
        let message =
            format!("Parameter {name} is not valid. Reason: {name} is a required argument.");
        ("InvalidArgument", message)
    })
}

/// Envelopes have whole seconds.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a float becomes the nearest whole number, and what is out of range is refused"
)]
fn timestamp(seconds: f64) -> Result<Timestamp, Refusal> {
    Timestamp::from_second(seconds.floor() as i64).map_err(|_| {
        let message = "Parameter Time is not valid.".to_owned();
        ("InvalidArgument", message)
    })
}
