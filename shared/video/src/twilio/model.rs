use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a room is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "names of Twilio's API")]
pub enum RoomStatus {
    InProgress,
    Completed,
    Failed,
}

/// A room. See <https://www.twilio.com/docs/video/api/rooms-resource>.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Room {
    /// `RM…`. It names the room for ever, its unique name only while it is in
    /// progress.
    pub sid: String,
    /// Where it is in its life.
    pub status: RoomStatus,
    /// When it was made.
    #[serde(rename = "date_created")]
    pub created_at: Timestamp,
    /// How long it was, in seconds; none before it has ended.
    #[serde(rename = "duration")]
    pub duration_seconds: Option<i64>,
}

/// Where a participant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "names of Twilio's API")]
pub enum ParticipantStatus {
    Connected,
    Disconnected,
    Reconnecting,
}

/// A participant. It has no `Debug`: an identity may hold an e-mail address.
/// See <https://www.twilio.com/docs/video/api/participants>.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Participant {
    /// `PA…`.
    pub sid: String,
    /// The identity of the token that was connected with.
    pub identity: String,
    /// Where the participant is.
    pub status: ParticipantStatus,
    /// When the participant connected.
    #[serde(rename = "start_time")]
    pub started_at: Option<Timestamp>,
    /// How long the participant was there, in seconds; none before the end.
    #[serde(rename = "duration")]
    pub duration_seconds: Option<i64>,
}
