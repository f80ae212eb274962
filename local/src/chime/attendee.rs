use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// Where an attendee is, as the browser's side tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Presence {
    /// Added, not yet seen.
    Added,
    /// In the meeting.
    Joined,
    /// Out, having said so.
    Left,
    /// Out, the connection lost.
    Dropped,
}

/// An attendee of a meeting.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Attendee {
    pub(super) id: String,
    pub(super) external_user_id: String,
    pub(super) capabilities: Value,
    pub(super) join_token: String,
    pub(super) presence: Presence,
}

impl Attendee {
    pub(super) fn new(external_user_id: &str, capabilities: Option<Value>) -> Self {
        let id = Uuid::new_v4().to_string();
        let join_token = STANDARD.encode(format!("{}:{}", &id[..8], Uuid::new_v4()));
        let both_ways =
            || json!({ "Audio": "SendReceive", "Video": "SendReceive", "Content": "SendReceive" });
        Self {
            id,
            external_user_id: external_user_id.to_owned(),
            capabilities: capabilities.unwrap_or_else(both_ways),
            join_token,
            presence: Presence::Added,
        }
    }

    /// As Chime shows it.
    pub(super) fn shape(&self) -> Value {
        json!({
            "ExternalUserId": self.external_user_id,
            "AttendeeId": self.id,
            "JoinToken": self.join_token,
            "Capabilities": self.capabilities,
        })
    }
}
