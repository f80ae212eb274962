use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// Somebody who is, or was, connected to a room.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Participant {
    pub(super) sid: String,
    pub(super) identity: String,
    started_at: Timestamp,
    ended_at: Option<Timestamp>,
}

impl Participant {
    pub(super) fn new(identity: &str, now: Timestamp) -> Self {
        Self {
            sid: format!("PA{}", Uuid::new_v4().simple()),
            identity: identity.to_owned(),
            started_at: now,
            ended_at: None,
        }
    }

    pub(super) fn is_connected(&self) -> bool {
        self.ended_at.is_none()
    }

    pub(super) fn status(&self) -> &'static str {
        match self.ended_at {
            None => "connected",
            Some(_) => "disconnected",
        }
    }

    pub(super) fn disconnect(&mut self, now: Timestamp) {
        self.ended_at = Some(now);
    }

    /// As Twilio shows it.
    pub(super) fn shape(&self, account_sid: &str, room_sid: &str, base_url: &str) -> Value {
        let url = format!("{base_url}/v1/Rooms/{room_sid}/Participants/{}", self.sid);
        json!({
            "sid": self.sid,
            "room_sid": room_sid,
            "account_sid": account_sid,
            "status": self.status(),
            "identity": self.identity,
            "date_created": self.started_at,
            "date_updated": self.ended_at.unwrap_or(self.started_at),
            "start_time": self.started_at,
            "end_time": self.ended_at,
            "duration": self.ended_at.map(|end| seconds(self.started_at, end)),
            "links": {
                "published_tracks": format!("{url}/PublishedTracks"),
                "subscribed_tracks": format!("{url}/SubscribedTracks"),
                "subscribe_rules": format!("{url}/SubscribeRules"),
            },
            "url": url,
        })
    }
}

/// Whole seconds from one time to a later one; none when the clock was put
/// back in between.
pub(super) fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    (to.as_second() - from.as_second()).max(0)
}
