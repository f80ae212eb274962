use events::Outgoing;
use serde_json::{Map, Value};

/// A stream record has no event that could be published.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Poison {
    /// The attribute is no map of texts.
    #[error("outbox is not a map of texts")]
    Shape,
    /// A field is missing or wrong.
    #[error("outbox cannot be read")]
    Field(#[source] serde_json::Error),
    /// EventBridge takes objects only.
    #[error("outbox.detail is not a JSON object")]
    Detail,
    /// EventBridge would take it alone no more than with others.
    #[error("the event has {bytes} bytes, above EventBridge's limit")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
}

/// The longest call to `PutEvents`, and so the longest event, in bytes.
pub(crate) const LONGEST: usize = 256 * 1024;

/// The bytes of an event's `Time`, as EventBridge counts them.
const TIME_BYTES: usize = 14;

/// The event that a stream record's new image carries.
pub(crate) fn outgoing(record: &Value) -> Result<Outgoing, Poison> {
    let stored = record["dynamodb"]["NewImage"][events::ATTRIBUTE]["M"].as_object();
    let texts: Option<Map<String, Value>> = stored
        .ok_or(Poison::Shape)?
        .iter()
        .map(|(name, value)| Some((name.clone(), value.get("S")?.clone())))
        .collect();
    let texts = Value::Object(texts.ok_or(Poison::Shape)?);
    let outgoing: Outgoing = serde_json::from_value(texts).map_err(Poison::Field)?;
    if serde_json::from_str::<Map<String, Value>>(&outgoing.detail).is_err() {
        return Err(Poison::Detail);
    }
    match size(&outgoing) {
        bytes if bytes > LONGEST => Err(Poison::TooLong { bytes }),
        _ => Ok(outgoing),
    }
}

/// The bytes of an event, as EventBridge counts them.
pub(crate) fn size(event: &Outgoing) -> usize {
    TIME_BYTES + event.source.len() + event.detail_type.len() + event.detail.len()
}

/// A stream record's sequence number.
pub(crate) fn sequence_number(record: &Value) -> &str {
    record["dynamodb"]["SequenceNumber"]
        .as_str()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(outbox: Value) -> Value {
        json!({ "dynamodb": { "NewImage": { "outbox": outbox } } })
    }

    fn stored(detail: &str) -> Value {
        json!({ "M": {
            "event_id": { "S": "e-1" },
            "source": { "S": "sessions.consultations" },
            "detail_type": { "S": "video.consultation.completed" },
            "time": { "S": "2026-01-01T00:00:00Z" },
            "detail": { "S": detail },
        } })
    }

    #[test]
    fn an_image_gives_its_event() {
        let event = outgoing(&with(stored(r#"{"a":1}"#))).unwrap();
        assert_eq!(event.detail_type, "video.consultation.completed");
        assert_eq!(event.detail, r#"{"a":1}"#);
        assert_eq!(size(&event), 14 + 22 + 28 + 7);
    }

    #[test]
    fn what_cannot_be_published_is_told() {
        let reason = |outbox| outgoing(&with(outbox)).unwrap_err();
        assert!(matches!(reason(json!({ "S": "text" })), Poison::Shape));
        assert!(matches!(reason(json!({ "M": {} })), Poison::Field(_)));
        let number = json!({ "M": { "detail": { "N": "1" } } });
        assert!(matches!(reason(number), Poison::Shape));
        assert!(matches!(reason(stored("[]")), Poison::Detail));
        assert!(matches!(reason(stored("{")), Poison::Detail));
        let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(LONGEST));
        assert!(matches!(reason(stored(&long)), Poison::TooLong { .. }));
    }
}
