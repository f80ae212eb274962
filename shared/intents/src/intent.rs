use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

/// A request is answered, or given up, long before this has passed.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// In how many partitions of the index intents wait, so that none takes all.
pub(crate) const SHARDS: u8 = 4;

/// What may be left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// A Chime meeting that may have been made with this token.
    MeetingMade {
        /// The `ClientRequestToken`.
        token: String,
        /// Whose it is: the `ExternalMeetingId`.
        owner: String,
    },
    /// A Chime meeting that nobody needs any more.
    MeetingOver {
        /// Chime's id.
        meeting_id: String,
    },
    /// A Daily room that may have been made.
    RoomMade {
        /// Its name, which the live session is to have.
        name: String,
    },
    /// A recording that Daily may have started.
    RecordingMade {
        /// The room's name.
        room_name: String,
        /// The instance id that it was asked for with.
        instance_id: String,
    },
}

/// One thing that may be left at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// What.
    pub left: Left,
    /// When it is to be looked at.
    pub due: Timestamp,
    /// Counts its changes. A transaction that takes it away may require that
    /// nobody has changed it.
    #[serde(default)]
    pub version: u64,
}

impl Intent {
    /// Before a meeting is made: `owner` wants one of this token.
    pub fn make_meeting(token: String, owner: String, now: Timestamp) -> Self {
        Self::at(now, Left::MeetingMade { token, owner })
    }

    /// With the commit after which a meeting is to be ended.
    pub fn end_meeting(meeting_id: String, now: Timestamp) -> Self {
        Self::at(now, Left::MeetingOver { meeting_id })
    }

    /// Before a room is made.
    pub fn make_room(name: String, now: Timestamp) -> Self {
        Self::at(now, Left::RoomMade { name })
    }

    /// Before a recording is started.
    pub fn make_recording(room_name: String, instance_id: String, now: Timestamp) -> Self {
        let left = Left::RecordingMade {
            room_name,
            instance_id,
        };
        Self::at(now, left)
    }

    fn at(now: Timestamp, left: Left) -> Self {
        let due = now.saturating_add(PATIENCE).unwrap_or(Timestamp::MAX);
        let version = 1;
        Self { left, due, version }
    }

    /// The same, once nobody is to need what it speaks of.
    pub(crate) fn abandoned(&self, now: Timestamp) -> Self {
        Self {
            left: self.left.clone(),
            due: now,
            version: self.version + 1,
        }
    }

    /// Where the intent to make the meeting of a token lives.
    pub fn key_of_token(token: &str) -> Key {
        Key::new(format!("INTENT#MAKE#{token}"), "INTENT")
    }

    /// Where the intent to make a room lives.
    pub fn key_of_room(name: &str) -> Key {
        Key::new(format!("INTENT#ROOM#{name}"), "INTENT")
    }

    /// Where the intent to start a recording lives.
    pub fn key_of_recording(instance_id: &str) -> Key {
        Key::new(format!("INTENT#RECORD#{instance_id}"), "INTENT")
    }

    pub(crate) fn key(&self) -> Key {
        match &self.left {
            Left::MeetingMade { token, .. } => Self::key_of_token(token),
            Left::RoomMade { name } => Self::key_of_room(name),
            Left::RecordingMade { instance_id, .. } => Self::key_of_recording(instance_id),
            Left::MeetingOver { meeting_id } => {
                Key::new(format!("INTENT#END#{meeting_id}"), "INTENT")
            }
        }
    }

    /// The index partition of a shard.
    pub(crate) fn partition(shard: u8) -> String {
        format!("INTENTS#{shard}")
    }
}

impl Entity for Intent {
    fn keys(&self) -> Keys {
        let primary = self.key();
        let sum = primary.pk.bytes().fold(0u8, u8::wrapping_add);
        let due = Key::new(
            Self::partition(sum % SHARDS),
            format!("{}#{}", self.due, primary.pk),
        );
        Keys {
            first: Some(due),
            ..primary.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_intents_live() {
        let now = Timestamp::from_second(1_800_000_000).unwrap_or_default();
        let keys = [
            Intent::make_meeting("sess_1-0".to_owned(), "sess_1".to_owned(), now).keys(),
            Intent::end_meeting("4f1d".to_owned(), now).keys(),
            Intent::make_room("node-a1b2c3".to_owned(), now).keys(),
            Intent::make_recording("node-a1b2c3".to_owned(), "0189-5a".to_owned(), now).keys(),
        ];
        insta::assert_debug_snapshot!(keys);
    }

    /// A second try of the same stands in the place of the first.
    #[test]
    fn an_intent_has_one_place_whenever_it_is_stored() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let over = |second| Intent::end_meeting("4f1d".to_owned(), at(second));
        assert_eq!(over(0).keys().primary, over(9).keys().primary);
        let made = |second| {
            let (token, owner) = ("sess_1-0".to_owned(), "sess_1".to_owned());
            Intent::make_meeting(token, owner, at(second))
        };
        assert_eq!(made(0).keys().primary, made(9).keys().primary);
        assert_eq!(made(9).key(), Intent::key_of_token("sess_1-0"));
        assert_eq!((made(0).due, over(9).due), (at(60), at(69)));
    }

    /// So that a transaction that requires it as it was is never committed.
    #[test]
    fn an_abandoned_one_stands_in_its_place_and_is_due_at_once() {
        let intent = Intent::make_room("node-a1b2c3".to_owned(), Timestamp::UNIX_EPOCH);
        let later = Timestamp::from_second(5).unwrap();
        let abandoned = intent.abandoned(later);
        assert_eq!(abandoned.key(), intent.key());
        assert_eq!((abandoned.due, abandoned.version), (later, 2));
        assert_eq!((abandoned.left, intent.version), (intent.left, 1));
    }

    #[test]
    fn they_wait_in_all_partitions_that_are_looked_at_and_in_no_other() {
        let waits = |n: u32| {
            let intent = Intent::end_meeting(n.to_string(), Timestamp::UNIX_EPOCH);
            intent.keys().first.map(|key| key.pk)
        };
        let found: std::collections::BTreeSet<_> = (0..100).filter_map(waits).collect();
        let looked_at = (0..SHARDS).map(Intent::partition);
        assert!(found.into_iter().eq(looked_at));
    }
}
