use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Refusal;

const LONGEST_NAME: usize = 128;

/// What `POST /rooms` is asked with.
#[derive(Deserialize)]
pub(super) struct CreateRoom {
    name: Option<String>,
    privacy: Option<String>,
    #[serde(default)]
    properties: Map<String, Value>,
}

/// A room.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Room {
    pub(super) id: String,
    /// Rooms are listed in this order.
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) privacy: String,
    created_at: Timestamp,
    /// As they were given.
    config: Map<String, Value>,
    pub(super) participants: Vec<Participant>,
}

/// Somebody who is in a room.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Participant {
    pub(super) id: String,
    pub(super) user_name: String,
    pub(super) joined_at: Timestamp,
}

impl Room {
    pub(super) fn new(asked: CreateRoom, number: u64, now: Timestamp) -> Result<Self, Refusal> {
        let name = asked.name.unwrap_or_else(|| {
            let random = Uuid::new_v4().simple().to_string();
            random.chars().take(20).collect()
        });
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if !(1..=LONGEST_NAME).contains(&name.len()) || !name.bytes().all(allowed) {
            return Err(Refusal::invalid("the room name is not valid"));
        }
        let privacy = asked.privacy.unwrap_or_else(|| "public".to_owned());
        if !matches!(privacy.as_str(), "public" | "private") {
            return Err(Refusal::invalid("privacy must be public or private"));
        }
        for key in ["exp", "nbf", "max_participants"] {
            let value = asked.properties.get(key);
            if value.is_some_and(|value| !value.is_null() && !value.is_i64()) {
                return Err(Refusal::invalid(format!("{key} must be a number")));
            }
        }
        Ok(Self {
            id: Uuid::new_v4().to_string(),
            number,
            name,
            privacy,
            created_at: now,
            config: asked.properties,
            participants: Vec::new(),
        })
    }

    /// Somebody comes in.
    pub(super) fn join(&mut self, user_name: &str, now: Timestamp) -> Result<Participant, Refusal> {
        let second = now.as_second();
        if self.number_of("exp").is_some_and(|exp| exp <= second) {
            return Err(Refusal::invalid("the room has expired"));
        }
        if self.number_of("nbf").is_some_and(|nbf| nbf > second) {
            return Err(Refusal::invalid("the room is not open yet"));
        }
        let there = i64::try_from(self.participants.len()).unwrap_or(i64::MAX);
        if self
            .number_of("max_participants")
            .is_some_and(|most| there >= most)
        {
            return Err(Refusal::invalid("the room is full"));
        }
        let participant = Participant {
            id: Uuid::new_v4().to_string(),
            user_name: user_name.to_owned(),
            joined_at: now,
        };
        self.participants.push(participant.clone());
        Ok(participant)
    }

    /// Whether Daily throws everybody out by now.
    pub(super) fn ejects(&self, now: Timestamp) -> bool {
        let is_over = self
            .number_of("exp")
            .is_some_and(|exp| exp <= now.as_second());
        let ejects = self.config.get("eject_at_room_exp") == Some(&Value::Bool(true));
        is_over && ejects && !self.participants.is_empty()
    }

    /// Whether it may be recorded to Daily's cloud.
    pub(super) fn is_recordable(&self) -> bool {
        self.config.get("enable_recording").and_then(Value::as_str) == Some("cloud")
    }

    fn number_of(&self, key: &str) -> Option<i64> {
        self.config.get(key)?.as_i64()
    }

    /// As Daily shows it. The host is nobody's.
    pub(super) fn shape(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "api_created": true,
            "privacy": self.privacy,
            "url": format!("https://sessions.daily.local.test/{}", self.name),
            "created_at": milliseconds(self.created_at),
            "config": self.config,
        })
    }

    /// Who is in it, as Daily shows them.
    pub(super) fn presence(&self, now: Timestamp) -> Value {
        let people: Vec<Value> = self
            .participants
            .iter()
            .map(|participant| {
                json!({
                    "room": self.name,
                    "id": participant.id,
                    "userId": null,
                    "userName": participant.user_name,
                    "joinTime": milliseconds(participant.joined_at),
                    "duration": (now.as_second() - participant.joined_at.as_second()).max(0),
                })
            })
            .collect();
        json!({ "total_count": people.len(), "data": people })
    }
}

fn milliseconds(time: Timestamp) -> String {
    format!("{time:.3}")
}
