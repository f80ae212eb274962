use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Refusal;
use super::participant::{Participant, seconds};

/// `EmptyRoomTimeout` and `UnusedRoomTimeout`, in minutes, as Twilio has them
/// by default.
const TIMEOUT_MINUTES: i64 = 5;

/// A group room's most participants at a time.
const MOST_PARTICIPANTS: usize = 50;

/// A room, in progress or over.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Room {
    pub(super) sid: String,
    pub(super) unique_name: String,
    created_at: Timestamp,
    ended_at: Option<Timestamp>,
    /// Since when nobody is in, while nobody is.
    empty_since: Option<Timestamp>,
    pub(super) participants: Vec<Participant>,
}

impl Room {
    /// A new room; without a name it has its SID for one.
    pub(super) fn new(unique_name: Option<String>, now: Timestamp) -> Self {
        let sid = format!("RM{}", Uuid::new_v4().simple());
        Self {
            unique_name: unique_name.unwrap_or_else(|| sid.clone()),
            sid,
            created_at: now,
            ended_at: None,
            empty_since: Some(now),
            participants: Vec::new(),
        }
    }

    pub(super) fn is_in_progress(&self) -> bool {
        self.ended_at.is_none()
    }

    /// When it ends, or has ended, if nobody comes.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        let timeout = SignedDuration::from_mins(TIMEOUT_MINUTES);
        self.empty_since?.checked_add(timeout).ok()
    }

    /// Somebody comes in; who is in already is thrown out by it.
    pub(super) fn connect(
        &mut self,
        identity: &str,
        now: Timestamp,
    ) -> Result<Participant, Refusal> {
        self.disconnect(identity, now);
        if self.connected().count() >= MOST_PARTICIPANTS {
            let status = http::StatusCode::BAD_REQUEST;
            return Err(Refusal::new(
                status,
                53105,
                "Room contains too many Participants",
            ));
        }
        let participant = Participant::new(identity, now);
        self.participants.push(participant.clone());
        self.empty_since = None;
        Ok(participant)
    }

    /// Somebody goes out; `None` when nobody of this identity is in.
    pub(super) fn disconnect(&mut self, identity: &str, now: Timestamp) -> Option<Participant> {
        let mut all = self.participants.iter_mut();
        let gone = all.find(|there| there.is_connected() && there.identity == identity)?;
        gone.disconnect(now);
        let gone = gone.clone();
        if self.connected().next().is_none() {
            self.empty_since = Some(now);
        }
        Some(gone)
    }

    /// It is over, for everybody.
    pub(super) fn end(&mut self, at: Timestamp) {
        for participant in &mut self.participants {
            if participant.is_connected() {
                participant.disconnect(at);
            }
        }
        self.empty_since = None;
        self.ended_at = Some(at);
    }

    fn connected(&self) -> impl Iterator<Item = &Participant> {
        self.participants
            .iter()
            .filter(|there| there.is_connected())
    }

    /// As Twilio shows it.
    pub(super) fn shape(&self, account_sid: &str, base_url: &str) -> Value {
        let url = format!("{base_url}/v1/Rooms/{}", self.sid);
        let status = match self.ended_at {
            None => "in-progress",
            Some(_) => "completed",
        };
        json!({
            "sid": self.sid,
            "account_sid": account_sid,
            "unique_name": self.unique_name,
            "status": status,
            "type": "group",
            "date_created": self.created_at,
            "date_updated": self.ended_at.unwrap_or(self.created_at),
            "end_time": self.ended_at,
            "duration": self.ended_at.map(|end| seconds(self.created_at, end)),
            "max_participants": MOST_PARTICIPANTS,
            "max_concurrent_published_tracks": null,
            "empty_room_timeout": TIMEOUT_MINUTES,
            "unused_room_timeout": TIMEOUT_MINUTES,
            "record_participants_on_connect": false,
            "audio_only": false,
            "large_room": false,
            "media_region": "us1",
            "video_codecs": [],
            "status_callback": null,
            "status_callback_method": "POST",
            "links": {
                "participants": format!("{url}/Participants"),
                "recordings": format!("{url}/Recordings"),
                "recording_rules": format!("{url}/RecordingRules"),
            },
            "url": url,
        })
    }
}
