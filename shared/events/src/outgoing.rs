use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The attribute of an item that holds its [`Outgoing`]. The stream mapping of
/// the relay picks the items that have it.
pub const ATTRIBUTE: &str = "outbox";

/// An event that is stored with the item it tells of, in the same transaction,
/// and published from there by the table's stream: at least once, so that a
/// consumer who must act once goes by state or by `event_id`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Outgoing {
    /// The event's own id, the same however often it is published.
    pub event_id: String,
    /// The bus's `source`: the context that it comes from.
    pub source: String,
    /// The bus's `detail-type`.
    pub detail_type: String,
    /// When it happened.
    pub time: Timestamp,
    /// The bus's `detail`, as JSON text.
    pub detail: String,
}

impl Outgoing {
    /// An event with a detail that serializes to a JSON object.
    ///
    /// # Errors
    ///
    /// The detail does not serialize.
    pub fn new(
        event_id: String,
        source: &str,
        detail_type: &str,
        time: Timestamp,
        detail: &impl Serialize,
    ) -> Result<Self, serde_json::Error> {
        Ok(Self {
            event_id,
            source: source.to_owned(),
            detail_type: detail_type.to_owned(),
            time,
            detail: serde_json::to_string(detail)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_stored_as_a_map_of_texts() {
        let time = Timestamp::from_second(1_767_225_600).unwrap();
        let detail = json!({ "session_id": "s-1" });
        let outgoing = Outgoing::new("e-1".to_owned(), "a", "b", time, &detail).unwrap();
        let stored = serde_json::to_value(&outgoing).unwrap();
        let expected = json!({
            "event_id": "e-1",
            "source": "a",
            "detail_type": "b",
            "time": "2026-01-01T00:00:00Z",
            "detail": r#"{"session_id":"s-1"}"#,
        });
        assert_eq!(stored, expected);
        assert_eq!(
            serde_json::from_value::<Outgoing>(stored).unwrap(),
            outgoing
        );
    }
}
