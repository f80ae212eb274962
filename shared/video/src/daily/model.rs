use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A room. See <https://docs.daily.co/reference/rest-api/rooms>.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Room {
    /// Daily's own id of it.
    pub id: String,
    /// Its name, by which it is asked for.
    pub name: String,
    /// Where people join it.
    pub url: String,
}

/// A token that is to be made. It has no `Debug`: it names somebody.
///
/// See <https://docs.daily.co/reference/rest-api/meeting-tokens>.
#[derive(Clone)]
pub struct NewToken<'a> {
    /// The one room that it opens.
    pub room_name: &'a str,
    /// Until when it does.
    pub expires_at: Timestamp,
    /// Whether its owner may do everything in the room.
    pub is_owner: bool,
    /// What others see.
    pub user_name: &'a str,
    /// Who it is for.
    pub user_id: &'a str,
}

/// A recording that is to be started.
#[derive(Clone, Copy, Debug)]
pub struct StartRecording<'a> {
    /// The room's name.
    pub room_name: &'a str,
    /// A UUID that the caller has stored: it stops this recording and no other.
    pub instance_id: &'a str,
    /// Now, by which the recording is told from older ones.
    pub asked_at: Timestamp,
}

/// What came of starting a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// It runs. Daily need not say its id at once: then it is the newest of
    /// the room's recordings, later.
    Started {
        /// The recording's id.
        recording_id: Option<String>,
    },
    /// Nobody is in the room.
    NobodyThere,
    /// One runs already.
    AlreadyRunning,
    /// There is no such room.
    NoRoom,
}

/// Where a recording is in its life. One that was stopped is in progress until
/// it has been processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "names of Daily's API")]
pub enum RecordingStatus {
    Finished,
    InProgress,
    Canceled,
}

/// A recording. See <https://docs.daily.co/reference/rest-api/recordings>.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Recording {
    /// Daily's id of it.
    pub id: String,
    /// The name of the room that was recorded.
    pub room_name: String,
    /// When it began, in seconds since 1970.
    pub start_ts: i64,
    /// Where it is in its life.
    pub status: RecordingStatus,
    /// How long it is, in seconds; none while it is in progress.
    #[serde(rename = "duration")]
    pub duration_seconds: Option<i64>,
}

/// A link to a recording's file. It has no `Debug`: who has it has the file.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessLink {
    /// An https URL.
    pub url: String,
    /// Until when it is good.
    pub expires_at: Timestamp,
}
